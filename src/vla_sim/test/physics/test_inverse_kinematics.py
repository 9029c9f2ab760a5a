# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inverse kinematics: the published arm, exact poses, joint limits, speed."""

import time

import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_sim.physics.arm import JOINT_HIGH_RAD
from vla_sim.physics.arm import JOINT_LOW_RAD
from vla_sim.physics.inverse_kinematics import ArmKinematics
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_constants import WORKSPACE_X_M
from vla_sim.physics.scene_constants import WORKSPACE_Y_M
from vla_sim.physics.world_state import rotation_matrix


@pytest.fixture(scope='module')
def arm() -> ArmKinematics:
    return ArmKinematics()


def down(yaw_rad: float = 0.0) -> np.ndarray:
    return rotation_matrix(yaw_to_quaternion(yaw_rad))


def test_stretched_arm_has_the_published_lengths(arm: ArmKinematics) -> None:
    position, rotation = arm.forward(np.zeros(7))
    height = 0.333 + 0.316 + 0.384 - 0.107 - 0.1034
    np.testing.assert_allclose(position, [0.088, 0.0, height], atol=1e-9)
    # Flange and hand turn by -45 degrees to each other.
    turn = np.cos(np.pi / 4)
    np.testing.assert_allclose(rotation[:, 2], [0, 0, -1], atol=1e-9)
    np.testing.assert_allclose(np.abs(rotation[:2, :2]), turn, atol=1e-6)


def test_published_ready_pose_points_down(arm: ArmKinematics) -> None:
    quarter = np.pi / 4
    _, rotation = arm.forward(np.array([0, -quarter, 0, -3 * quarter, 0, 2 * quarter, quarter]))
    np.testing.assert_allclose(rotation, np.diag([1.0, -1.0, -1.0]), atol=1e-6)


def test_reaches_the_whole_workspace(arm: ArmKinematics) -> None:
    home = arm.solve(np.array(HOME_POSITION_M), down())
    rng = np.random.default_rng(0)
    low = [WORKSPACE_X_M[0], WORKSPACE_Y_M[0], 0.02]
    high = [WORKSPACE_X_M[1], WORKSPACE_Y_M[1], 0.30]
    for _ in range(150):
        position, yaw = rng.uniform(low, high), rng.uniform(-np.pi / 4, np.pi / 4)
        joints = arm.solve(position, down(yaw), home)
        assert joints is not None
        assert np.abs(arm.error(joints, position, down(yaw))).max() < 1e-4
        assert (joints >= JOINT_LOW_RAD).all()
        assert (joints <= JOINT_HIGH_RAD).all()


def test_out_of_reach_gives_none_and_finite_steps(arm: ArmKinematics) -> None:
    far = np.array([1.5, 0.0, 0.3])
    assert arm.solve(far, down()) is None
    joints = np.zeros(7)
    for _ in range(100):
        joints = arm.step(joints, far, down())
    assert np.isfinite(joints).all()


def test_following_a_circle_for_long_does_not_drift(arm: ArmKinematics) -> None:
    joints = arm.solve(np.array([0.5, 0.0, 0.1]), down())
    assert joints is not None
    start, worst = joints, 0.0
    for angle in np.linspace(0, 20 * np.pi, 2000):
        position = np.array([0.4 + 0.1 * np.cos(angle), 0.1 * np.sin(angle), 0.1])
        joints = arm.track(joints, position, down())
        worst = max(worst, float(np.abs(arm.error(joints, position, down())).max()))
    assert worst < 1e-3
    assert np.abs(joints - start).max() < 0.05


def test_a_step_is_fast(arm: ArmKinematics) -> None:
    joints = arm.solve(np.array(HOME_POSITION_M), down())
    assert joints is not None
    position, rotation = np.array(HOME_POSITION_M) + 0.01, down(0.1)
    start = time.process_time()
    for _ in range(300):
        arm.step(joints, position, rotation)
    # Some 0.06 ms on one quiet core.
    assert (time.process_time() - start) / 300 < 1e-3
