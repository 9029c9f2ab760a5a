# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rotation matrices."""

import numpy as np
from vla_common.rotation import yaw_to_quaternion
from vla_sim.physics.world_state import rotation_matrix


def test_identity_and_quarter_turn() -> None:
    np.testing.assert_allclose(rotation_matrix(np.array([0.0, 0.0, 0.0, 1.0])), np.eye(3))
    turn = rotation_matrix(np.array([0.0, 0.0, np.sqrt(0.5), np.sqrt(0.5)]))
    np.testing.assert_allclose(turn @ (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), atol=1e-9)


def test_tool_of_yaw_zero_points_down() -> None:
    matrix = rotation_matrix(yaw_to_quaternion(0.0))
    np.testing.assert_allclose(matrix @ (0.0, 0.0, 1.0), (0.0, 0.0, -1.0), atol=1e-9)
    assert np.isclose(np.linalg.det(matrix), 1.0)
