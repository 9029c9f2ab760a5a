# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Interface of the visual encoders, and the sizes of the shipped one."""

from collections.abc import Sequence
from typing import Protocol

from vla_common.arrays import Float32Array

IMAGE_HEIGHT_PX, IMAGE_WIDTH_PX = 192, 256
TOKEN_ROWS, TOKEN_COLS = 12, 16
MAP_ROWS, MAP_COLS = 24, 32
#: Name of the shipped encoder.
GRID_ENCODER_ID = 'grid_conv_v1'


class VisualEncoder(Protocol):
    """Encode one image as a feature pyramid, ordered from coarse to fine."""

    @property
    def encoder_id(self) -> str:
        """Name of the encoder; policies compare it with the encoder of their training."""
        ...

    def encode(self, image: Float32Array) -> Sequence[Float32Array]:
        """Encode an RGB image (3, H, W) in [0, 1] as levels (rows, cols, channels)."""
        ...


def encode_images(
    encoder: VisualEncoder, images: Sequence[Float32Array]
) -> Sequence[Sequence[Float32Array]]:
    """Encode images in one batch if the encoder has `encode_batch`, otherwise one by one."""
    encode_batch = getattr(encoder, 'encode_batch', None)
    if encode_batch is None or len(images) == 1:
        return [encoder.encode(image) for image in images]
    encoded: Sequence[Sequence[Float32Array]] = encode_batch(images)
    return encoded


def to_levels(tokens: Float32Array, feature_map: Float32Array) -> list[Float32Array]:
    """
    Convert the outputs of the shipped encoder for one image to levels (rows, cols, channels).

    Parameters
    ----------
    tokens, feature_map
        (1, TOKEN_ROWS * TOKEN_COLS, dim) and (1, channels, MAP_ROWS, MAP_COLS).

    """
    coarse = tokens[0].reshape(TOKEN_ROWS, TOKEN_COLS, -1)
    return [coarse, feature_map[0].transpose(1, 2, 0).copy()]


def split_levels(tokens: Float32Array, feature_map: Float32Array) -> list[list[Float32Array]]:
    """Convert the outputs of the shipped encoder for B images to the levels of each."""
    pairs = zip(tokens, feature_map, strict=True)
    return [to_levels(one_tokens[None], one_map[None]) for one_tokens, one_map in pairs]
