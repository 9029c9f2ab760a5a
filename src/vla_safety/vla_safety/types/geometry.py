# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Geometry of boxes, line segments and rotations."""

import math

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray


def distance_outside(points: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return how far points (..., 3) are outside of a box, along the worst axis; 0 inside."""
    return np.maximum(np.maximum(low - points, points - high), 0.0).max(axis=-1)


def lowest_tool_height(
    positions: FloatArray, quaternions: FloatArray, half_width_m: float, length_m: float
) -> FloatArray:
    """
    Return the height (n,) of the lowest point of a tool.

    The tool has finger tips `half_width_m` to both sides of `positions` (n, 3) along its y axis.
    Its body, of that radius, is `length_m` behind the tips, against its z axis. `quaternions` are
    (n, 4) xyzw.
    """
    x, y, z, w = quaternions.T
    side = 2 * np.abs(y * z + w * x)
    back = 1 - 2 * (x * x + y * y)
    tips = positions[:, 2] - half_width_m * side
    body = positions[:, 2] - length_m * back - half_width_m
    return np.minimum(tips, body)


def segments_intersect(
    starts: FloatArray, ends: FloatArray, boxes: FloatArray
) -> NDArray[np.bool_]:
    """
    Return which line segments (n, 3) touch which boxes (m, 2, 3), as (n, m).

    Slab method: a segment is inside a box while it is between all three pairs of planes.
    """
    start = starts[:, None, :]
    displacement = (ends - starts)[:, None, :]
    parallel = np.abs(displacement) < 1e-12
    with np.errstate(divide='ignore', invalid='ignore'):
        a = (boxes[None, :, 0] - start) / displacement
        b = (boxes[None, :, 1] - start) / displacement
    between = (start >= boxes[None, :, 0]) & (start <= boxes[None, :, 1])
    enter = np.where(parallel, np.where(between, -np.inf, np.inf), np.minimum(a, b))
    leave = np.where(parallel, np.where(between, np.inf, -np.inf), np.maximum(a, b))
    first = np.maximum(enter.max(axis=-1), 0.0)
    last = np.minimum(leave.min(axis=-1), 1.0)
    return np.asarray(first <= last)


def rotation_between(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the rotation vector [rad], in the base frame, from quaternion a (4,) to b."""
    ax, ay, az, aw = a.tolist()
    bx, by, bz, bw = b.tolist()
    x = bx * aw - bw * ax - by * az + bz * ay
    y = by * aw - bw * ay - bz * ax + bx * az
    z = bz * aw - bw * az - bx * ay + by * ax
    w = bw * aw + bx * ax + by * ay + bz * az
    if w < 0:
        x, y, z, w = -x, -y, -z, -w
    sine = math.sqrt(x * x + y * y + z * z)
    scale = 2 * math.atan2(sine, w) / sine if sine > 1e-12 else 2.0
    return np.array((x * scale, y * scale, z * scale))


def rotated(quaternion: FloatArray, rotation: FloatArray) -> FloatArray:
    """Return a unit quaternion (4,) rotated by a rotation vector [rad] of the base frame."""
    rx, ry, rz = rotation.tolist()
    angle = math.sqrt(rx * rx + ry * ry + rz * rz)
    scale = math.sin(angle / 2) / angle if angle > 1e-12 else 0.5
    x, y, z, w = rx * scale, ry * scale, rz * scale, math.cos(angle / 2)
    qx, qy, qz, qw = quaternion.tolist()
    result = np.array(
        (
            w * qx + x * qw + y * qz - z * qy,
            w * qy - x * qz + y * qw + z * qx,
            w * qz + x * qy - y * qx + z * qw,
            w * qw - x * qx - y * qy - z * qz,
        )
    )
    return result / math.sqrt(float(result @ result))
