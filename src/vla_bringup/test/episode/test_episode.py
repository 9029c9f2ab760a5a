# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stages of the latency from the times of the same chunk."""

import pytest
from vla_bringup.episode.episode import CommandEpisode
from vla_bringup.episode.episode import GateRecord
from vla_bringup.episode.episode import stages


def test_stages_are_differences_of_the_same_chunk() -> None:
    gate = GateRecord(received_s={1: 0.12, 2: 0.15}, motion_s={2: 0.19})
    episode = CommandEpisode(
        'go', 'id', 0.0, 1.0, 'failed', chunk_latencies_s={1: 0.1, 2: 0.11, 3: 0.5}, gate=gate
    )
    chunk, sent, checked, total = (stage.durations_s for stage in stages(episode))
    assert chunk == (0.1, 0.11, 0.5)
    assert sent == pytest.approx((0.02, 0.04))
    assert checked == pytest.approx((0.04,))
    assert total == (0.19,)
