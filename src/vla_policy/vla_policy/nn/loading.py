# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Load a policy from a checkpoint."""

from typing import NamedTuple

import torch
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_policy.nn.decoder import DecoderInput
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.policy_builder import build_policy
from vla_policy.nn.policy_builder import PolicyConfig
from vla_policy.types.vocabulary import TaskKind

_MAX_CHARACTERS = 200


class LoadedPolicy(NamedTuple):
    """Policy with weights, and the ids of the encoders that it was trained with."""

    model: VlaPolicy
    config: PolicyConfig
    visual_encoder_id: str
    text_encoder_id: str
    sha256: str


def load_policy(location: str) -> LoadedPolicy:
    """
    Load the policy from a checkpoint at a path or ``package://`` location.

    Raises
    ------
    CheckpointError
        If the file cannot be read or its weights do not fit this version of the model.

    """
    checkpoint = load_checkpoint(location, 'policy.')
    try:
        config = PolicyConfig.from_dict(checkpoint.header['policy'])
        model = build_policy(config)
        model.load_state_dict(checkpoint.tensors)
        ids = checkpoint.header['visual_encoder_id'], checkpoint.header['text_encoder_id']
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise CheckpointError(
            f'{location} does not hold a policy of this version ({_first_line(error)}). '
            'Use the checkpoint of this release, or run make train'
        ) from error
    return LoadedPolicy(model.eval(), config, *ids, checkpoint.sha256)


@torch.inference_mode()
def warm_up(policy: LoadedPolicy) -> None:
    """Run the model once: the first call takes seconds, too long for the first command."""
    c = policy.config
    tokens = torch.zeros(1, c.tokens, c.dim)
    feature_map = torch.zeros(1, c.map_channels, c.map_rows, c.map_cols)
    context = policy.model.encode_command(
        torch.zeros(1, 2, c.text_dim), torch.ones(1, 2, dtype=torch.bool)
    )
    scene = policy.model.predict_scene(tokens, feature_map)
    prior = torch.zeros(1, 2, c.map_rows * c.map_cols)
    policy.model.ground_in_image(tokens, feature_map, context, scene, prior, weights=True)
    scalar, point = torch.zeros(1), torch.zeros(1, 2)
    policy.model.decode_actions(
        DecoderInput(
            position=torch.zeros(1, 3),
            yaw=scalar,
            gripper=scalar,
            phase=torch.zeros(1, dtype=torch.int64),
            time_in_phase=scalar,
            task=torch.zeros(1, len(TaskKind)),
            target=point,
            destination=point,
            grasp_yaw=scalar,
        )
    )


def _first_line(error: Exception) -> str:
    """Return the first mismatch that torch lists, or the message itself, shortened."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = lines[1] if len(lines) > 1 else ''.join(lines)
    return line if len(line) <= _MAX_CHARACTERS else f'{line[:_MAX_CHARACTERS]}...'
