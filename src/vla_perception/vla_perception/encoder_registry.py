# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Registry of visual encoders: selection by name, weights from a checkpoint."""

from collections.abc import Callable

from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_perception.visual_encoder import build_encoder
from vla_perception.visual_encoder import GridEncoder
from vla_perception.visual_encoder import prepare_for_inference
from vla_perception.visual_encoder import VisualEncoder

CHECKPOINT_PREFIX = 'visual.'


def load_grid_encoder(location: str) -> GridEncoder:
    """
    Load the shipped encoder from the checkpoint at `location`, prepared for inference.

    The header contains the encoder's id in ``visual_encoder_id`` and its sizes in ``visual``.

    Raises
    ------
    CheckpointError
        If the checkpoint is unusable or contains another encoder.

    """
    checkpoint = load_checkpoint(location, CHECKPOINT_PREFIX)
    trained = checkpoint.header.get('visual_encoder_id')
    if trained != GridEncoder.encoder_id:
        raise CheckpointError(
            f'{location} must hold the visual encoder {GridEncoder.encoder_id}, got {trained!r}; '
            'set the parameters `encoder` and `checkpoint` to a matching pair'
        )
    try:
        encoder = build_encoder(checkpoint.header['visual'])
        encoder.load_state_dict(checkpoint.tensors)
    except (KeyError, RuntimeError, TypeError, ValueError) as error:
        raise CheckpointError(
            f'{location} does not fit {GridEncoder.encoder_id}: {error!r}. '
            'Use the checkpoint of this release, or run make train'
        ) from error
    return prepare_for_inference(encoder)


VISUAL_ENCODERS: dict[str, Callable[[str], VisualEncoder]] = {
    GridEncoder.encoder_id: load_grid_encoder
}


def load_trained_encoder(location: str) -> VisualEncoder:
    """
    Load the encoder that the policy in the checkpoint at `location` was trained with.

    Raises
    ------
    CheckpointError
        If the checkpoint is unusable or its encoder is not registered.

    """
    name = load_checkpoint(location, CHECKPOINT_PREFIX).header.get('visual_encoder_id')
    if name not in VISUAL_ENCODERS:
        raise CheckpointError(
            f'{location} must hold one of the visual encoders {", ".join(VISUAL_ENCODERS)}; got '
            f'{name!r}. Register its loader in VISUAL_ENCODERS'
        )
    return VISUAL_ENCODERS[name](location)


def load_visual_encoder(name: str, location: str) -> VisualEncoder:
    """
    Load the encoder `name` with the weights at `location`.

    Raises
    ------
    ValueError
        If no encoder has this name.
    CheckpointError
        If the checkpoint is unusable or contains another encoder.

    """
    if name not in VISUAL_ENCODERS:
        raise ValueError(
            f'visual encoder must be one of {", ".join(VISUAL_ENCODERS)}; got {name!r}. '
            'Set the parameter `encoder` to one of them'
        )
    return VISUAL_ENCODERS[name](location)
