# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Joint checks of a chunk, where the node has a URDF: reach, limits, singularity."""

from typing import TYPE_CHECKING

import numpy as np
from vla_common.arrays import FloatArray
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.checks.path_check import Check
from vla_safety.checks.path_check import check_failed
from vla_safety.checks.path_check import on_path
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation

if TYPE_CHECKING:
    from vla_kinematics.joint_path import JointPath
    from vla_safety.robot.robot_model import RobotModel

_ROUNDING = 1e-6


def check_joint_state(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a robot description and recent joints that agree with the measured pose."""
    status = context.joints
    if status is None:
        return []
    if status.fault is not None or status.model is None or status.joints is None:
        fault = status.fault
        reason = 'joint_state_unknown' if fault is None else fault.reason
        text = (
            'the joint checks need joint_states; none are known'
            if fault is None
            else fault.message
        )
        limit_s = context.watchdog.max_state_age_s
        return chunk_violation(reason, status.age_s, limit_s, text)
    if context.robot is None:
        return []  # check_state has refused the chunk already
    limits = status.model.limits
    try:
        distance_m, angle_rad = status.model.mismatch(status.joints, context.robot)
    except Exception as error:  # noqa: BLE001 no error may let a chunk pass
        return check_failed(error)
    is_near = context.at_most('joint_pose', distance_m, limits.max_joint_mismatch_m)
    if is_near and angle_rad <= limits.max_joint_mismatch_rad:
        return []
    return chunk_violation(
        'joint_pose',
        distance_m,
        limits.max_joint_mismatch_m,
        f'robot_state must be within {limits.max_joint_mismatch_m:g} m and'
        f' {limits.max_joint_mismatch_rad:g} rad of the tool pose of joint_states; it is'
        f' {distance_m:.3f} m and {angle_rad:.3f} rad away. Give robot_bridge and safety_node the'
        ' same base_*, tool_* and URDF, and check them',
    )


@on_path
def check_joint_range(
    path: 'JointPath', model: 'RobotModel', chunk: Chunk, context: CheckContext
) -> list[Violation]:
    """Require the joints within their range, also the measured ones."""
    arm, margin = model.arm, model.limits.min_joint_margin_rad
    outside = np.maximum(arm.lower - path.joints, path.joints - arm.upper)
    # The measured joints may be at the end of their range, but not beyond.
    start = int(np.argmax(outside[0]))
    if not outside[0, start] <= 0:
        name, low, high = arm.joint_names[start], arm.lower[start], arm.upper[start]
        return chunk_violation(
            'joint_start',
            outside[0, start],
            0.0,
            f'motion starts with each joint within its range; {name} must be within {low:.3f} and'
            f' {high:.3f}, and is at {path.joints[0, start]:.3f}. Move the arm by hand, or correct'
            ' joint_min and joint_max',
        )
    return _joint_violations(
        context,
        'joint_position',
        margin + outside[1:],
        np.zeros(len(arm.joint_names)),
        (f'joints stay {margin:g} rad within their range', 'is {value:.3g} rad too far'),
        model,
        'Move the object, the base or the posture',
        first=0,
    )


@on_path
def check_reach(
    path: 'JointPath', model: 'RobotModel', chunk: Chunk, context: CheckContext
) -> list[Violation]:
    """Require every step within reach."""
    step = len(path.errors) - 1
    error_m, error_rad = path.errors[step]
    max_error_m, max_error_rad = model.max_error
    is_near = context.at_most('reach', float(path.errors[:, 0].max()), max_error_m)
    if is_near and error_rad <= max_error_rad and step == len(chunk.positions) - 1:
        return []
    return [
        Violation(
            'reach',
            step,
            float(error_m),
            max_error_m,
            f'the arm reaches each step within {max_error_m:g} m and {max_error_rad:g} rad; it'
            f' misses step {step} by {error_m:.3f} m and {error_rad:.3f} rad. Move the object, or'
            ' make the workspace smaller',
        )
    ]


@on_path
def check_joint_step(
    path: 'JointPath', model: 'RobotModel', chunk: Chunk, context: CheckContext
) -> list[Violation]:
    """Refuse chunks whose joints jump, such as to another posture."""
    limit = model.limits.max_joint_step_rad
    moves = np.abs(np.diff(path.joints[1:], axis=0))
    return _joint_violations(
        context,
        'joint_step',
        moves,
        np.full(len(model.max_speed), limit),
        (f'a joint moves by at most {limit:g} rad in a step', 'moves {value:.3g} rad'),
        model,
        'Keep away from singularities, or slow the policy down',
    )


@on_path
def check_singularity(
    path: 'JointPath', model: 'RobotModel', chunk: Chunk, context: CheckContext
) -> list[Violation]:
    """Keep away from singularities, where joints are fast for a slow tool."""
    limit, values = model.limits.min_singular_value, path.singular_values
    context.at_least('singularity', float(values.min()), limit)
    return [
        Violation(
            'singularity',
            step,
            float(values[step]),
            limit,
            f'the smallest singular value of the Jacobian is at least {limit:g}; at step {step}'
            f' it is {values[step]:.3g}. Keep away from stretched and aligned joints',
        )
        for step in np.flatnonzero(~(values >= limit)).tolist()
    ]


@on_path
def check_joint_speed(
    path: 'JointPath', model: 'RobotModel', chunk: Chunk, context: CheckContext
) -> list[Violation]:
    """Limit the speeds of the joints."""
    return _joint_violations(
        context,
        'joint_speed',
        path.speeds(chunk.step_s),
        model.max_speed,
        ('joints keep joint_speed_scale of their maximum speed', 'has {value:.3g} rad/s'),
        model,
        'Slow the policy down',
    )


@on_path
def check_joint_acceleration(
    path: 'JointPath', model: 'RobotModel', chunk: Chunk, context: CheckContext
) -> list[Violation]:
    """Limit the accelerations of the joints."""
    limit = model.limits.max_joint_acceleration_rad_s2
    return _joint_violations(
        context,
        'joint_acceleration',
        path.accelerations(chunk.step_s),
        np.full(len(model.max_speed), limit),
        (f'joints accelerate by at most {limit:g} rad/s^2', 'has {value:.3g} rad/s^2'),
        model,
        'Slow the policy down, or raise the limit',
        first=2,
    )


def _joint_violations(
    context: CheckContext,
    check: str,
    values: FloatArray,
    limits: FloatArray,
    texts: tuple[str, str],
    model: 'RobotModel',
    remedy: str,
    first: int = 1,
) -> list[Violation]:
    """Return a violation for each step (k, n) whose worst joint exceeds its limit (n,)."""
    if not values.size:
        return []
    excess = values / limits if limits.all() else values
    worst = np.argmax(excess, axis=1)
    found: list[Violation] = []
    rule, value_text = texts
    row = int(np.argmax(excess.max(axis=1)))
    context.at_most(check, float(values[row, worst[row]]), float(limits[worst[row]]))
    for i in range(len(values)):
        joint, value = worst[i], float(values[i, worst[i]])
        limit = float(limits[joint])
        if value <= limit * (1 + _ROUNDING) + _ROUNDING:
            continue
        name = model.arm.joint_names[joint]
        text = f'{rule}; {name} {value_text.format(value=value)} at step {i + first}. {remedy}'
        found.append(Violation(check, i + first, value, limit, text))
    return found


#: Checks of the positions of the joints, in order.
POSITION_CHECKS: tuple[Check, ...] = (
    check_joint_range,
    check_reach,
    check_joint_step,
    check_singularity,
)
#: Checks of their motion.
RATE_CHECKS: tuple[Check, ...] = (check_joint_speed, check_joint_acceleration)
