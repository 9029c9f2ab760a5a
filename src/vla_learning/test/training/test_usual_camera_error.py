# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Usual error of the camera pose: of cameras in their place alone."""

from dataclasses import replace

import numpy as np
import torch
from vla_learning.data.frames import Frames
from vla_learning.training.batches import to_images
from vla_learning.training.labels import views
from vla_learning.training.network import build_network
from vla_learning.training.usual_camera_error import measure_usual_error
from vla_policy.types.policy_config import PolicyConfig

SMALL = PolicyConfig(dim=16, map_channels=8, heads=2, decoder_dim=16, decoder_hidden=24)


def test_it_is_the_root_mean_square_over_the_cameras_in_their_place(frames: Frames) -> None:
    torch.manual_seed(0)
    network = build_network(SMALL).eval()
    shifts = np.zeros_like(frames.shifts)
    shifts[[1, 3], 2, 0] = 0.05
    known = replace(frames, shifts=shifts)
    found = measure_usual_error(network, known, np.array([0, 1, 2, 3]))
    with torch.no_grad():
        features = network.visual(to_images(known.images[np.array([0, 2])]))
        errors = network.policy.predict_scene(*features, views(known, [0, 2])).camera_error
    torch.testing.assert_close(found, errors.square().mean(0).sqrt())
    assert found.shape == (6,)
    assert (found > 0).all()
