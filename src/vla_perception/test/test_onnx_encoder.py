# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The shipped encoder computed by ONNX Runtime; `vla_learning` compares it with torch."""

import numpy as np
import pytest
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_common.checkpoint import resolve_path
from vla_perception.onnx_encoder import OnnxGridEncoder

CHECKPOINT = 'package://vla_policy/models/tabletop.safetensors'


def test_an_image_becomes_two_levels() -> None:
    checkpoint = load_checkpoint(CHECKPOINT, 'visual.', 'np')
    sizes = checkpoint.header['visual']
    encoder = OnnxGridEncoder(resolve_path(CHECKPOINT), checkpoint.tensors, sizes)
    image = np.random.default_rng(0).random((192, 256, 3), np.float32).transpose(2, 0, 1)
    coarse, fine = encoder.encode(image)
    assert (coarse.shape, fine.shape) == ((12, 16, 96), (24, 32, 64))
    assert coarse.dtype == fine.dtype == np.float32
    np.testing.assert_array_equal(encoder.encode(image)[1], fine)


def test_a_batch_gives_the_levels_of_each_image() -> None:
    checkpoint = load_checkpoint(CHECKPOINT, 'visual.', 'np')
    sizes = checkpoint.header['visual']
    encoder = OnnxGridEncoder(resolve_path(CHECKPOINT), checkpoint.tensors, sizes)
    images = list(np.random.default_rng(1).random((3, 3, 192, 256), np.float32))
    batch = encoder.encode_batch(images)
    # A graph of an earlier release takes one image: they are encoded one by one.
    encoder._takes_batches = False
    for levels in (batch, encoder.encode_batch(images)):
        assert len(levels) == 3
        for actual, image in zip(levels, images, strict=True):
            for level, expected in zip(actual, encoder.encode(image), strict=True):
                np.testing.assert_allclose(level, expected, atol=1e-5)


def test_sizes_of_another_encoder_are_refused() -> None:
    checkpoint = load_checkpoint(CHECKPOINT, 'visual.', 'np')
    with pytest.raises(CheckpointError, match='must be exported for the network'):
        OnnxGridEncoder(resolve_path(CHECKPOINT), checkpoint.tensors, {'dim': 32})
