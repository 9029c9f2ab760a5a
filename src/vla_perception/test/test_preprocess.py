# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Preprocessing of camera images."""

import cv2
import numpy as np
import pytest
from vla_perception.preprocess import preprocess
from vla_perception.preprocess import resize_image
from vla_perception.preprocess import to_unit_range


def test_a_camera_image_becomes_the_input_of_the_encoder() -> None:
    image = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    values = preprocess(image)
    assert values.shape == (3, 192, 256)
    assert values.dtype == np.float32
    assert 0.0 <= values.min()
    assert values.max() <= 1.0
    expected = cv2.resize(image, (256, 192), interpolation=cv2.INTER_AREA) / 255
    np.testing.assert_allclose(values.transpose(1, 2, 0), expected, atol=1e-6)


def test_rows_columns_and_channels_keep_their_order() -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    image[:240, :320, 0] = 255  # top left red
    image[240:, 320:, 2] = 255  # bottom right blue
    values = preprocess(image)
    assert values[:, 0, 0].tolist() == [1.0, 0.0, 0.0]
    assert values[:, -1, -1].tolist() == [0.0, 0.0, 1.0]
    assert values[:, 0, -1].tolist() == [0.0, 0.0, 0.0]


def test_the_input_is_not_modified_and_may_be_read_only() -> None:
    image = np.full((480, 640, 3), 128, np.uint8)
    image.flags.writeable = False
    preprocess(image)
    assert (image == 128).all()


def test_an_image_of_the_right_size_is_not_resized() -> None:
    image = np.zeros((192, 256, 3), np.uint8)
    assert resize_image(image) is image


def test_the_input_is_channels_last_in_memory() -> None:
    values = to_unit_range(np.zeros((192, 256, 3), np.uint8))
    assert values.transpose(1, 2, 0).flags.c_contiguous


@pytest.mark.parametrize(
    'image',
    [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3), np.float32)],
)
def test_wrong_arrays_are_rejected(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match=rf'got \({image.shape[0]}.*{image.dtype}'):
        resize_image(image)
