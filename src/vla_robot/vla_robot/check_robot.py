# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Check the messages of a robot before its first motion; this program moves nothing."""

import argparse
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path
import sys
import time
from typing import Any
from typing import NamedTuple

import numpy as np
import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_common import qos
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_common.parameter_file import read_parameter_file
from vla_interfaces.msg import RobotState
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_settings import read_urdf
from vla_robot.control import bring_up_checks as checks
from vla_robot.control.bring_up_checks import BringUpFinding
from vla_robot.ros.settings import BridgeSettings

_DURATION_S, _WAIT_S = 3.0, 5.0
_KEY = '/**/robot_bridge'


class Sample(NamedTuple):
    """A message, when it arrived on the steady clock, and its age then [s]."""

    message: Any
    arrival_s: float
    age_s: float


class RobotObserver(Node):
    """Receive robot_state, joint_states and robot_description."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('check_robot', **kwargs)
        self.states: list[Sample] = []
        self.joints: list[Sample] = []
        self.description = ''
        self.executor_of_node = SingleThreadedExecutor(context=self.context)
        self.executor_of_node.add_node(self)
        self.create_subscription(
            RobotState, 'robot_state', lambda m: self._add(self.states, m), qos.SENSOR
        )
        self.create_subscription(
            JointState, 'joint_states', lambda m: self._add(self.joints, m), qos.SENSOR
        )
        self.create_subscription(String, 'robot_description', self._describe, qos.LATCHED)

    def observe(self, duration_s: float) -> None:
        """Discard what was received, and receive for a time."""
        self.states.clear()
        self.joints.clear()
        end_s = time.monotonic() + duration_s
        while (left_s := end_s - time.monotonic()) > 0:
            self.executor_of_node.spin_once(timeout_sec=left_s)

    def wait_for_description(self, timeout_s: float) -> str:
        """Return the robot description; empty if none arrives."""
        end_s = time.monotonic() + timeout_s
        while not self.description and time.monotonic() < end_s:
            self.executor_of_node.spin_once(timeout_sec=0.1)
        return self.description

    def close(self) -> None:
        """Destroy the node."""
        self.executor_of_node.shutdown()
        self.destroy_node()

    def _describe(self, message: String) -> None:
        self.description = message.data

    def _add(self, samples: list[Sample], message: Any) -> None:
        age_ns = self.get_clock().now().nanoseconds - stamp_ns(message.header.stamp)
        samples.append(Sample(message, time.monotonic(), age_ns * 1e-9))


def check_messages(
    observer: RobotObserver, settings: BridgeSettings, urdf_text: str, duration_s: float
) -> list[BringUpFinding]:
    """Return the findings about rates, stamps, frame, joints and pose of a robot at rest."""
    observer.observe(duration_s)
    found = []
    for topic, samples in (('robot_state', observer.states), ('joint_states', observer.joints)):
        found.append(checks.check_rate(topic, [s.arrival_s for s in samples], duration_s))
        if samples:
            found.append(checks.check_stamps(topic, [s.age_s for s in samples]))
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
    lines = []
    for finding in findings:
        lines.append(f'{"FAILED" if finding.problem else "ok":7} {finding.name}: {finding.value}')
        if finding.problem:
            lines.append(f'        {finding.problem}')
    count = sum(bool(finding.problem) for finding in findings)
    lines.append(f'{len(findings)} checks, {count} failed')
    return '\n'.join(lines)


def read_settings(path: Path | None) -> BridgeSettings:
    """Return the parameters of the bridge in a robot file; the defaults without one."""
    if path is None:
        return BridgeSettings()
    values = read_parameter_file(path).nodes.get(_KEY)
    if values is None:
        raise ValueError(f'{path} must have the key {_KEY!r}; it has not. Use a robot file')
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return BridgeSettings(**fields)


def main(args: Sequence[str] | None = None) -> int:
    """Check a robot and write the report; return 1 if a check failed, 2 for wrong parameters."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--robot', type=Path, help='file of the robot, as in config/robots')
    parser.add_argument('--no-gripper', action='store_true', help='ask nothing')
    parser.add_argument('--duration', type=float, default=_DURATION_S, help='of measuring [s]')
    parser.add_argument('--report', type=Path, default=Path('log/check_robot.txt'))
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
        urdf_text = urdf_text or observer.wait_for_description(_WAIT_S)
        findings = check_messages(observer, settings, urdf_text, options.duration)
        if not options.no_gripper:
            findings.append(check_gripper(observer, input))
    finally:
        observer.close()
        rclpy.try_shutdown()
    text = report(findings)
    print(text)
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(f'{text}\n')
    return 1 if any(finding.problem for finding in findings) else 0


if __name__ == '__main__':
    raise SystemExit(main())
