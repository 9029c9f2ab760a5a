# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Registry of visual encoders: selection by name, weights from a checkpoint."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from vla_common.checkpoint import Checkpoint
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_common.checkpoint import resolve_path
from vla_common.engine import is_onnx_runtime
from vla_common.engine import ONNX_RUNTIME
from vla_perception.encoder_protocol import GRID_ENCODER_ID
from vla_perception.encoder_protocol import VisualEncoder
from vla_perception.onnx_encoder import OnnxGridEncoder

if TYPE_CHECKING:
    from vla_perception.visual_encoder import GridEncoder

CHECKPOINT_PREFIX = 'visual.'


def load_shipped_encoder(location: str, engine: str = ONNX_RUNTIME) -> VisualEncoder:
    """
    Load the shipped encoder from the checkpoint at `location`, for an engine.

    The header contains the encoder's id in ``visual_encoder_id`` and its sizes in ``visual``.

    Raises
    ------
    CheckpointError
        If the checkpoint is unusable or contains another encoder, or if its graph is.

    """
    if not is_onnx_runtime(engine):
        return load_grid_encoder(location)
    checkpoint = load_checkpoint(location, CHECKPOINT_PREFIX, 'np')
    _require_grid_encoder(location, checkpoint)
    sizes = checkpoint.header.get('visual', {})
    return OnnxGridEncoder(resolve_path(location), checkpoint.tensors, sizes)


def load_grid_encoder(location: str) -> 'GridEncoder':
    """
    Load the shipped encoder as a network of torch, prepared for inference.

    Raises
    ------
    CheckpointError
        If the checkpoint is unusable or contains another encoder.

    """
    # Not imported at the top: the import of torch takes seconds and 100 MB.
    from vla_perception.visual_encoder import build_encoder
    from vla_perception.visual_encoder import prepare_for_inference

    checkpoint = load_checkpoint(location, CHECKPOINT_PREFIX)
    _require_grid_encoder(location, checkpoint)
    try:
        encoder = build_encoder(checkpoint.header['visual'])
        encoder.load_state_dict(checkpoint.tensors)
    except (KeyError, RuntimeError, TypeError, ValueError) as error:
        raise CheckpointError(
            f'{location} does not fit {GRID_ENCODER_ID}: {error!r}. '
            'Use the checkpoint of this release, or run make train'
        ) from error
    return prepare_for_inference(encoder)


def _require_grid_encoder(location: str, checkpoint: Checkpoint) -> None:
    trained = checkpoint.header.get('visual_encoder_id')
    if trained != GRID_ENCODER_ID:
        raise CheckpointError(
            f'{location} must hold the visual encoder {GRID_ENCODER_ID}, got {trained!r}; '
            'set the parameters `encoder` and `checkpoint` to a matching pair'
        )


#: Loaders by name; arguments are location of the checkpoint and engine.
VISUAL_ENCODERS: dict[str, Callable[[str, str], VisualEncoder]] = {
    GRID_ENCODER_ID: load_shipped_encoder
}


def load_trained_encoder(location: str, engine: str = ONNX_RUNTIME) -> VisualEncoder:
    """
    Load the encoder that the policy in the checkpoint at `location` was trained with.

    Raises
    ------
    CheckpointError
        If the checkpoint is unusable or its encoder is not registered.

    """
    checkpoint = load_checkpoint(location, CHECKPOINT_PREFIX, 'np')
    name = checkpoint.header.get('visual_encoder_id')
    if name not in VISUAL_ENCODERS:
        raise CheckpointError(
            f'{location} must hold one of the visual encoders {", ".join(VISUAL_ENCODERS)}; got '
            f'{name!r}. Register its loader in VISUAL_ENCODERS'
        )
    return VISUAL_ENCODERS[name](location, engine)


def load_visual_encoder(name: str, location: str, engine: str = ONNX_RUNTIME) -> VisualEncoder:
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
    return VISUAL_ENCODERS[name](location, engine)
