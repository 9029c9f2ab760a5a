# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What a policy is trained for, whatever it is made of."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor
from vla_learning.data.frames import Frames
from vla_learning.training.batches import Batch
from vla_learning.training.batches import Described
from vla_learning.training.expert_labels import expert_batch
from vla_learning.training.losses import action_loss
from vla_learning.training.losses import chunk_loss
from vla_learning.training.losses import dense_loss
from vla_learning.training.losses import grounding_losses
from vla_learning.training.losses import scene_loss
from vla_perception.visual_encoder import VisualOutput
from vla_policy.nn.model import VlaPolicy

_WEIGHTS = {
    'heat': 0.5,
    'target': 1.0,
    'destination': 1.0,
    'yaw': 0.5,
    'task': 0.5,
    'direction': 0.5,
    'asked': 0.5,
    'verdict': 1.0,
    'dense': 0.5,
    'chunk': 0.3,
    'action_text': 0.05,
    'scene_text': 0.3,
    'practice': 0.5,
}


def policy_losses(
    policy: VlaPolicy,
    frames: Frames,
    batch: Batch,
    seen: VisualOutput,
    rng: np.random.Generator,
    described: Described | None = None,
) -> dict[str, Tensor]:
    """Return the losses of a batch that the visual encoder has `seen`, and of descriptions."""
    grounding = policy.ground(seen.tokens, seen.feature_map, batch.states, batch.mask)
    losses = grounding_losses(grounding, batch.labels)
    losses['dense'] = dense_loss(grounding.dense, batch.dense)
    situation, wanted, weight = expert_batch(frames, batch, grounding, rng)
    losses['chunk'] = chunk_loss(policy.act(situation), wanted, weight)
    losses['action_text'] = action_loss(policy, grounding, wanted, situation.position, weight)
    if described is not None:
        losses['scene_text'] = scene_loss(policy, seen.feature_map, grounding.dense, described)
    return losses


def total_loss(losses: Mapping[str, Tensor]) -> Tensor:
    """Return the weighted sum."""
    return sum((_WEIGHTS[k] * v for k, v in losses.items()), torch.zeros(()))
