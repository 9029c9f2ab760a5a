# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of playback: start of motion, blending and end of a trajectory."""

from dataclasses import dataclass

from vla_common.settings import check_settings
from vla_common.settings import setting


@dataclass(frozen=True)
class PlaybackSettings:
    """Times of playback; each field is a parameter of the node."""

    ramp_in_s: float = setting(
        0.3,
        'Time in which the allowed speed grows from 0 whenever motion starts',
        unit='s',
        minimum=0.0,
        maximum=10.0,
    )
    blend_s: float = setting(
        0.15, 'Time to blend from one chunk to the next', unit='s', minimum=0.01, maximum=1.0
    )
    termination_threshold: float = setting(
        0.5,
        'Termination probability from which a step is the last one of its trajectory',
        minimum=0.05,
        maximum=1.0,
    )

    def __post_init__(self) -> None:
        check_settings(self)
