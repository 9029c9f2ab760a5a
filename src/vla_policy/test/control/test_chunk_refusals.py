# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A series of refused chunks lasts from its first to its newest refusal."""

import pytest
from vla_policy.control.chunk_refusals import ChunkRefusals


def _refuse(refusals: ChunkRefusals, start_s: float, end_s: float, count: int = 0) -> float:
    """Refuse a chunk every 0.5 s; return the duration of the series."""
    duration_s = 0.0
    for i in range(int((end_s - start_s) / 0.5) + 1):
        duration_s = refusals.update(
            refused=count + i, accepted=0, is_idle=True, now_s=start_s + 0.5 * i
        )
    return duration_s


def test_the_series_lasts_from_the_first_to_the_newest_refusal() -> None:
    refusals = ChunkRefusals()
    # The first status only tells how many were refused before.
    assert _refuse(refusals, 10.0, 14.0) == pytest.approx(3.5)
    # No new refusal: the series does not grow.
    assert refusals.update(refused=8, accepted=0, is_idle=True, now_s=15.0) == pytest.approx(3.5)


@pytest.mark.parametrize('change', [{'accepted': 1}, {'is_idle': False}])
def test_an_accepted_chunk_and_motion_end_the_series(change: dict[str, int]) -> None:
    refusals = ChunkRefusals()
    _refuse(refusals, 10.0, 14.0)
    values = {'refused': 9, 'accepted': 0, 'is_idle': True} | change
    assert refusals.update(now_s=14.5, **values) == 0.0


def test_a_pause_begins_a_new_series() -> None:
    refusals = ChunkRefusals()
    _refuse(refusals, 10.0, 14.0)
    assert refusals.update(refused=9, accepted=0, is_idle=True, now_s=16.5) == 0.0


def test_another_command_begins_a_new_series() -> None:
    refusals = ChunkRefusals()
    _refuse(refusals, 10.0, 14.0)
    refusals.restart()
    assert refusals.update(refused=9, accepted=0, is_idle=True, now_s=14.5) == 0.0
    assert refusals.update(refused=10, accepted=0, is_idle=True, now_s=15.0) == pytest.approx(0.5)


def test_a_restarted_safety_node_counts_from_zero() -> None:
    refusals = ChunkRefusals()
    _refuse(refusals, 10.0, 14.0)
    assert refusals.update(refused=0, accepted=0, is_idle=True, now_s=14.5) == pytest.approx(3.5)
    assert refusals.update(refused=1, accepted=0, is_idle=True, now_s=16.0) == pytest.approx(5.5)
