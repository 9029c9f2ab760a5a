# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Findings of the fault injection as JSON and as a Markdown table."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
import json
import os
from pathlib import Path
from typing import Any

from vla_bringup.launch_arguments import robot_parameter_files
from vla_common.parameter_file import read_parameter_file
from vla_system_tests.fault_injection.finding import Finding
from vla_system_tests.fault_injection.run import FAULT_S
from vla_system_tests.markdown_section import write_section

#: Name of the section in the page, which is the name of the make target.
SECTION = 'fault-injection'
_HEAD = """\
Each fault is injected while the robot moves, unless the row says "idle", and lasts {seconds:g} s
or more. The system is restarted for each fault. It runs as separate processes over DDS, unless the
row says "one process". "Speed 0 after" is the time from the fault to the last change of the
commanded pose (`robot_action`); "at rest after" is the same for the measured speed (`robot_state`,
over 5 mm/s). The time-out is the value of `config/vla.yaml`: the robot stands *by* that age of its
input, including the braking. Ages count from the stamp of the newest image or state, so the time
from the fault is often shorter. "Then continues" marks a robot that holds and continues by itself
while the fault lasts. "Blocked" marks a fault that blocked the simulator, see [Degradation
levels](#degradation-levels): the time-out is then that of the robot state.

Measured on {cores} cores, load {load:.1f} at the end; {rounds}.

| fault | time-out | speed 0 after | at rest after | safety status | recovers | audit log |
|---|---|---|---|---|---|---|
"""
_ROBOT_HEAD = """
The same with the simulated UR5e behind `robot_bridge` (`robot:=ur5e simulated:=true`). "At rest
after" and "moved" are those of the simulated tool itself, whatever `joint_states` and
`robot_state` report. "Moved" is its largest distance from where it was when the fault began.

| fault | time-out | speed 0 after | at rest after | safety status | recovers | audit log | moved |
|---|---|---|---|---|---|---|---|
"""
_TAIL = """
Highest commanded speed: {speed:.2f} m/s. Commanded positions outside of the workspace:
{outside}.
"""


def read_limits(params_file: Path, robot: str = '') -> dict[str, Any]:
    """Return the parameters of the safety node, for a simulated robot or the built-in arm."""
    files = [params_file]
    if robot:
        files += robot_parameter_files(robot, use_sim=True, is_simulated=True)
    limits: dict[str, Any] = {}
    for file in files:
        limits |= read_parameter_file(file).nodes.get('/**/safety_node', {})
    return limits


def write_report(
    findings: Sequence[Finding], untried: Mapping[str, str], path: Path, page: Path | None
) -> None:
    """Write the findings as JSON, and into the section of a page if one is given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    report = {'findings': [f.to_dict() for f in findings], 'not_tried': dict(untried)}
    path.write_text(json.dumps(report, indent=2) + '\n', encoding='utf-8')
    if page is not None:
        write_section(page, SECTION, to_markdown(findings, untried))


def to_markdown(findings: Sequence[Finding], untried: Mapping[str, str]) -> str:
    """Return a table with one row for each fault, over all rounds."""
    by_name: dict[str, list[Finding]] = {}
    for finding in findings:
        by_name.setdefault(finding.name, []).append(finding)
    own = [rows for rows in by_name.values() if not rows[0].robot]
    robots = [rows for rows in by_name.values() if rows[0].robot]
    rounds = max(map(len, by_name.values()), default=0)
    head = _HEAD.format(
        seconds=FAULT_S,
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        rounds='each fault once' if rounds == 1 else f'the worst of {rounds} runs of each fault',
    )
    tail = _TAIL.format(
        speed=max((f.max_speed_m_s for f in findings), default=0.0),
        outside=sum(f.outside for f in findings),
    )
    missing = ''.join(f'\nNot tried: {name}: {why}\n' for name, why in untried.items())
    table = ''.join(_row(rows, ()) for rows in own)
    robot_table = ''.join(_row(rows, (_distance(rows),)) for rows in robots)
    return head + table + (_ROBOT_HEAD + robot_table if robots else '') + tail + missing


def _row(findings: Sequence[Finding], more: Sequence[str]) -> str:
    first = findings[0]
    cells = (
        first.title,
        '-' if first.limit_s is None else f'{first.limit_s:g} s',
        _commanded(findings),
        _worst([f.measured_zero_s for f in findings]),
        _distinct(map(_statuses, findings)),
        _distinct(f.recovery for f in findings),
        _distinct(f.audit or '-' for f in findings),
        *more,
    )
    return f'| {" | ".join(cells)} |\n'


def _distance(findings: Sequence[Finding]) -> str:
    known = [f.distance_m for f in findings if f.distance_m is not None]
    if any(f.commanded_zero_s is None for f in findings):
        return 'continues'
    return f'{max(known) * 1e3:.0f} mm' if len(known) == len(findings) else 'unknown'


def _statuses(finding: Finding) -> str:
    text = f'{finding.statuses} (blocked)' if finding.sim_blocked else finding.statuses
    return f'{text}; not as required: {finding.problem}' if finding.problem else text


def _commanded(findings: Sequence[Finding]) -> str:
    if all(f.commanded_zero_s is None and f.first_hold_s is not None for f in findings):
        return f'{_worst([f.first_hold_s for f in findings])}, then continues'
    return _worst([f.commanded_zero_s for f in findings])


def _worst(times_s: Sequence[float | None]) -> str:
    known = [time_s for time_s in times_s if time_s is not None]
    return f'{max(known):.2f} s' if len(known) == len(times_s) else 'continues'


def _distinct(texts: Iterable[str]) -> str:
    return ' / '.join(dict.fromkeys(texts))
