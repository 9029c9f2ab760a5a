# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of a robot before its first motion: rates, frames, stamps, pose, gripper, joints."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.rigid_transform import RigidTransform

#: Rates [Hz] below which a robot is checked and moved with old states.
MIN_RATE_HZ = 30.0
_MAX_AGE_S, _MAX_FUTURE_S = 0.2, 0.05
_NEAR_M, _NEAR_RAD = 0.01, 0.05
_MIN_STROKE = 0.5
_HALF_TURN = np.diag((-1.0, -1.0, 1.0))


@dataclass(frozen=True)
class BringUpFinding:
    """Result of one check; `problem` is empty if it passed or was skipped."""

    name: str
    value: str
    problem: str = ''
    is_skipped: bool = False

    def to_text(self) -> str:
        """Return one line, and a second one with the problem."""
        result = 'FAILED' if self.problem else 'skipped' if self.is_skipped else 'ok'
        line = f'{result:7} {self.name}: {self.value}'
        return f'{line}\n        {self.problem}' if self.problem else line


def check_rate(topic: str, arrivals_s: Sequence[float], duration_s: float) -> BringUpFinding:
    """Require messages of a topic at MIN_RATE_HZ, from their arrivals in a time."""
    rate_hz = len(arrivals_s) / duration_s
    value = f'{rate_hz:.0f} Hz'
    if rate_hz >= MIN_RATE_HZ:
        return BringUpFinding(f'rate of {topic}', value)
    remedy = 'Raise the rate of the driver' if arrivals_s else 'Start the driver, check namespaces'
    rule = f'{topic} must arrive at {MIN_RATE_HZ:g} Hz or more; it arrives at {value}. {remedy}'
    return BringUpFinding(f'rate of {topic}', value, rule)


def check_stamps(topic: str, ages_s: Sequence[float]) -> BringUpFinding:
    """Require stamps of the clock of this computer, neither old nor in the future."""
    oldest, newest = max(ages_s), min(ages_s)
    value = f'{newest * 1e3:.0f} to {oldest * 1e3:.0f} ms old'
    if newest >= -_MAX_FUTURE_S and oldest <= _MAX_AGE_S:
        return BringUpFinding(f'stamps of {topic}', value)
    return BringUpFinding(
        f'stamps of {topic}',
        value,
        f'stamps of {topic} must be {-_MAX_FUTURE_S:g} to {_MAX_AGE_S:g} s old; they are {value}. '
        'Stamp with the time of the measurement, synchronize clocks, set use_sim_time alike',
    )


def check_frame(frame_id: str, expected: str) -> BringUpFinding:
    """Require the frame of the safety node."""
    if frame_id == expected:
        return BringUpFinding('frame of robot_state', frame_id)
    rule = f'robot_state must be in frame {expected!r}; it is in {frame_id!r}. Correct the driver'
    return BringUpFinding('frame of robot_state', frame_id, rule)


def check_joint_ranges(model: ArmModel, joints: FloatArray) -> BringUpFinding:
    """Require the measured joints (n,) within their range."""
    outside = (joints < model.lower) | (joints > model.upper)
    value = ', '.join(f'{q:.2f}' for q in joints)
    if not outside.any():
        return BringUpFinding('joints', value)
    texts = [
        f'{name} must be within {low:.2f} and {high:.2f}, and is at {q:.2f}'
        for name, low, high, q, out in zip(
            model.joint_names, model.lower, model.upper, joints, outside, strict=True
        )
        if out
    ]
    remedy = 'Move the arm by hand, correct joint_min and joint_max, or the units of the driver'
    return BringUpFinding('joints', value, f'{"; ".join(texts)}. {remedy}')


def check_pose(
    model: ArmModel, joints: FloatArray, position_m: FloatArray, quaternion: FloatArray
) -> list[BringUpFinding]:
    """
    Compare robot_state with the tool pose that URDF and joints give.

    Parameters
    ----------
    model, joints
        Arm and measured joints (n,).
    position_m, quaternion
        Position (3,) and orientation xyzw (4,) of robot_state.

    """
    expected = model.forward(joints)
    turned = _about_base(model, expected)
    position = BringUpFinding('position of the tool', _text(position_m))
    basis, is_turned = expected, False
    if np.linalg.norm(position_m - expected.position_m) > _NEAR_M:
        is_turned = bool(np.linalg.norm(position_m - turned.position_m) <= _NEAR_M)
        basis = turned if is_turned else expected
        cause = (
            'It fits a base turned by 180 degrees about z: UR base and base_link differ so. '
            'Correct robot_base_link or base_rpy_rad'
            if is_turned
            else 'Correct base_*, tool_* or the URDF'
        )
        rule = (
            f'robot_state must be within {_NEAR_M:g} m of the tool of joint_states and URDF, '
            f'{_text(expected.position_m)} m; it is at {_text(position_m)} m. {cause}'
        )
        position = BringUpFinding(position.name, position.value, rule)
    return [position, _check_orientation(basis, quaternion)]


def _check_orientation(expected: RigidTransform, quaternion: FloatArray) -> BringUpFinding:
    name, value = 'orientation of the tool', _text(quaternion)
    if _is_near(expected, quaternion):
        return BringUpFinding(name, value)
    wxyz = quaternion[[1, 2, 3, 0]]
    cause = (
        'It fits the order w x y z. Send x y z w'
        if _is_near(expected, wxyz)
        else 'Correct base_rpy_rad, tool_rpy_rad or the URDF'
    )
    rule = (
        f'robot_state must be within {_NEAR_RAD:g} rad of the tool of joint_states and URDF, '
        f'x y z w = {_text(expected.quaternion_xyzw)}; it is {value}. {cause}'
    )
    return BringUpFinding(name, value, rule)


def check_gripper(opened: float, closed: float) -> BringUpFinding:
    """Require openings near 1 and 0, measured with an open and with a closed gripper."""
    name, value = 'gripper', f'{opened:.3f} open, {closed:.3f} closed'
    stroke = opened - closed
    if stroke >= _MIN_STROKE and -0.05 <= closed and opened <= 1.05:
        return BringUpFinding(name, value)
    if stroke < 0 and max(opened, closed) > _MIN_STROKE:
        cause = 'It is inverted. Swap gripper_closed_position and gripper_open_position'
    elif 0 < abs(stroke) < _MIN_STROKE:
        inverted = ', and inverted' if stroke < 0 else ''
        cause = (
            f'These look like metres or radians{inverted}. Divide by the stroke, or set '
            'gripper_closed_position and gripper_open_position'
        )
    else:
        cause = 'Did it move? Check gripper_joint and the driver of the gripper'
    rule = f'gripper of robot_state must be 0 closed and 1 open; it is {value}. {cause}'
    return BringUpFinding(name, value, rule)


def _about_base(model: ArmModel, tool: RigidTransform) -> RigidTransform:
    """Return a tool pose with the base turned by 180 degrees about its z axis."""
    turn = RigidTransform(np.zeros(3), _HALF_TURN)
    return model.base @ turn @ model.base.inverse() @ tool


def _is_near(expected: RigidTransform, quaternion: FloatArray) -> bool:
    length = float(np.linalg.norm(quaternion))
    if not abs(length - 1) < 0.01:
        return False
    measured = RigidTransform.from_quaternion(expected.position_m, quaternion / length)
    return expected.distance_to(measured)[1] <= _NEAR_RAD


def _text(values: FloatArray) -> str:
    return '(' + ', '.join(f'{value:.3f}' for value in values) + ')'
