# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Quaternion operations, compared with rotation matrices."""

from hypothesis import given
from hypothesis import strategies as st
import numpy as np
from numpy.typing import NDArray
import pytest
from vla_common import rotation

ANGLES = st.floats(-3.1, 3.1)
FRACTIONS = st.floats(0.0, 1.0)


@st.composite
def quaternions(draw: st.DrawFn) -> NDArray[np.float64]:
    """Draw a unit quaternion."""
    seed = draw(st.integers(0, 2**32 - 1))
    return rotation.normalize(np.random.default_rng(seed).normal(size=4))


def _matrix(q: NDArray) -> NDArray:
    """Convert a quaternion to a matrix by Rodrigues' formula, independent of the module."""
    angle = 2 * np.arctan2(np.linalg.norm(q[:3]), q[3])
    norm = np.linalg.norm(q[:3])
    x, y, z = q[:3] / norm if norm > 0 else (1.0, 0.0, 0.0)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k


def _rz(angle: float) -> NDArray:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


@given(quaternions(), quaternions())
def test_the_quaternion_product_is_the_matrix_product(a: NDArray, b: NDArray) -> None:
    product = rotation.quaternion_multiply(a, b)
    np.testing.assert_allclose(_matrix(product), _matrix(a) @ _matrix(b), atol=1e-9)


@given(quaternions())
def test_the_conjugate_is_the_inverse(q: NDArray) -> None:
    product = rotation.quaternion_multiply(q, rotation.conjugate(q))
    np.testing.assert_allclose(product, (0, 0, 0, 1), atol=1e-12)


@given(ANGLES)
def test_yaw_rotates_a_tool_that_points_down(yaw: float) -> None:
    matrix = _matrix(rotation.yaw_to_quaternion(yaw))
    np.testing.assert_allclose(matrix, _rz(yaw) @ np.diag([1.0, -1.0, -1.0]), atol=1e-9)


@given(ANGLES)
def test_yaw_is_kept(yaw: float) -> None:
    quaternion = rotation.yaw_to_quaternion(yaw)
    assert rotation.quaternion_to_yaw(quaternion) == pytest.approx(yaw, abs=1e-9)
    assert rotation.quaternion_to_yaw(-quaternion) == pytest.approx(yaw, abs=1e-9)


@given(ANGLES, st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_a_small_tilt_changes_the_yaw_little(yaw: float, roll: float, pitch: float) -> None:
    tilt = rotation.normalize(np.array([roll / 2, pitch / 2, 0.0, 1.0]))
    tilted = rotation.quaternion_multiply(rotation.yaw_to_quaternion(yaw), tilt)
    difference = rotation.quaternion_to_yaw(tilted) - yaw
    assert abs(np.angle(np.exp(1j * difference))) < 0.01


def test_yaw_zero_is_a_half_turn_about_x() -> None:
    np.testing.assert_allclose(rotation.yaw_to_quaternion(0.0), (1, 0, 0, 0))


@given(quaternions(), quaternions())
def test_the_angle_is_the_angle_of_the_relative_matrix(a: NDArray, b: NDArray) -> None:
    cosine = (np.trace(_matrix(a).T @ _matrix(b)) - 1) / 2
    angle = float(rotation.quaternion_angle(a, b))
    assert 0.0 <= angle <= np.pi
    assert np.cos(angle) == pytest.approx(cosine, abs=1e-9)
    assert float(rotation.quaternion_angle(a, -b)) == pytest.approx(angle, abs=1e-9)


@given(quaternions())
def test_equal_orientations_have_angle_zero(q: NDArray) -> None:
    assert float(rotation.quaternion_angle(q, q)) < 1e-12


@given(quaternions(), quaternions(), FRACTIONS)
def test_slerp_rotates_uniformly_along_the_shorter_arc(
    a: NDArray, b: NDArray, fraction: float
) -> None:
    middle = rotation.slerp(a, b, fraction)
    whole = float(rotation.quaternion_angle(a, b))
    assert np.linalg.norm(middle) == pytest.approx(1.0)
    assert float(rotation.quaternion_angle(a, middle)) == pytest.approx(fraction * whole, abs=1e-6)
    remaining = (1 - fraction) * whole
    assert float(rotation.quaternion_angle(middle, b)) == pytest.approx(remaining, abs=1e-6)


@given(quaternions(), st.floats(0.0, 1e-5), FRACTIONS)
def test_slerp_of_almost_equal_orientations_is_finite(
    a: NDArray, size: float, fraction: float
) -> None:
    b = rotation.normalize(a + size)
    middle = rotation.slerp(a, b, fraction)
    assert np.isfinite(middle).all()
    assert float(rotation.quaternion_angle(a, middle)) <= 1e-4


def test_functions_accept_batches() -> None:
    yaws = np.linspace(-3.0, 3.0, 12).reshape(3, 4)
    quaternions_xyzw = rotation.yaw_to_quaternion(yaws)
    assert quaternions_xyzw.shape == (3, 4, 4)
    np.testing.assert_allclose(rotation.quaternion_to_yaw(quaternions_xyzw), yaws)
    home = rotation.yaw_to_quaternion(0.0)
    np.testing.assert_allclose(
        rotation.quaternion_angle(quaternions_xyzw, home), np.abs(yaws), atol=1e-9
    )
    assert rotation.quaternion_multiply(home, quaternions_xyzw).shape == (3, 4, 4)


def test_nan_is_propagated() -> None:
    assert np.isnan(rotation.normalize(np.full(4, np.nan))).all()
    assert np.isnan(rotation.quaternion_angle(np.full(4, np.nan), np.array([0, 0, 0, 1.0])))


@given(quaternions(), quaternions())
def test_the_z_axis_is_turned_the_shortest_way(
    q: NDArray[np.float64], target: NDArray[np.float64]
) -> None:
    result = rotation.with_z_axis_of(q, target)
    start, end = _matrix(q)[:, 2], _matrix(target)[:, 2]
    np.testing.assert_allclose(_matrix(result)[:, 2], end, atol=1e-6)
    angle = np.arccos(np.clip(start @ end, -1, 1))
    assert rotation.quaternion_angle(q, result) == pytest.approx(angle, abs=1e-5)


def test_an_opposite_z_axis_is_not_turned() -> None:
    q, opposite = rotation.yaw_to_quaternion(0.3), np.array((0.0, 0.0, 0.0, 1.0))
    np.testing.assert_allclose(rotation.with_z_axis_of(q, opposite), q)
