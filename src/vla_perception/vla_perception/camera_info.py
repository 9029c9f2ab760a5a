# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of sensor_msgs/CameraInfo."""

import numpy as np
from sensor_msgs.msg import CameraInfo
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import DISTORTION_MODELS


def to_camera_intrinsics(info: CameraInfo) -> CameraIntrinsics:
    """Convert the intrinsics of a calibrated camera."""
    if info.distortion_model not in DISTORTION_MODELS:
        raise ValueError(
            f'distortion_model must be one of {", ".join(filter(None, DISTORTION_MODELS))}; '
            f'got {info.distortion_model!r}. Publish rectified images'
        )
    return CameraIntrinsics(
        width_px=info.width,
        height_px=info.height,
        matrix=np.array(info.k, dtype=np.float64).reshape(3, 3),
        distortion=np.array(info.d, dtype=np.float64),
    )
