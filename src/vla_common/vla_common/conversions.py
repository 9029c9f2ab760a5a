# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of arrays, times and poses to messages and back."""

import array

from builtin_interfaces.msg import Time
from geometry_msgs.msg import Point
from geometry_msgs.msg import Pose
from geometry_msgs.msg import Quaternion
from geometry_msgs.msg import Twist
from geometry_msgs.msg import Vector3
import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray

_TYPECODES = {
    'float32': 'f',
    'float64': 'd',
    'int8': 'b',
    'uint8': 'B',
    'int16': 'h',
    'uint16': 'H',
    'int32': 'i',
    'uint32': 'I',
    'int64': 'q',
    'uint64': 'Q',
}


def to_array(values: NDArray) -> array.array:
    """
    Copy `values`, flattened row-major, into an array.array for a message field.

    rclpy checks a list element by element, which takes 100 times as long, and rejects some
    ndarrays.

    Raises
    ------
    TypeError
        If message fields cannot have this dtype.

    """
    code = _TYPECODES.get(values.dtype.name)
    if code is None:
        raise TypeError(
            f'dtype must be one of {", ".join(_TYPECODES)}; got {values.dtype}. '
            'Convert the array with astype'
        )
    return array.array(code, values.astype(values.dtype.newbyteorder('='), copy=False).tobytes())


def stamp_ns(stamp: Time) -> int:
    """Convert a stamp to nanoseconds."""
    return int(stamp.sec) * 1_000_000_000 + int(stamp.nanosec)


def stamp_s(stamp: Time) -> float:
    """Convert a stamp to seconds; for current dates a float resolves about 0.2 microseconds."""
    return stamp.sec + stamp.nanosec * 1e-9


def to_stamp(time_ns: int) -> Time:
    """Convert nanoseconds to a stamp."""
    sec, nanosec = divmod(int(time_ns), 1_000_000_000)
    return Time(sec=sec, nanosec=nanosec)


def to_pose(position: NDArray, quaternion_xyzw: NDArray) -> Pose:
    """Convert a position (3,) [m] and a unit quaternion xyzw (4,) to a message."""
    x, y, z, w = map(float, quaternion_xyzw)
    return Pose(position=to_point(position), orientation=Quaternion(x=x, y=y, z=z, w=w))


def to_twist(linear_m_s: NDArray, angular_rad_s: NDArray) -> Twist:
    """Convert linear (3,) [m/s] and angular velocity (3,) [rad/s] to a message."""
    return Twist(linear=_to_vector(linear_m_s), angular=_to_vector(angular_rad_s))


def _to_vector(values: NDArray) -> Vector3:
    x, y, z = map(float, values)
    return Vector3(x=x, y=y, z=z)


def to_point(position: NDArray) -> Point:
    """Convert a position (3,) [m] to a message."""
    x, y, z = map(float, position)
    return Point(x=x, y=y, z=z)


def point_to_array(point: Point) -> FloatArray:
    """Convert a point message to an array (3,) [m]."""
    return np.array((point.x, point.y, point.z))


def pose_to_arrays(pose: Pose) -> tuple[FloatArray, FloatArray]:
    """Convert a pose message to position (3,) [m] and quaternion xyzw (4,)."""
    q = pose.orientation
    return point_to_array(pose.position), np.array((q.x, q.y, q.z, q.w))
