# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visual encoder and policy as one network."""

import numpy as np
import pytest
import torch
from vla_learning.training.network import build_network
from vla_learning.training.network import table_positions
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.policy_builder import PolicyConfig
from vla_policy.nn.scene_head import CLASSES
from vla_policy.nn.scene_head import COLORS
from vla_policy.nn.scene_head import LAYERS
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World


def test_cell_positions_agree_with_the_camera() -> None:
    cells = table_positions(24, 32)
    with World(sample_scene(11)) as world:
        camera, poses = world.camera(256, 192), world.object_poses()
    for pose in poses.values():
        column, row = camera.project(np.array((*pose.position_m[:2], 0.0))) / 8 - 0.5
        cell = cells[round(float(row)) * 32 + round(float(column))].numpy()
        # Half a cell, and the jitter of this scene's camera.
        assert np.linalg.norm(cell - pose.position_m[:2]) < 0.06


def test_sizes_of_encoder_and_policy_agree() -> None:
    torch.manual_seed(0)
    network = build_network(PolicyConfig()).eval()
    with torch.inference_mode():
        tokens, feature_map = network.visual(torch.zeros(1, 3, 192, 256))
        grounding = network.policy.forward_grounding(
            tokens,
            feature_map,
            torch.zeros(2, 5, 384),
            torch.ones(2, 5, dtype=torch.bool),
            ReferenceLabels(torch.ones(2, 2, COLORS), torch.ones(2, 2, CLASSES)),
        )
    assert grounding.location.position.shape == (2, 2, 2)
    assert grounding.location.logits.shape[-1] == LAYERS * 24 * 32


def test_the_checkpoint_stays_small() -> None:
    count = sum(p.numel() for p in build_network(PolicyConfig()).parameters())
    assert count * 4 / 1e6 == pytest.approx(5, abs=5), 'the checkpoint may have 20 MB'
