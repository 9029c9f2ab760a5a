# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The findings of fault injections as JSON and as a Markdown table."""

from collections.abc import Mapping
from collections.abc import Sequence
import json
import os
from pathlib import Path
from typing import Any

from vla_system_tests.fault_injection.run import FAULT_S
from vla_system_tests.fault_injection.run import Finding
from vla_system_tests.markdown_section import put
import yaml

_HEAD = """\
Each fault comes while the robot moves, in a system of separate processes over DDS that is started
anew for it, and lasts {seconds:g} s. "Speed 0 after" is the time from the fault to the last
change of the commanded pose (`robot_action`); "at rest after" the same for the measured speed
(`robot_state`, over 5 mm/s). The time-out is the one that `config/vla.yaml` declares: the robot
stands *by* that age of its input, braking included. Ages count from the stamp of the newest image
or state, so the time from the fault is often shorter. "Then on" is said of a robot that has to
hold and goes on by itself while the fault lasts. "Jammed" is said where the fault held up the
simulator, see [Ladder](#ladder): the time-out is then that of the robot's state.

Measured on {cores} cores, load {load:.1f} at the end; {rounds}.

| fault | time-out | speed 0 after | at rest after | safety says | recovers | audit log |
|---|---|---|---|---|---|---|
"""
_TAIL = """
Highest commanded speed in all of them: {speed:.2f} m/s. Commanded positions outside of the
workspace box: {outside}.
"""


def read_limits(params_file: Path) -> dict[str, Any]:
    """Return the parameters of the safety node."""
    text = yaml.safe_load(params_file.read_text(encoding='utf-8'))
    limits: dict[str, Any] = text['/**/safety_node']['ros__parameters']
    return limits


def write_report(
    findings: Sequence[Finding], untried: Mapping[str, str], path: Path, page: Path | None
) -> None:
    """Write the findings as JSON, and into a page where one is wanted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    report = {'findings': [f.to_dict() for f in findings], 'not_tried': dict(untried)}
    path.write_text(json.dumps(report, indent=2) + '\n', encoding='utf-8')
    if page is not None:
        put(page, 'faults', to_markdown(findings, untried))


def to_markdown(findings: Sequence[Finding], untried: Mapping[str, str]) -> str:
    """Return a table with one row for each fault, of all rounds together."""
    by_name: dict[str, list[Finding]] = {}
    for finding in findings:
        by_name.setdefault(finding.name, []).append(finding)
    rounds = max(map(len, by_name.values()), default=0)
    head = _HEAD.format(
        seconds=FAULT_S,
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        rounds='each fault once' if rounds == 1 else f'the worst of {rounds} tries each',
    )
    tail = _TAIL.format(
        speed=max((f.top_speed_m_s for f in findings), default=0.0),
        outside=sum(f.outside for f in findings),
    )
    missing = ''.join(f'\nNot tried: {name}: {why}\n' for name, why in untried.items())
    return head + ''.join(_row(rows) for rows in by_name.values()) + tail + missing


def _row(findings: Sequence[Finding]) -> str:
    one = findings[0]
    cells = (
        one.title,
        '-' if one.limit_s is None else f'{one.limit_s:g} s',
        _told(findings),
        _worst([f.measured_zero_s for f in findings]),
        _each(f'{f.said} (jammed)' if f.jammed else f.said for f in findings),
        _each(f.recovery for f in findings),
        _each(f.audit or '-' for f in findings),
    )
    return f'| {" | ".join(cells)} |\n'


def _told(findings: Sequence[Finding]) -> str:
    if all(f.commanded_zero_s is None and f.paused_s is not None for f in findings):
        return f'{_worst([f.paused_s for f in findings])}, then on'
    return _worst([f.commanded_zero_s for f in findings])


def _worst(times_s: Sequence[float | None]) -> str:
    known = [time_s for time_s in times_s if time_s is not None]
    return f'{max(known):.2f} s' if len(known) == len(times_s) else 'goes on'


def _each(words: Any) -> str:
    return ' / '.join(dict.fromkeys(words))
