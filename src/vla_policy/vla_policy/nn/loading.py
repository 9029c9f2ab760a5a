# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build the policy that a checkpoint holds."""

from typing import NamedTuple

import torch
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_policy.nn.model import build_policy
from vla_policy.nn.model import PolicyConfig
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.transformer_decoder import Situation
from vla_policy.types.vocabulary import TaskKind

_MAX_CHARACTERS = 200


class LoadedPolicy(NamedTuple):
    """A policy ready to run and the encoders it was trained with."""

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
        If the file cannot be used or does not fit this version of the model.

    """
    checkpoint = load_checkpoint(location, 'policy.')
    try:
        config = PolicyConfig.from_dict(checkpoint.header['policy'])
        model = build_policy(config)
        model.load_state_dict(checkpoint.tensors)
        ids = checkpoint.header['visual_encoder_id'], checkpoint.header['text_encoder_id']
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise CheckpointError(
            f'{location} does not hold a policy of this version ({_first(error)}). '
            'Use the checkpoint of this release, or run make train'
        ) from error
    return LoadedPolicy(model.eval(), config, *ids, checkpoint.sha256)


@torch.inference_mode()
def warm_up(policy: LoadedPolicy) -> None:
    """Run the model once: its first call takes seconds, too long for the first command."""
    c = policy.config
    policy.model.ground(
        torch.zeros(1, c.tokens, c.dim),
        torch.zeros(1, c.map_channels, c.map_rows, c.map_cols),
        torch.zeros(1, 2, c.text_dim),
        torch.ones(1, 2, dtype=torch.bool),
        weights=True,
    )
    one, place = torch.zeros(1), torch.zeros(1, 2)
    policy.model.act(
        Situation(
            position=torch.zeros(1, 3),
            yaw=one,
            gripper=one,
            phase=torch.zeros(1, dtype=torch.int64),
            time_in_phase=one,
            task=torch.zeros(1, len(TaskKind)),
            target=place,
            destination=place,
            grasp_yaw=one,
        )
    )


def _first(error: Exception) -> str:
    """Return the first of the many lines that torch writes about weights that do not fit."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = lines[1] if len(lines) > 1 else ''.join(lines)
    return line if len(line) <= _MAX_CHARACTERS else f'{line[:_MAX_CHARACTERS]}...'
