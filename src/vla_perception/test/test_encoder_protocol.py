# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Layout of the levels of the shipped encoder."""

from collections.abc import Sequence

import numpy as np
from vla_common.arrays import Float32Array
from vla_perception.encoder_protocol import encode_images
from vla_perception.encoder_protocol import split_levels
from vla_perception.encoder_protocol import to_levels


class MeanEncoder:
    """Encode an image as its mean."""

    encoder_id = 'mean_v1'

    def encode(self, image: Float32Array) -> list[Float32Array]:
        return [image.mean().reshape(1, 1, 1)]


class BatchEncoder(MeanEncoder):
    """Encode images of a batch as their mean plus 1."""

    def encode_batch(self, images: Sequence[Float32Array]) -> list[list[Float32Array]]:
        return [[self.encode(image)[0] + 1] for image in images]


def test_levels_have_rows_columns_and_channels() -> None:
    tokens = np.arange(192 * 2, dtype=np.float32).reshape(1, 192, 2)
    feature_map = np.arange(3 * 24 * 32, dtype=np.float32).reshape(1, 3, 24, 32)
    coarse, fine = to_levels(tokens, feature_map)
    assert coarse.shape == (12, 16, 2)
    assert fine.shape == (24, 32, 3)
    np.testing.assert_array_equal(coarse[3, 5], tokens[0, 3 * 16 + 5])
    np.testing.assert_array_equal(fine[7, 9], feature_map[0, :, 7, 9])
    assert fine.flags.c_contiguous


def test_an_encoder_without_batches_encodes_images_one_by_one() -> None:
    images = [np.full((3, 2, 2), value, np.float32) for value in (0.25, 0.5)]
    assert [levels[0].item() for levels in encode_images(MeanEncoder(), images)] == [0.25, 0.5]


def test_several_images_are_one_batch() -> None:
    images = [np.full((3, 2, 2), value, np.float32) for value in (0.25, 0.5)]
    encoder = BatchEncoder()
    assert [levels[0].item() for levels in encode_images(encoder, images)] == [1.25, 1.5]
    assert encode_images(encoder, images[:1])[0][0].item() == 0.25


def test_a_batch_is_split_into_the_levels_of_each_image() -> None:
    rng = np.random.default_rng(0)
    tokens = rng.random((2, 192, 3), np.float32)
    feature_map = rng.random((2, 5, 24, 32), np.float32)
    for number, levels in enumerate(split_levels(tokens, feature_map)):
        expected = to_levels(tokens[number : number + 1], feature_map[number : number + 1])
        for level, other in zip(levels, expected, strict=True):
            np.testing.assert_array_equal(level, other)
