# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Chunk and end-effector state are immutable."""

from dataclasses import FrozenInstanceError

from policy_samples import sample_chunk
from policy_samples import sample_end_effector
import pytest
from vla_policy.types.vocabulary import Phase


def test_a_chunk_cannot_be_changed() -> None:
    chunk = sample_chunk(Phase.APPROACH, Phase.DESCEND)
    assert len(chunk.position) == len(chunk.phases) == 2
    with pytest.raises(FrozenInstanceError):
        chunk.stamp_s = 1.0  # type: ignore[misc]


def test_an_end_effector_state_cannot_be_changed() -> None:
    state = sample_end_effector(2.0)
    with pytest.raises(FrozenInstanceError):
        state.yaw_rad = 1.0  # type: ignore[misc]
    assert state.stamp_s == 2.0
