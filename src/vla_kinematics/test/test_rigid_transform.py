# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rigid transforms."""

import numpy as np
import pytest
from vla_kinematics.rigid_transform import RigidTransform


def test_rpy_turns_about_fixed_axes() -> None:
    turned = RigidTransform.from_rpy((1, 2, 3), (0, 0, np.pi / 2))
    np.testing.assert_allclose(turned.rotation @ (1, 0, 0), (0, 1, 0), atol=1e-12)
    np.testing.assert_allclose(turned.position_m, (1, 2, 3))


def test_inverse_and_product() -> None:
    a = RigidTransform.from_rpy((0.1, -0.2, 0.3), (0.3, -0.4, 2.0))
    same = a @ a.inverse()
    np.testing.assert_allclose(same.position_m, 0, atol=1e-12)
    np.testing.assert_allclose(same.rotation, np.eye(3), atol=1e-12)


def test_quaternion_there_and_back() -> None:
    xyzw = np.array((1.0, 0.0, 0.0, 0.0))
    down = RigidTransform.from_quaternion((0, 0, 0), xyzw)
    np.testing.assert_allclose(down.rotation, np.diag((1, -1, -1)), atol=1e-12)
    np.testing.assert_allclose(down.quaternion_xyzw, xyzw, atol=1e-12)


def test_error_and_distance_are_in_the_parent_frame() -> None:
    start = RigidTransform.from_rpy((0, 0, 0), (0, 0, 1.0))
    target = RigidTransform.from_rpy((0, 0.3, 0.4), (0, 0, 1.2))
    np.testing.assert_allclose(start.error_to(target), (0, 0.3, 0.4, 0, 0, 0.2), atol=1e-12)
    assert start.distance_to(target) == pytest.approx((0.5, 0.2))
