# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Report of the latency benchmark as JSON and as Markdown tables."""

from collections.abc import Iterator
from collections.abc import Mapping
import json
import os
from pathlib import Path
import platform
from typing import Any
from typing import Final

from vla_system_tests.benchmark.case import NOT_PRODUCT
from vla_system_tests.benchmark.summary import FIRST_CHUNK
from vla_system_tests.benchmark.summary import STAGES
from vla_system_tests.benchmark.tick_jitter import BAR_MS
from vla_system_tests.markdown_section import write_section

#: Name of the section in the page, which is the name of the make target.
SECTION: Final = 'bench'
#: Cores that others may use without disturbing a run.
MAX_OTHERS_CORES: Final = 0.1

Report = dict[str, Any]


def machine() -> dict[str, Any]:
    """Return processor, cores and load of this machine."""
    names = [
        line.partition(':')[2].strip()
        for line in Path('/proc/cpuinfo').read_text(encoding='utf-8').splitlines()
        if line.startswith('model name')
    ]
    return {
        'processor': names[0] if names else platform.machine(),
        'cores': os.cpu_count(),
        'load': round(os.getloadavg()[0], 1),
    }


def is_disturbed(figures: Mapping[str, Any]) -> bool:
    """Return whether others used so much CPU time that the figures are not those of the system."""
    return bool(figures['others_cores'] > MAX_OTHERS_CORES)


def problems(report: Report) -> list[str]:
    """Return the bars that a run on a quiet machine missed; a busy machine misses none."""
    return [
        f'{name}: p99 of the tick jitter must be at most {BAR_MS:g} ms; '
        f'got {figures["tick jitter"]["p99_ms"]:g} ms'
        for name, figures in report.get('cases', {}).items()
        if not is_disturbed(figures) and figures['tick jitter'].get('p99_ms', 0.0) > BAR_MS
    ]


def read_report(path: Path) -> Report:
    """Return a report that was written before; an empty one if there is none."""
    try:
        report: Report = json.loads(path.read_text(encoding='utf-8'))
    except (OSError, ValueError):
        return {'cases': {}}
    return report if isinstance(report.get('cases'), dict) else {'cases': {}}


def write_json(report: Report, path: Path) -> None:
    """Write the report without the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2), encoding='utf-8')


def write_report(report: Report, path: Path, page: Path | None) -> None:
    """Write the report, and its tables into the section of a page."""
    write_json(report, path)
    if page is not None:
        write_section(page, SECTION, to_markdown(report))


def to_markdown(report: Report) -> str:
    """Return the tables of a report."""
    return '\n'.join(
        [
            *_latency_lines(report['cases']),
            '',
            *_resource_lines(report['cases']),
            '',
            *_part_lines(report.get('parts', {})),
        ]
    )


def _latency_lines(cases: Mapping[str, Any]) -> Iterator[str]:
    yield '| case | duration | n | p50 ms | p90 ms | p99 ms | max ms |'
    yield '|---|---|---|---|---|---|---|'
    for name, figures in cases.items():
        # Kept figures of an earlier run may be from before the row of first chunks.
        stages = figures['stages']
        rows = {stage: stages[stage] for stage in (*STAGES, FIRST_CHUNK) if stage in stages}
        rows['command to first motion'] = figures['command to motion']
        if changes := figures.get('scene changes'):
            mean, missed = changes['mean_ms'], changes['missed']
            rows[f'scene change to action, mean {mean:.1f}, {missed} not followed'] = changes
        for title, row in rows.items():
            values = ' | '.join(
                f'{row[key]:.1f}' for key in ('p50_ms', 'p90_ms', 'p99_ms', 'max_ms')
            )
            yield f'| {name} | {title} | {row["n"]} | {values} |'


def _resource_lines(cases: Mapping[str, Any]) -> Iterator[str]:
    yield (
        '| case | processor, load | CPU of others (cores) | images lost | '
        'commands without motion | tick jitter p99 ms (n) | ready after s | '
        'CPU without simulator (cores) | PSS without simulator (MiB) |'
    )
    yield '|---|---|---|---|---|---|---|---|---|'
    for name, figures in cases.items():
        place, ticks = figures['machine'], figures['tick jitter']
        disturbed = ', disturbed' if is_disturbed(figures) else ''
        yield (
            f'| {name} | {place["cores"]} x {place["processor"]}, {place["load"]} | '
            f'{figures["others_cores"]}{disturbed} | '
            f'{figures["images lost"]} of {figures["images"]} | '
            f'{figures["commands without motion"]} | '
            f'{ticks.get("p99_ms", "none")} ({ticks.get("n", 0)}) | {figures["ready_s"]} | '
            f'{_listed(figures["cpu_cores"], 2)} | {_listed(figures["memory_mib"], 0)} |'
        )


def _listed(values: Mapping[str, float], digits: int) -> str:
    items = ', '.join(f'{name} {value:.{digits}f}' for name, value in values.items())
    total = sum(value for name, value in values.items() if name not in NOT_PRODUCT)
    return f'{total:.{digits}f} ({items})'


def _part_lines(parts: Mapping[str, Any]) -> Iterator[str]:
    yield '| computation, one thread | p50 ms | p99 ms |'
    yield '|---|---|---|'
    for name, row in parts.items():
        yield f'| {name} | {row["p50_ms"]:.2f} | {row["p99_ms"]:.2f} |'
