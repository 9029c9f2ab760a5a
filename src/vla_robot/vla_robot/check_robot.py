# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Check the messages of a robot, then its first motions.

The first part moves nothing. The motions of --move go through the safety gate; a person approves
each of them.
"""

import argparse
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path
import sys
from typing import Any

import numpy as np
import rclpy
from vla_common.conversions import pose_to_arrays
from vla_common.parameter_file import read_parameter_file
from vla_common.parameter_file import with_tuples
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_settings import read_urdf
from vla_robot.control import bring_up_checks as checks
from vla_robot.control.bring_up_checks import BringUpFinding
from vla_robot.motion_steps import MotionSteps
from vla_robot.ros.motion_client import MotionClient
from vla_robot.ros.robot_observer import RobotObserver
from vla_robot.ros.settings import BridgeSettings

_DURATION_S, _WAIT_S = 3.0, 5.0
_NORMAL_M_S = 0.2
_KEY = '/**/robot_bridge'


def check_arrivals(observer: RobotObserver, duration_s: float) -> list[BringUpFinding]:
    """Return the findings about rates and stamps of the messages that arrive in a time."""
    observer.observe(duration_s)
    found = []
    for topic, samples in (('robot_state', observer.states), ('joint_states', observer.joints)):
        found.append(checks.check_rate(topic, [s.arrival_s for s in samples], duration_s))
        if samples:
            found.append(checks.check_stamps(topic, [s.age_s for s in samples]))
    return found


def check_messages(
    observer: RobotObserver, settings: BridgeSettings, urdf_text: str, duration_s: float
) -> list[BringUpFinding]:
    """Return the findings about rates, stamps, frame, joints and pose of a robot at rest."""
    found = check_arrivals(observer, duration_s)
    if observer.states:
        frame_id = observer.states[-1].message.header.frame_id
        found.append(checks.check_frame(frame_id, settings.frame_id))
    return found + _check_arm(observer, settings, urdf_text)


def _check_arm(
    observer: RobotObserver, settings: BridgeSettings, urdf_text: str
) -> list[BringUpFinding]:
    if not urdf_text:
        text = 'a URDF is needed to check the pose; got none. Start the driver, or set urdf_file'
        return [BringUpFinding('robot_description', 'none', text)]
    try:
        model = ArmModel(urdf_text, settings.arm())
    except ValueError as error:
        return [BringUpFinding('robot_description', 'refused', str(error))]
    for sample in reversed(observer.joints):
        values = dict(zip(sample.message.name, sample.message.position, strict=False))
        if set(model.joint_names) <= set(values):
            break
    else:
        text = (
            f'joint_states must have the joints {", ".join(model.joint_names)} in one message; no'
            ' message has them. Correct joint_names or tool_link'
        )
        return [BringUpFinding('joints', 'none', text)]
    joints = np.array([values[name] for name in model.joint_names])
    found = [checks.check_joint_ranges(model, joints)]
    if observer.states:
        pose = pose_to_arrays(observer.states[-1].message.end_effector)
        found += checks.check_pose(model, joints, *pose)
    return found


def check_gripper(observer: RobotObserver, ask: Callable[[str], Any]) -> BringUpFinding:
    """Return the finding about a gripper that a person opens and closes."""
    openings = []
    for action in ('Open', 'Close'):
        ask(f'{action} the gripper by its own driver or by hand, then press Enter: ')
        observer.observe(1.0)
        if not observer.states:
            return BringUpFinding(
                'gripper', 'none', 'robot_state must arrive; none did. Start the driver'
            )
        openings.append(float(observer.states[-1].message.gripper))
    return checks.check_gripper(*openings)


def report(findings: list[BringUpFinding]) -> str:
    """Return the findings as text."""
    lines = [finding.to_text() for finding in findings]
    failed = sum(bool(finding.problem) for finding in findings)
    skipped = sum(finding.is_skipped for finding in findings)
    lines.append(f'{len(findings)} checks, {failed} failed, {skipped} skipped')
    return '\n'.join(lines)


def check_motions(
    observer: RobotObserver,
    frame_id: str,
    ask: Callable[[str], str],
    *,
    normal_m_s: float,
    is_automatic: bool,
    leans: bool = False,
) -> list[BringUpFinding]:
    """Return the findings about the first motions of a robot."""
    client = MotionClient(observer, frame_id, leans=leans)
    problem = client.problem()
    if not problem and is_automatic and not client.is_simulated():
        problem = (
            '--yes is for the simulator: joint_states must come from sim_node only. Remove --yes, '
            'and approve each motion'
        )
    if problem:
        finding = BringUpFinding('motion', 'not tried', problem)
        print(finding.to_text(), flush=True)
        return [finding]
    return MotionSteps(client, ask, normal_m_s, is_automatic=is_automatic).run()


def read_settings(path: Path | None) -> BridgeSettings:
    """Return the parameters of the bridge in a robot file; the defaults without one."""
    if path is None:
        return BridgeSettings()
    values = read_parameter_file(path).nodes.get(_KEY)
    if values is None:
        raise ValueError(f'{path} must have the key {_KEY!r}; it has not. Use a robot file')
    return BridgeSettings(**with_tuples(values))


def main(args: Sequence[str] | None = None) -> int:
    """Check a robot and write the report; return 1 if a check failed, 2 for wrong parameters."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--robot', type=Path, help='file of the robot, as in config/robots')
    parser.add_argument('--no-gripper', action='store_true', help='ask nothing')
    parser.add_argument('--duration', type=float, default=_DURATION_S, help='of measuring [s]')
    parser.add_argument('--report', type=Path, default=Path('log/check_robot.txt'))
    parser.add_argument('--move', action='store_true', help='move the robot, if all checks pass')
    parser.add_argument(
        '--speed', type=float, default=_NORMAL_M_S, help='of the last motions [m/s]'
    )
    parser.add_argument('--yes', action='store_true', help='approve all motions; simulator only')
    options, ros_args = parser.parse_known_args(args)
    try:
        settings = read_settings(options.robot)
        urdf_text = read_urdf(settings.urdf_file) if settings.urdf_file else ''
    except (TypeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    rclpy.init(args=ros_args)
    observer = RobotObserver()
    try:
        findings = _check(observer, settings, urdf_text, options)
    finally:
        observer.close()
        rclpy.try_shutdown()
    text = report(findings)
    print(f'{text.splitlines()[-1]}; report: {options.report}')
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(f'{text}\n')
    return 1 if any(finding.problem for finding in findings) else 0


def _check(
    observer: RobotObserver, settings: BridgeSettings, urdf_text: str, options: argparse.Namespace
) -> list[BringUpFinding]:
    urdf_text = urdf_text or observer.wait_for_description(_WAIT_S)
    findings = check_messages(observer, settings, urdf_text, options.duration)
    if not options.no_gripper and not options.yes:
        findings.append(check_gripper(observer, input))
    for finding in findings:
        print(finding.to_text(), flush=True)
    if options.move and not any(finding.problem for finding in findings):
        findings += check_motions(
            observer,
            settings.frame_id,
            input,
            normal_m_s=options.speed,
            is_automatic=options.yes,
            leans=settings.max_lean_rad > 0,
        )
    return findings


if __name__ == '__main__':
    raise SystemExit(main())
