# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of features to messages; no other module uses both."""

from collections.abc import Sequence

import numpy as np
from std_msgs.msg import Header
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_common.conversions import to_array
from vla_common.conversions import to_point
from vla_interfaces.msg import FeatureLevel
from vla_interfaces.msg import VisualFeatures
from vla_perception.frame_check import Exposure


def to_level(level: Float32Array) -> FeatureLevel:
    """
    Convert one level of the feature pyramid, shape (rows, cols, channels).

    Raises
    ------
    ValueError
        If the array has another number of dimensions.

    """
    if level.ndim != 3:
        raise ValueError(
            f'a feature level must have shape (rows, cols, channels), got {tuple(level.shape)}; '
            'correct the encoder'
        )
    rows, cols, channels = level.shape
    return FeatureLevel(rows=rows, cols=cols, channels=channels, data=to_array(level))


def to_features(
    levels: Sequence[Float32Array],
    *,
    header: Header,
    camera: str,
    height_px: int,
    width_px: int,
    camera_m: Sequence[float] | FloatArray,
    encoder_id: str,
    latency_s: float,
    exposure: Exposure,
) -> VisualFeatures:
    """
    Convert the feature pyramid of one image of a camera.

    Parameters
    ----------
    levels
        Features, ordered from coarse to fine.
    header, height_px, width_px
        Those of the image.
    camera
        Name of the camera.
    camera_m
        Position (3,) of the camera in the base frame by which the image was rectified.
    encoder_id, latency_s, exposure
        See the message.

    """
    return VisualFeatures(
        header=header,
        camera=camera,
        image_width=width_px,
        image_height=height_px,
        camera_position=to_point(np.asarray(camera_m)),
        encoder_id=encoder_id,
        levels=[to_level(level) for level in levels],
        latency_s=latency_s,
        dark_share=exposure.dark_share,
        bright_share=exposure.bright_share,
    )
