# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of arrays, times and poses to messages and back."""

import array

from builtin_interfaces.msg import Time
from geometry_msgs.msg import Pose
from hypothesis import given
from hypothesis import strategies as st
import numpy as np
import pytest
from sensor_msgs.msg import Image
from std_msgs import msg as arrays
from vla_common.conversions import point_to_array
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_common.conversions import stamp_s
from vla_common.conversions import to_array
from vla_common.conversions import to_point
from vla_common.conversions import to_pose
from vla_common.conversions import to_stamp

MESSAGES = {
    'float32': arrays.Float32MultiArray,
    'float64': arrays.Float64MultiArray,
    'int8': arrays.Int8MultiArray,
    'uint8': arrays.UInt8MultiArray,
    'int16': arrays.Int16MultiArray,
    'uint16': arrays.UInt16MultiArray,
    'int32': arrays.Int32MultiArray,
    'uint32': arrays.UInt32MultiArray,
    'int64': arrays.Int64MultiArray,
    'uint64': arrays.UInt64MultiArray,
}
FINITE = st.floats(-1e6, 1e6)


@pytest.mark.parametrize('dtype', MESSAGES)
def test_every_dtype_fits_its_message(dtype: str) -> None:
    values = np.arange(6).astype(dtype).reshape(2, 3)
    message = MESSAGES[dtype](data=to_array(values))
    assert isinstance(message.data, array.array)
    assert message.data.itemsize == values.itemsize
    np.testing.assert_array_equal(np.frombuffer(message.data, dtype).reshape(2, 3), values)


@pytest.mark.parametrize(
    'view', [np.s_[:, ::2], np.s_[::-1], np.s_[..., 0], np.s_[:0], np.s_[0, 0, 0]]
)
def test_views_are_flattened_row_major(view: object) -> None:
    values = np.arange(24, dtype=np.float32).reshape(2, 3, 4)[view]
    assert to_array(np.asarray(values)).tolist() == np.ravel(values).tolist()


def test_another_byte_order_keeps_the_values() -> None:
    assert to_array(np.array([1.5, -2.0], dtype='>f4')).tolist() == [1.5, -2.0]


def test_extreme_values_and_nan_are_kept() -> None:
    values = to_array(np.array([np.nan, np.inf, -np.inf, 3.4e38], dtype=np.float32))
    np.testing.assert_array_equal(
        np.frombuffer(values, np.float32), np.array([np.nan, np.inf, -np.inf, 3.4e38], np.float32)
    )


def test_the_message_has_its_own_memory() -> None:
    values = np.zeros((2, 2, 3), dtype=np.uint8)
    image = Image(height=2, width=2, step=6, encoding='rgb8', data=to_array(values))
    values[:] = 9
    assert max(image.data) == 0


@pytest.mark.parametrize('dtype', ['float16', 'bool', 'complex64', 'object', 'datetime64[ns]'])
def test_other_dtypes_are_rejected(dtype: str) -> None:
    with pytest.raises(TypeError, match=r'must be one of float32, .*; got ' + dtype[:6]):
        to_array(np.zeros(2, dtype=dtype))


@given(st.integers(-(2**31) * 10**9, (2**31 - 1) * 10**9))
def test_nanoseconds_are_kept(time_ns: int) -> None:
    stamp = to_stamp(time_ns)
    assert 0 <= stamp.nanosec < 10**9
    assert stamp_ns(stamp) == time_ns


def test_stamps_in_seconds() -> None:
    assert stamp_s(Time(sec=12, nanosec=250_000_000)) == 12.25
    assert stamp_s(to_stamp(1_790_000_000_123_456_789)) == pytest.approx(
        1_790_000_000.123456789, abs=5e-7
    )


@given(st.lists(FINITE, min_size=3, max_size=3), st.lists(FINITE, min_size=4, max_size=4))
def test_poses_are_kept(position: list[float], quaternion_xyzw: list[float]) -> None:
    pose = to_pose(np.array(position), np.array(quaternion_xyzw))
    back_position, back_quaternion = pose_to_arrays(pose)
    assert back_position.tolist() == position
    assert back_quaternion.tolist() == quaternion_xyzw


def test_float32_arrays_and_points_are_converted() -> None:
    pose = to_pose(np.ones(3, np.float32), np.array([0, 0, 0, 1], np.float32))
    assert isinstance(pose, Pose)
    assert pose.orientation.w == 1.0
    assert point_to_array(to_point(np.array([1, 2, 3]))).tolist() == [1.0, 2.0, 3.0]


def test_wrong_lengths_are_rejected() -> None:
    with pytest.raises(ValueError):
        to_point(np.zeros(2))
    with pytest.raises(ValueError):
        to_pose(np.zeros(3), np.zeros(3))
