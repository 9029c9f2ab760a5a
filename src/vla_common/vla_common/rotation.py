# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Operations on unit quaternions (xyzw), batched over leading axes."""

import numpy as np
from numpy.typing import ArrayLike
from numpy.typing import NDArray
from vla_common.arrays import FloatArray


def yaw_to_quaternion(yaw_rad: NDArray | float) -> FloatArray:
    """
    Return the orientation of a tool that points straight down, rotated by `yaw_rad` about base z.

    The result is Rz(yaw) * Rx(pi), shape (..., 4).
    """
    half = np.asarray(yaw_rad, dtype=np.float64) / 2
    zero = np.zeros_like(half)
    return np.stack([np.cos(half), np.sin(half), zero, zero], axis=-1)


def quaternion_to_yaw(quaternion_xyzw: NDArray) -> FloatArray:
    """Return the yaw [rad] within [-pi, pi] of tool-down orientations (..., 4)."""
    x, y, z, w = _components(quaternion_xyzw)
    # Direction of the tool's x axis in the base plane; its z component is ignored, and is small
    # for a tool that points down.
    return np.arctan2(2 * (x * y + z * w), 1 - 2 * (y * y + z * z))


def rotation_matrix(quaternion_xyzw: ArrayLike) -> FloatArray:
    """
    Return the rotation matrix (3, 3) of a unit quaternion.

    Raises
    ------
    ValueError
        If the length differs from 1 by more than rounding to float32 explains.

    """
    q = np.asarray(quaternion_xyzw, dtype=np.float64)
    length = float(np.linalg.norm(q))
    if not abs(length - 1) < 1e-3:
        raise ValueError(
            f'a rotation needs a quaternion xyzw of length 1, got {q.tolist()}; normalize it'
        )
    x, y, z, w = q / length
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def normalize(quaternion_xyzw: NDArray) -> FloatArray:
    """Normalize quaternions (..., 4) to length 1."""
    q = np.asarray(quaternion_xyzw, dtype=np.float64)
    return q / np.linalg.norm(q, axis=-1, keepdims=True)


def quaternion_multiply(a: NDArray, b: NDArray) -> FloatArray:
    """Return the Hamilton product a * b of quaternions (..., 4)."""
    ax, ay, az, aw = _components(a)
    bx, by, bz, bw = _components(b)
    # Faster than moveaxis and stack for the few quaternions of a chunk.
    product = np.empty((*np.broadcast_shapes(ax.shape, bx.shape), 4))
    product[..., 0] = aw * bx + ax * bw + ay * bz - az * by
    product[..., 1] = aw * by - ax * bz + ay * bw + az * bx
    product[..., 2] = aw * bz + ax * by - ay * bx + az * bw
    product[..., 3] = aw * bw - ax * bx - ay * by - az * bz
    return product


def conjugate(quaternion_xyzw: NDArray) -> FloatArray:
    """Return the inverse of unit quaternions (..., 4)."""
    return np.asarray(quaternion_xyzw, dtype=np.float64) * (-1, -1, -1, 1)


def quaternion_angle(a: NDArray, b: NDArray) -> FloatArray:
    """Return the angle [rad] within [0, pi] between unit quaternions (..., 4)."""
    d = quaternion_multiply(conjugate(a), b)
    return 2 * np.arctan2(np.linalg.norm(d[..., :3], axis=-1), np.abs(d[..., 3]))


def with_z_axis_of(quaternion_xyzw: NDArray, target_xyzw: NDArray) -> FloatArray:
    """
    Return an orientation (4,), turned the shortest way to the z axis of another one (4,).

    An orientation whose z axis is opposite stays as it is.
    """
    start, end = rotation_matrix(quaternion_xyzw)[:, 2], rotation_matrix(target_xyzw)[:, 2]
    arc = np.append(np.cross(start, end), 1 + start @ end)
    if np.linalg.norm(arc) < 1e-6:
        return np.array(quaternion_xyzw, dtype=np.float64)
    return quaternion_multiply(normalize(arc), quaternion_xyzw)


def slerp(a: NDArray, b: NDArray, fraction: float) -> FloatArray:
    """
    Interpolate between the orientations `a` (fraction 0) and `b` (1) along the shorter arc.

    Shapes are (4,). Shoemake, Animating Rotation with Quaternion Curves, SIGGRAPH 1985.
    """
    a, b = normalize(a), normalize(b)
    dot = float(np.dot(a, b))
    b, dot = (b, dot) if dot >= 0 else (-b, -dot)
    angle = np.arccos(min(dot, 1.0))
    if angle < 1e-6:
        return normalize(a + fraction * (b - a))
    return (np.sin((1 - fraction) * angle) * a + np.sin(fraction * angle) * b) / np.sin(angle)


def _components(quaternion_xyzw: NDArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    q = np.asarray(quaternion_xyzw, dtype=np.float64)
    return q[..., 0], q[..., 1], q[..., 2], q[..., 3]
