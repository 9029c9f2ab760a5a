# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Numpy arrays, times and poses to messages and back."""

import array

from builtin_interfaces.msg import Time
from geometry_msgs.msg import Point
from geometry_msgs.msg import Pose
from geometry_msgs.msg import Quaternion
import numpy as np
from numpy.typing import NDArray

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
    Copy `values`, flattened row-major, into what message fields take without a slow check.

    A list or an ndarray costs 100 times as much or is rejected by rclpy.

    Raises
    ------
    TypeError
        If the dtype has no message type.

    """
    code = _TYPECODES.get(values.dtype.name)
    if code is None:
        raise TypeError(f'dtype must be one of {", ".join(_TYPECODES)}; got {values.dtype}')
    return array.array(code, values.astype(values.dtype.newbyteorder('='), copy=False).tobytes())


def stamp_ns(stamp: Time) -> int:
    """Return `stamp` in nanoseconds."""
    return int(stamp.sec) * 1_000_000_000 + int(stamp.nanosec)


def stamp_s(stamp: Time) -> float:
    """Return `stamp` in seconds; a float keeps about 0.2 microseconds of today's epoch."""
    return stamp.sec + stamp.nanosec * 1e-9


def to_stamp(time_ns: int) -> Time:
    """Return the message of `time_ns`."""
    sec, nanosec = divmod(int(time_ns), 1_000_000_000)
    return Time(sec=sec, nanosec=nanosec)


def to_pose(position: NDArray, quaternion_xyzw: NDArray) -> Pose:
    """Return the message of a position (3,) [m] and a unit quaternion (4,)."""
    x, y, z, w = map(float, quaternion_xyzw)
    return Pose(position=to_point(position), orientation=Quaternion(x=x, y=y, z=z, w=w))


def to_point(position: NDArray) -> Point:
    """Return the message of a position (3,) [m]."""
    x, y, z = map(float, position)
    return Point(x=x, y=y, z=z)


def point_to_array(point: Point) -> NDArray[np.float64]:
    """Return a point message as (3,) [m]."""
    return np.array((point.x, point.y, point.z))


def pose_to_arrays(pose: Pose) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return position (3,) [m] and quaternion xyzw (4,) of a pose message."""
    q = pose.orientation
    return point_to_array(pose.position), np.array((q.x, q.y, q.z, q.w))
