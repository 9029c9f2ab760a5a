# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reach map of a UR5e: usable poses, and why others are not."""

from typing import Any

import numpy as np
import pytest
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.collision_model import CollisionModel
from vla_kinematics.collision_model import CollisionSpec
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.reach_map import grid_axes
from vla_kinematics.reach_map import map_reach
from vla_kinematics.reach_map import PoseChecker
from vla_kinematics.reach_map import PoseLimits
from vla_kinematics.reach_map import ReachReason
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_SOLID_URDF

TOOL = RigidTransform(np.array((0, 0, 0.16)), np.eye(3))
BASE = RigidTransform(np.array((0, 0, 0.2)), np.eye(3))


def make_checker(boxes_m: tuple[Any, ...] = (), **spec: Any) -> PoseChecker:
    model = ArmModel(UR5E_SOLID_URDF, ArmSpec('tool0', TOOL, 'base_link', BASE, **spec))
    collisions = CollisionModel(
        UR5E_SOLID_URDF,
        model,
        CollisionSpec(0.01, np.reshape(boxes_m, (-1, 2, 3)), 0.05, 0.1),
        lambda uri: uri,
    )
    kinematics = InverseKinematics(model, UR5E_READY, tolerance=(2e-4, 1e-3))
    return PoseChecker(model, kinematics, collisions, PoseLimits())


def test_grid_includes_both_corners() -> None:
    x, y, z = grid_axes((0.0, -0.1, 0.0), (0.3, 0.1, 0.01), 0.1)
    np.testing.assert_allclose(x, (0, 0.1, 0.2, 0.3))
    np.testing.assert_allclose(y, (-0.1, 0, 0.1))
    assert len(z) == 2


@pytest.mark.parametrize('joint_limits', [{}, {'joint_max': (3.1, 0, 3, 6.2, -0.1, 6.2)}])
def test_joints_of_usable_poses_have_the_tool_there(joint_limits: dict) -> None:
    checker = make_checker(**joint_limits)
    axes = grid_axes((0.3, -0.2, 0.02), (1.1, 0.2, 0.3), 0.1)
    reach = map_reach(checker, axes, np.array((-0.5, 0.5)), UR5E_READY)
    usable = np.argwhere(reach.reasons == ReachReason.USABLE)
    assert len(usable) > 50
    for i, j, k, m in usable[::7]:
        tool = checker.model.forward(reach.joints[i, j, k, m])
        place = (axes[0][i], axes[1][j], axes[2][k])
        np.testing.assert_allclose(tool.position_m, place, atol=3e-3)
        np.testing.assert_allclose(tool.rotation[:, 2], (0, 0, -1), atol=0.02)
    # The arm is 0.82 m long: nothing at 1.1 m is usable, and the middle of the table is.
    assert not reach.usable[-1].any()
    assert reach.usable[2, 2, 0]
    assert reach.shares()[ReachReason.REACH] > 0
    assert sum(reach.shares().values()) == pytest.approx(1)
    np.testing.assert_array_equal(
        reach.nearest_joints(np.array((0.51, 0.01, 0.03)), 0.4), reach.joints[2, 2, 0, 1]
    )


def test_a_box_in_the_way_is_named() -> None:
    # The forearm is above the tool; a box there is hit by it.
    box = ((0.25, -0.3, 0.4), (0.45, 0.3, 1.2))
    checker = make_checker(box)
    position, yaw = np.array((0.55, 0.0, 0.1)), 0.0
    assert checker.check(position, yaw, UR5E_READY)[0] == ReachReason.BOX
    assert make_checker().check(position, yaw, UR5E_READY)[0] == ReachReason.USABLE


def test_joints_at_their_ends_are_named() -> None:
    checker = make_checker()
    position = np.array((0.5, 0.0, 0.1))
    _, joints = checker.check(position, 0.0, UR5E_READY)
    upper = np.where(np.arange(6) == 2, joints + 0.01, 6.0)
    narrow = make_checker(joint_max=tuple(upper))
    assert narrow.check(position, 0.0, UR5E_READY)[0] == ReachReason.JOINT_RANGE


def test_an_arm_that_reaches_nothing_is_refused() -> None:
    axes = grid_axes((3.0, -0.1, 0.02), (3.2, 0.1, 0.3), 0.1)
    with pytest.raises(ValueError, match='reaches none of it'):
        map_reach(make_checker(), axes, np.array((0.0,)), UR5E_READY)
