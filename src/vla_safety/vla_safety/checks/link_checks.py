# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Collision checks of the links of the arm: table, keep-out boxes, other links."""

from typing import TYPE_CHECKING

from vla_kinematics.obstacle import Obstacle
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.path_check import Check
from vla_safety.checks.path_check import on_path
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation

if TYPE_CHECKING:
    from vla_kinematics.joint_path import JointPath
    from vla_safety.robot.robot_model import RobotModel

_ROUNDING = 1e-6


@on_path
def check_table_collision(
    path: 'JointPath', model: 'RobotModel', chunk: Chunk, context: CheckContext
) -> list[Violation]:
    """Keep links away from the table on the whole path."""
    return _clearance_violations(Obstacle.TABLE, 'table_collision', 'the table', path, context)


@on_path
def check_keep_out_collision(
    path: 'JointPath', model: 'RobotModel', chunk: Chunk, context: CheckContext
) -> list[Violation]:
    """Keep links away from keep-out boxes on the whole path."""
    return _clearance_violations(
        Obstacle.BOX, 'keep_out_collision', 'keep-out boxes', path, context
    )


@on_path
def check_self_collision(
    path: 'JointPath', model: 'RobotModel', chunk: Chunk, context: CheckContext
) -> list[Violation]:
    """Keep links away from each other on the whole path."""
    return _clearance_violations(Obstacle.SELF, 'self_collision', 'each other', path, context)


def _clearance_violations(
    kind: Obstacle, check: str, other: str, path: 'JointPath', context: CheckContext
) -> list[Violation]:
    """Return a violation for each step on the way to which links are too close to an obstacle."""
    model = None if context.joints is None else context.joints.model
    if model is None or model.collisions is None:
        return []
    limit = model.limits.min_link_clearance_m
    found = [clearances[kind] for clearances in path.clearances]
    context.at_least(check, min(clearance.distance_m for clearance in found), limit)
    return [
        Violation(
            check,
            step,
            clearance.distance_m,
            limit,
            f'links stay at least {limit:g} m from {other}; on the way to step {step},'
            f' {clearance.place} have {clearance.distance_m:.3f} m. Move the object, or'
            ' correct URDF, base_* and keep_out_m',
        )
        for step, clearance in enumerate(found)
        if not clearance.distance_m >= limit - _ROUNDING
    ]


#: All collision checks, in order.
LINK_CHECKS: tuple[Check, ...] = (
    check_table_collision,
    check_keep_out_collision,
    check_self_collision,
)
