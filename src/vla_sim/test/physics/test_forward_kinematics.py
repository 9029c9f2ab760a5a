# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Poses of the links."""

import numpy as np
from vla_sim.physics.arm import REST_RAD
from vla_sim.physics.forward_kinematics import LinkPoses
from vla_sim.physics.inverse_kinematics import ArmKinematics

OPEN = np.array([0.04, 0.04])


def test_tool_has_the_pose_of_the_inverse_kinematics() -> None:
    position, quaternion = LinkPoses().poses(np.concatenate([REST_RAD, OPEN]))['tool0']
    expected, _ = ArmKinematics().forward(REST_RAD)
    np.testing.assert_allclose(position, expected, atol=1e-9)
    assert np.isclose(np.linalg.norm(quaternion), 1.0)


def test_fingers_move_apart_by_their_opening() -> None:
    links = LinkPoses()

    def width_m(opening: np.ndarray) -> float:
        poses = links.poses(np.concatenate([REST_RAD, opening]))
        return float(np.linalg.norm(poses['finger_left'][0] - poses['finger_right'][0]))

    assert np.isclose(width_m(OPEN) - width_m(0 * OPEN), 0.08)


def test_results_are_copies() -> None:
    links = LinkPoses()
    first = links.poses(np.concatenate([REST_RAD, OPEN]))['link7'][0]
    before = first.copy()
    links.poses(np.zeros(9))
    np.testing.assert_array_equal(first, before)
