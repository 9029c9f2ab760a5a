# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Joint states of drivers: order, missing and duplicated joints, NaN, stamps."""

from typing import Any

import numpy as np
import pytest
from vla_kinematics.joint_state_reader import JointSample
from vla_kinematics.joint_state_reader import JointStateReader

NOW_NS = 10_000_000_000
NAMES = ('a', 'b')


def read(reader: JointStateReader, **changes: Any) -> JointSample | None:
    values = {
        'names': ['x', 'b', 'a'], 'positions': [9.0, 2.0, 1.0], 'velocities': [0.0, 0.2, 0.1],
        'stamp_ns': NOW_NS, 'now_ns': NOW_NS + 1_000_000, **changes,
    }  # fmt: skip
    return reader.read(**values)


def sample(reader: JointStateReader, **changes: Any) -> JointSample:
    result = read(reader, **changes)
    assert result is not None
    return result


def test_any_order_and_other_joints() -> None:
    got = sample(JointStateReader(NAMES, '', 0.2))
    assert got.positions.tolist() == [1.0, 2.0]
    assert got.velocities.tolist() == [0.1, 0.2]
    assert (got.gripper, got.stamp_ns) == (None, NOW_NS)


@pytest.mark.parametrize('velocities', [[], [float('nan')] * 3, [0.0, float('nan'), 0.1]])
def test_missing_velocities_are_computed(velocities: list[float]) -> None:
    reader = JointStateReader(NAMES, '', 0.2)
    assert sample(reader, velocities=velocities).velocities.tolist() == [0.0, 0.0]
    later = {'stamp_ns': NOW_NS + 10_000_000, 'now_ns': NOW_NS + 10_000_000}
    got = sample(reader, velocities=velocities, positions=[9.0, 2.0, 1.01], **later)
    np.testing.assert_allclose(got.velocities, (1.0, 0.0), atol=1e-9)


def test_other_devices_are_ignored() -> None:
    assert read(JointStateReader(NAMES, '', 0.2), names=['x'], positions=[1.0]) is None


@pytest.mark.parametrize(
    ('changes', 'error'),
    [
        ({'names': ['x', 'b', 'c']}, r'all joints of the arm in one message; a is missing'),
        ({'names': ['a', 'b', 'a']}, r'each joint once; a is there twice'),
        ({'positions': [1.0]}, r'got 3 names and 1 positions'),
        ({'positions': [9.0, float('nan'), 1.0]}, r'must be finite; b is nan'),
        ({'stamp_ns': 0}, r'0.2 s old; got 10.001 s'),
        ({'stamp_ns': NOW_NS - 500_000_000}, r'0.2 s old; got 0.501 s'),
        ({'stamp_ns': NOW_NS + 500_000_000}, r'0.2 s old; got -0.499 s'),
    ],
)
def test_malformed_messages_are_refused(changes: dict, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        read(JointStateReader(NAMES, '', 0.2), **changes)


def test_a_stamp_that_is_not_newer_is_refused() -> None:
    reader = JointStateReader(NAMES, '', 0.2)
    read(reader)
    with pytest.raises(ValueError, match=r'newer stamp .* this one is 0.000 s older'):
        read(reader)


def test_gripper_in_its_own_message() -> None:
    reader = JointStateReader(NAMES, 'g', 0.2)
    with pytest.raises(ValueError, match=r"gripper joint 'g'; none was received"):
        read(reader)
    assert read(reader, names=['g'], positions=[0.03], velocities=[]) is None
    late = {'stamp_ns': NOW_NS + 100_000_000, 'now_ns': NOW_NS + 100_000_000}
    assert sample(reader, **late).gripper == 0.03
    later = {'stamp_ns': NOW_NS + 300_000_000, 'now_ns': NOW_NS + 300_000_000}
    with pytest.raises(ValueError, match='the newest is too old'):
        read(reader, **later)
