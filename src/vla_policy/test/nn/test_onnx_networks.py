# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The policy computed by ONNX Runtime; `vla_learning` compares it with torch."""

import numpy as np
import pytest
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_common.checkpoint import resolve_path
from vla_policy.nn.loading import load_policy
from vla_policy.nn.onnx_networks import OnnxNetworks
from vla_policy.nn.scene_head import LAYERS
from vla_policy.types.network_types import LanguageContext
from vla_policy.types.policy_config import PolicyConfig

CHECKPOINT = 'package://vla_policy/models/tabletop.safetensors'


@pytest.mark.parametrize('words', [1, 3, 32])
def test_outputs_of_commands_of_any_length(words: int) -> None:
    policy = load_policy(CHECKPOINT)
    model, c = policy.model, policy.config
    mask = np.ones((1, words), np.bool_)
    encoded = model.encode_command(np.ones((1, words, c.text_dim), np.float32), mask)
    assert isinstance(encoded, LanguageContext)
    assert encoded.words.shape == (1, words, c.dim)
    assert encoded.mask is mask
    task, direction = np.zeros((1, 4), np.float32), np.zeros((1, 5), np.float32)
    context = encoded._replace(task=task, direction=direction)
    tokens = np.zeros((1, c.tokens, c.dim), np.float32)
    feature_map = np.zeros((1, c.map_channels, c.map_rows, c.map_cols), np.float32)
    cells = LAYERS * c.map_rows * c.map_cols
    scene = model.predict_scene(tokens, feature_map, np.ones((1, 6), np.float32))
    assert all(values.shape[:2] == (1, cells) for values in scene[:-2])
    prior = np.zeros((1, 2, cells), np.float32)
    g = model.ground_in_image(tokens, feature_map, context, scene, prior)
    assert g.location.logits.shape == (1, 2, cells)
    assert g.text_weights is not None and g.text_weights.shape == (1, 3, words)
    assert g.image_weights is not None and g.image_weights.shape == (1, 3, c.tokens)
    assert (g.task is task, g.direction is direction, g.dense is scene) == (True, True, True)


def test_a_policy_of_another_configuration_is_refused() -> None:
    weights = load_checkpoint(CHECKPOINT, 'policy.', 'np').tensors
    with pytest.raises(CheckpointError, match=r"must be exported for .*'heads': 8"):
        OnnxNetworks(resolve_path(CHECKPOINT), weights, PolicyConfig(heads=8))
