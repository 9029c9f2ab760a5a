# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Distributions of reaction times against their bars, as JSON and as a Markdown table."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
import json
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
from vla_system_tests.markdown_section import put
from vla_system_tests.stop_latency.cases import Case
from vla_system_tests.stop_latency.run import Reaction

_HEAD = """\
The safety node runs as a process of its own over DDS, with the parameters of `config/vla.yaml`
and a deadman switch. Another process is robot, camera, perception, policy and language side, at
the rates of the real ones. The robot goes along a circle at 0.1 to 0.45 m/s; then one thing
fails, at a moment that is drawn, and is mended once the robot stands. "Speed 0 after" is the time
from the last sign of life, or from the stop, to the last change of `robot_action`, as the robot
hears it. "Declared" is the time-out by which the robot must stand; where a ramp is named, the
robot brakes from then on, as long as the limits give from the speed of that moment. "Late" is
the difference of the two, and the bar is for its p99.

Measured on {cores} cores, load {load:.1f} at the end.

| what fails | n | declared | speed 0 after: p50 | p99 | max | late: p50 | p99 | max | bar |
|---|---|---|---|---|---|---|---|---|---|
"""


def summary(
    case: Case, reactions: Sequence[Reaction], limits: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the figures of a case, and in `problems` what it misses."""
    took_s, late_s = [r.took_s for r in reactions], [r.late_s for r in reactions]
    figures = {
        'title': case.title,
        'n': len(reactions),
        'timeout_s': limits[case.limit] if case.limit else 0.0,
        'ramp': case.brakes_after,
        'bar_s': case.bar_s,
        'took_s': _distribution(took_s),
        'late_s': _distribution(late_s),
    }
    return {**figures, 'problems': _problems(case, reactions)}


def _distribution(values: Sequence[float]) -> dict[str, float]:
    if not all(map(math.isfinite, values)):
        # Where one never stood, neither the highest nor the 99th percentile is known.
        return dict.fromkeys(('p50', 'p99', 'max'), math.inf)
    p50, p99 = np.percentile(values, (50, 99))
    return {'p50': float(p50), 'p99': float(p99), 'max': max(values)}


def _problems(case: Case, reactions: Sequence[Reaction]) -> list[str]:
    found = []
    went_on = sum(not math.isfinite(r.took_s) for r in reactions)
    if went_on:
        found.append(f'the robot went on {went_on} times')
    others = sorted({r.reason for r in reactions} - {case.reason})
    if others:
        found.append(f'reasons must be {case.reason}; there were {", ".join(map(repr, others))}')
    p99_s = _distribution([r.late_s for r in reactions])['p99']
    if not p99_s <= case.bar_s:
        found.append(
            f'p99 must be at most {case.bar_s * 1e3:.0f} ms late; is {p99_s * 1e3:.0f} ms'
        )
    return found


def write_report(
    reactions: Mapping[str, Sequence[Reaction]],
    rows: Mapping[str, Mapping[str, Any]],
    path: Path,
    page: Path | None,
) -> None:
    """Write figures and every reaction as JSON, and into a page where one is wanted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    report = {
        name: {**row, 'reactions': [asdict(r) for r in reactions[name]]}
        for name, row in rows.items()
    }
    path.write_text(json.dumps(_for_json(report), indent=1) + '\n', encoding='utf-8')
    if page is not None:
        head = _HEAD.format(cores=os.cpu_count(), load=os.getloadavg()[0])
        put(page, 'reactions', head + ''.join(map(table_row, rows.values())))


def _for_json(value: Any) -> Any:
    """Return the value with None in place of what JSON has no number for."""
    if isinstance(value, dict):
        return {key: _for_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_for_json(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def table_row(row: Mapping[str, Any]) -> str:
    """Return the Markdown row of a case."""
    timeout = f'{row["timeout_s"]:g} s' if row['timeout_s'] else ''
    declared = ' + '.join(filter(None, (timeout, 'ramp' if row['ramp'] else '')))
    took = [f'{row["took_s"][key]:.2f} s' for key in ('p50', 'p99', 'max')]
    late = [f'{row["late_s"][key] * 1e3:.0f} ms' for key in ('p50', 'p99', 'max')]
    bar = f'{row["bar_s"] * 1e3:.0f} ms{" **missed**" if row["problems"] else ""}'
    cells = (row['title'], str(row['n']), declared, *took, *late, bar)
    return f'| {" | ".join(cells)} |\n'
