# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Usual error of the predicted camera pose, by which a moved camera is detected."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_learning.data.frames import Frames
from vla_learning.training.batches import to_images
from vla_learning.training.labels import views
from vla_learning.training.network import VlaNetwork

#: Displacement of points of the table below which a camera is in its place [m].
IN_PLACE_M: Final = 0.04
_CHUNK = 32


@torch.inference_mode()
def measure_usual_error(network: VlaNetwork, frames: Frames, rows: NDArray[np.int64]) -> Tensor:
    """
    Return the root mean square of the predicted errors: translation [m], rotation vector [rad].

    Parameters
    ----------
    network
        Trained network.
    frames, rows
        Some frames; those with a moved camera are left out. At least one must remain.

    """
    network.eval()
    shift_m = np.linalg.norm(frames.shifts[rows], axis=-1).max(axis=-1)
    in_place = rows[shift_m < IN_PLACE_M]
    errors = []
    for start in range(0, len(in_place), _CHUNK):
        part = in_place[start : start + _CHUNK].tolist()
        tokens, feature_map = network.visual(to_images(frames.images[np.asarray(part)]))
        scene = network.policy.predict_scene(tokens, feature_map, views(frames, part))
        errors.append(scene.camera_error.float())
    return torch.cat(errors).square().mean(0).sqrt()
