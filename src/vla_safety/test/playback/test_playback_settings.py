# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of playback."""

import pytest
from vla_safety.playback.playback_settings import PlaybackSettings


@pytest.mark.parametrize(
    'changes', [{'blend_s': 0.0}, {'ramp_in_s': -0.1}, {'termination_threshold': 1.1}]
)
def test_values_out_of_range_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(changes))):
        PlaybackSettings(**changes)
