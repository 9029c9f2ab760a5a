# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Derived values of a chunk."""

import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_safety.testing.gate_harness import make_chunk

ROTATING = make_chunk(quaternions=yaw_to_quaternion(np.arange(1, 17) * 0.3))


def test_rotations_ignore_the_sign_of_quaternions() -> None:
    flipped = ROTATING.quaternions * np.array((1, -1) * 8)[:, None]
    chunk = ROTATING.with_changes(quaternions=flipped)
    np.testing.assert_allclose(
        chunk.rotations / chunk.step_s, np.tile((0.0, 0.0, 3.0), (15, 1)), atol=1e-9
    )


def test_displacements_and_rotations_follow_changes() -> None:
    np.testing.assert_array_equal(ROTATING.displacements, np.diff(ROTATING.positions, axis=0))
    still = ROTATING.with_changes(quaternions=np.tile(ROTATING.quaternions[:1], (16, 1)))
    assert ROTATING.rotations.any()
    assert not still.rotations.any()


def test_times_of_a_chunk() -> None:
    chunk = make_chunk(stamp_ns=1_500_000_000, step_duration_s=0.1, time_scale=2.0)
    assert chunk.stamp_s == 1.5
    assert chunk.step_s == pytest.approx(0.2)
    assert chunk.with_changes(time_scale=1.0).step_s == pytest.approx(0.1)
