# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Feature tensors to messages: the only place that knows both."""

from collections.abc import Sequence

from std_msgs.msg import Header
from torch import Tensor
from vla_common.conversions import to_array
from vla_interfaces.msg import FeatureLevel
from vla_interfaces.msg import VisualFeatures


def to_level(level: Tensor) -> FeatureLevel:
    """Return the message of one level (rows, cols, channels)."""
    if level.ndim != 3:
        raise ValueError(
            f'a feature level must have shape (rows, cols, channels), got {tuple(level.shape)}; '
            'correct the encoder'
        )
    rows, cols, channels = level.shape
    values = level.detach().float().cpu().numpy()
    return FeatureLevel(rows=rows, cols=cols, channels=channels, data=to_array(values))


def to_features(
    levels: Sequence[Tensor],
    *,
    header: Header,
    height_px: int,
    width_px: int,
    encoder_id: str,
    latency_s: float,
    exposure: tuple[float, float],
) -> VisualFeatures:
    """
    Return the message of an image's levels, from coarse to fine.

    `exposure` holds the shares of the image that are nearly black and nearly white.
    """
    return VisualFeatures(
        header=header,
        image_width=width_px,
        image_height=height_px,
        encoder_id=encoder_id,
        levels=[to_level(level) for level in levels],
        latency_s=latency_s,
        dark_share=exposure[0],
        bright_share=exposure[1],
    )
