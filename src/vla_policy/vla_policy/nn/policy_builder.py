# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Construction of a policy network from its configuration."""

import torch
from torch import nn
from torch import Tensor
from vla_common.checkpoint import Checkpoint
from vla_common.checkpoint import CheckpointError
from vla_policy.nn.contrastive_alignment import ContrastiveAlignment
from vla_policy.nn.decoder_registry import build_decoder
from vla_policy.nn.fusion_registry import build_fusion
from vla_policy.nn.grounding import LocationHead
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.scene_head import LAYERS
from vla_policy.nn.scene_head import SceneHead
from vla_policy.nn.text_adapter import TextAdapter
from vla_policy.types.policy_config import PolicyConfig

_MAX_CHARACTERS = 200


def build_policy(config: PolicyConfig, cell_position: Tensor | None = None) -> VlaPolicy:
    """
    Build a policy with random weights.

    Parameters
    ----------
    config
        Sizes and components.
    cell_position
        Initial table position of each cell of the feature map (rows * cols, 2) [m]; zeros if
        None, for weights that are loaded afterwards.

    """
    c = config
    cells = c.map_rows * c.map_cols
    start = torch.zeros(cells, 2) if cell_position is None else cell_position
    return VlaPolicy(
        text=TextAdapter(text_dim=c.text_dim, dim=c.dim, heads=c.heads, attention=c.attention),
        fusion=build_fusion(
            c.fusion, dim=c.dim, heads=c.heads, layers=c.fusion_layers, attention=c.attention
        ),
        dense=SceneHead(
            channels=c.map_channels,
            dim=c.dim,
            tokens=c.tokens,
            rows=c.map_rows,
            cols=c.map_cols,
            cell_position=start,
        ),
        locator=LocationHead(dim=c.dim, channels=c.map_channels, layers=LAYERS),
        decoder=_build_decoder(c),
        alignment=ContrastiveAlignment(dim=c.dim, channels=c.map_channels, steps=c.steps),
        dim=c.dim,
    )


def _build_decoder(c: PolicyConfig) -> nn.Module:
    return build_decoder(
        c.decoder,
        steps=c.steps,
        dim=c.decoder_dim,
        hidden=c.decoder_hidden,
        heads=c.heads,
        targets=c.targets,
    )


def load_model(location: str, checkpoint: Checkpoint, config: PolicyConfig) -> VlaPolicy:
    """
    Build a policy with the weights of a checkpoint.

    Parameters
    ----------
    location
        Name of the checkpoint in error texts.
    checkpoint, config
        Weights as tensors, and the configuration in its header.

    Raises
    ------
    CheckpointError
        If the weights do not fit.

    """
    try:
        model = build_policy(config)
        model.load_state_dict(checkpoint.tensors)
    except (TypeError, ValueError, RuntimeError) as error:
        raise CheckpointError(
            f'{location} does not hold a policy of this version ({_first_line(error)}). '
            'Use the checkpoint of this release, or run make train'
        ) from error
    return model.eval()


def _first_line(error: Exception) -> str:
    """Return the first mismatch that torch lists, or the message itself, shortened."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = lines[1] if len(lines) > 1 else ''.join(lines)
    return line if len(line) <= _MAX_CHARACTERS else f'{line[:_MAX_CHARACTERS]}...'
