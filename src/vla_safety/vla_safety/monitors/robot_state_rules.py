# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules that a robot state must obey, each with its reason code, value and remedy."""

import numpy as np
from vla_common.clock import TimePoint
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.types.chunk import RobotSample
from vla_safety.types.input_fault import InputFault

_MAX_NUMBER = 1e6
_MAX_NORM_ERROR = 0.01
# A driver may report a little more than open or less than closed.
_GRIPPER_TOLERANCE = 0.05
_NAMES = ('x', 'y', 'z')
_QUATERNION_NAMES = (*_NAMES, 'w')


def content_fault(sample: RobotSample, frame_id: str) -> InputFault | None:
    """Return the first rule that frame, pose or gripper opening violate; None if valid."""
    return (
        _frame_fault(sample.frame_id, frame_id)
        or _number_fault(sample)
        or _quaternion_fault(sample)
        or _gripper_fault(sample.gripper)
    )


def stamp_fault(sample: RobotSample, now: TimePoint, limits: WatchdogLimits) -> InputFault | None:
    """Return the rule that the stamp violates; None if it is in time."""
    age_s = now.ros_s - sample.stamp_s
    if sample.stamp_ns <= 0:
        return InputFault(
            'state_stamp_zero',
            'robot_state must have the time of the measurement in header.stamp; got'
            f' {sample.stamp_s:g}. Set the stamp in the robot driver',
        )
    if age_s < -limits.max_future_s:
        return InputFault(
            'state_stamp_future',
            f'a stamp of robot_state may be at most {limits.max_future_s:g} s in the future; it'
            f' is {-age_s:.3f} s ahead of the clock of this node. Synchronize the clocks of the'
            ' hosts and set use_sim_time to the same value on all nodes',
        )
    if age_s >= limits.max_state_age_s:
        return InputFault(
            'state_stamp_past',
            f'robot_state may be at most {limits.max_state_age_s:g} s old; messages arrive, but'
            f' the newest stamp is {age_s:.3f} s old. Stamp the time of the measurement,'
            ' synchronize the clocks of the hosts and set use_sim_time to the same value on all'
            ' nodes',
        )
    return None


def repeated_stamp_fault(sample: RobotSample, newest_ns: int) -> InputFault:
    """Return the fault of a stamp that is not newer than the newest one."""
    return InputFault(
        'state_stamp_repeated',
        'each robot_state must have a newer stamp than the one before; this one is'
        f' {(newest_ns - sample.stamp_ns) * 1e-9:.3f} s older than the newest. Stamp the time of'
        ' the measurement in the robot driver',
    )


def _frame_fault(got: str, expected: str) -> InputFault | None:
    if got == expected:
        return None
    remedy = 'Transform the pose, or set frame_id of driver and safety_node to the same'
    if got.lstrip('/') == expected:
        remedy = 'Remove the leading slash in the driver: ROS 2 frame names have none'
    elif not got:
        remedy = 'Set header.frame_id in the robot driver'
    return InputFault(
        'state_frame', f'robot_state must be in frame {expected!r}; got {got[:64]!r}. {remedy}'
    )


def _number_fault(sample: RobotSample) -> InputFault | None:
    values = (
        *(('position', n, v) for n, v in zip(_NAMES, sample.position.tolist(), strict=True)),
        *(
            ('orientation', n, v)
            for n, v in zip(_QUATERNION_NAMES, sample.quaternion.tolist(), strict=True)
        ),
        ('gripper', '', sample.gripper),
    )
    for field, name, value in values:
        # NaN fails the comparison.
        if not abs(value) < _MAX_NUMBER:
            label = f'{field}.{name}' if name else field
            return InputFault(
                'state_not_finite',
                'every value of robot_state must be a finite number below 1e6; got'
                f' {label} = {value:g}. Check the robot driver',
            )
    return None


def _quaternion_fault(sample: RobotSample) -> InputFault | None:
    length = float(np.linalg.norm(sample.quaternion))
    if abs(length - 1) <= _MAX_NORM_ERROR:
        return None
    remedy = 'Normalize it in the robot driver'
    if length == 0:
        remedy = 'The driver does not fill it: no rotation is x y z w = 0 0 0 1'
    return InputFault(
        'state_quaternion',
        f'the orientation of robot_state must be a quaternion of length 1 within'
        f' {_MAX_NORM_ERROR:g}; got length {length:.4g}. {remedy}',
    )


def _gripper_fault(gripper: float) -> InputFault | None:
    if -_GRIPPER_TOLERANCE <= gripper <= 1 + _GRIPPER_TOLERANCE:
        return None
    return InputFault(
        'state_gripper',
        f'gripper of robot_state must be an opening from 0 (closed) to 1 (open); got {gripper:g}.'
        ' Divide the measured width by the width of the open gripper, in the same unit',
    )
