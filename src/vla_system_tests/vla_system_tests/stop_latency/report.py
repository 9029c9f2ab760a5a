# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Distributions of stop latencies against their bars, as JSON and as a Markdown table."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
import json
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
from vla_system_tests.markdown_section import write_section
from vla_system_tests.stop_latency.cases import StopLatencyCase
from vla_system_tests.stop_latency.sample import StopLatencySample

#: Name of the section in the page, which is the name of the make target.
SECTION = 'stop-latency'
_HEAD = """\
The safety node runs as a process of its own over DDS, with the parameters of `config/vla.yaml`
and a deadman switch. Another process simulates robot, camera, perception, policy and language node
at their real rates. The robot moves along a circle at 0.1 to 0.45 m/s; then one input fails at a
random time, and is repaired when the robot stands. "Speed 0 after" is the time from the last
message of that input, or from the stop, to the last change of `robot_action` that the robot
receives. "Declared" is the time-out by which the robot must stand; with "ramp", braking starts
then and takes as long as the limits need for the speed of that time. "Late" is the difference of
the two. The bar applies to its p99.

Measured on {cores} cores, load {load:.1f} at the end.

| cause | n | declared | speed 0 after: p50 | p99 | max | late: p50 | p99 | max | bar |
|---|---|---|---|---|---|---|---|---|---|
"""


def summary(
    case: StopLatencyCase, samples: Sequence[StopLatencySample], limits: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the figures of a case, and the missed requirements in `problems`."""
    took_s, late_s = [s.took_s for s in samples], [s.late_s for s in samples]
    figures = {
        'title': case.title,
        'n': len(samples),
        'timeout_s': limits[case.limit] if case.limit else 0.0,
        'ramp': case.brakes_after,
        'bar_s': case.bar_s,
        'took_s': _distribution(took_s),
        'late_s': _distribution(late_s),
    }
    return {**figures, 'problems': _problems(case, samples)}


def _distribution(values: Sequence[float]) -> dict[str, float]:
    if not all(map(math.isfinite, values)):
        # If the robot did not stop once, maximum and 99th percentile are unknown.
        return dict.fromkeys(('p50', 'p99', 'max'), math.inf)
    p50, p99 = np.percentile(values, (50, 99))
    return {'p50': float(p50), 'p99': float(p99), 'max': max(values)}


def _problems(case: StopLatencyCase, samples: Sequence[StopLatencySample]) -> list[str]:
    found = []
    continued = sum(not math.isfinite(s.took_s) for s in samples)
    if continued:
        found.append(f'the robot did not stop {continued} times')
    others = sorted({s.reason for s in samples} - {case.reason})
    if others:
        found.append(f'reasons must be {case.reason}; got {", ".join(map(repr, others))}')
    p99_s = _distribution([s.late_s for s in samples])['p99']
    if not p99_s <= case.bar_s:
        found.append(
            f'p99 must be at most {case.bar_s * 1e3:.0f} ms late; got {p99_s * 1e3:.0f} ms'
        )
    return found


def write_report(
    samples: Mapping[str, Sequence[StopLatencySample]],
    rows: Mapping[str, Mapping[str, Any]],
    path: Path,
    page: Path | None,
) -> None:
    """Write figures and samples as JSON, and into the section of a page if one is given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    report = {
        name: {**row, 'samples': [asdict(s) for s in samples[name]]} for name, row in rows.items()
    }
    path.write_text(json.dumps(_for_json(report), indent=1) + '\n', encoding='utf-8')
    if page is not None:
        head = _HEAD.format(cores=os.cpu_count(), load=os.getloadavg()[0])
        write_section(page, SECTION, head + ''.join(map(table_row, rows.values())))


def _for_json(value: Any) -> Any:
    """Return the value with None in place of infinity and NaN, which JSON lacks."""
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
