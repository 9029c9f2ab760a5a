# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Augmentation changes appearance but neither geometry nor labels."""

from dataclasses import replace
import time

import pytest
import torch
from torch import Tensor
from vla_learning.data.augmentation import augment_images
from vla_learning.data.augmentation import Augmentation
from vla_learning.data.augmentation import cutout
from vla_learning.data.augmentation import DEFAULT
from vla_learning.data.augmentation import defocus_blur
from vla_learning.data.augmentation import jpeg_compress
from vla_learning.data.augmentation import motion_blur
from vla_learning.data.augmentation import NONE
from vla_learning.data.augmentation import sensor_noise
from vla_perception.table_rectification import FILL

SHARES = ('patch_share', 'motion_blur_share', 'defocus_share', 'noise_share', 'jpeg_share')
ALL = replace(DEFAULT, **dict.fromkeys(SHARES, 1.0))


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def photographs(count: int = 4) -> Tensor:
    """Return gray images with a bright square in the middle."""
    images = torch.full((count, 3, 48, 64), 0.4)
    images[:, 0, 20:28, 28:36] = 230 / 255
    return images.contiguous(memory_format=torch.channels_last)


def centroid(image: Tensor) -> Tensor:
    """Return row and column of the centroid of the excess in red."""
    weight = (image[0] - image[0, 0, 0]).clamp(min=0)
    rows, columns = torch.arange(48.0), torch.arange(64.0)
    return torch.stack(((weight.sum(1) @ rows), (weight.sum(0) @ columns))) / weight.sum()


def test_the_seed_determines_the_result_and_the_input_is_unchanged() -> None:
    images = photographs()
    before = images.clone()
    first = augment_images(images, seeded(1), ALL)
    assert torch.equal(first, augment_images(images, seeded(1), ALL))
    assert not torch.equal(first, augment_images(images, seeded(2), ALL))
    assert torch.equal(images, before)


def test_shape_format_and_range_are_kept() -> None:
    changed = augment_images(photographs(), seeded(), ALL)
    assert changed.shape == (4, 3, 48, 64)
    assert changed.is_contiguous(memory_format=torch.channels_last)
    assert 0 <= changed.min() < changed.max() <= 1


def test_zero_strength_is_the_identity() -> None:
    assert torch.allclose(augment_images(photographs(), seeded(), NONE), photographs(), atol=1e-6)


@pytest.mark.parametrize('share', SHARES)
def test_each_share_changes_that_share_of_the_images(share: str) -> None:
    images = photographs(200)
    settings = replace(
        NONE, **{share: 0.3}, noise=0.1, motion_blur_px=4.0, jpeg_step=0.3, patches=2, patch_px=8
    )
    changed = (augment_images(images, seeded(), settings) - images).abs().amax((1, 2, 3)) > 1e-4
    assert 0.2 < changed.float().mean() < 0.4


@pytest.mark.parametrize('operation', [motion_blur, defocus_blur, jpeg_compress, sensor_noise])
def test_operations_keep_the_position(operation: object) -> None:
    image = photographs(1)[0]
    settings = replace(DEFAULT, noise=0.01, motion_blur_px=6.0)
    assert callable(operation)
    for seed in range(8):
        # Exclude ringing and noise of the gray background.
        changed = operation(image, seeded(seed), settings)
        changed = torch.where(changed > 0.5, changed, 0.0)
        assert torch.allclose(centroid(changed), torch.tensor((23.5, 31.5)), atol=0.25)


def test_blur_reduces_contrast_and_keeps_brightness() -> None:
    image = photographs(1)[0]
    for blur in (motion_blur, defocus_blur):
        blurred = blur(image, seeded(3), DEFAULT)
        assert blurred.std() < image.std()
        assert blurred.mean().item() == pytest.approx(image.mean().item(), abs=1e-5)


def test_compression_treats_blocks_separately_and_loses_detail() -> None:
    fine = torch.rand(3, 16, 16, generator=seeded())
    changed = fine.clone()
    changed[:, :8, :8] = 0.1
    settings = replace(DEFAULT, jpeg_step=0.3)
    a, b = (jpeg_compress(x, seeded(4), settings) for x in (fine, changed))
    assert torch.equal(a[:, 8:], b[:, 8:])
    assert 0.005 < (a - fine).abs().mean() < 0.3
    kept = jpeg_compress(fine, seeded(4), replace(DEFAULT, jpeg_step=1e-4))
    assert torch.allclose(kept, fine, atol=1e-3)


def test_cutout_covers_few_small_rectangles() -> None:
    image = photographs(1)[0]
    for seed in range(20):
        covered = (cutout(image, seeded(seed), DEFAULT) != image).any(0)
        assert 0 < covered.sum() <= DEFAULT.patches * DEFAULT.patch_px**2


def test_noise_grows_with_brightness() -> None:
    dark, bright = torch.full((3, 64, 64), 0.05), torch.full((3, 64, 64), 0.9)
    spread = [(sensor_noise(image, seeded(5), DEFAULT) - image).std() for image in (dark, bright)]
    assert spread[1] > 1.5 * spread[0]


@pytest.mark.parametrize('shape', [(3, 48, 64), (1, 1, 48, 64), (1, 3, 50, 64)])
def test_a_wrong_shape_is_named(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=f'multiples of 8, got .*{shape[-2]}, {shape[-1]}'):
        augment_images(torch.zeros(shape), seeded())


@pytest.mark.parametrize(('name', 'value'), [('jpeg_share', 1.5), ('noise', -0.1)])
def test_a_strength_out_of_range_is_named(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f'{name} must be within 0 and .* got {value}'):
        Augmentation(**{name: value})


def test_augmentation_takes_little_time() -> None:
    images = torch.rand(16, 3, 192, 256).contiguous(memory_format=torch.channels_last)
    times = []
    for seed in range(5):
        start = time.thread_time()
        augment_images(images, seeded(seed))
        times.append(time.thread_time() - start)
    # About 2 ms per image; the rest is a margin for a loaded machine.
    assert min(times) / len(images) < 0.01


def test_light_is_darker_by_a_wide_range_and_seldom_brighter() -> None:
    images = photographs(400)
    changed = augment_images(images, seeded(), replace(NONE, light_share=1.0, light_range=2.8))
    gains = changed[:, 1, 0, 0] / images[:, 1, 0, 0]
    assert 0.05 < gains.min() < 0.09
    assert 1.5 < gains.max() < 2.1
    assert 0.1 < (gains > 1).float().mean() < 0.3


def test_the_gray_of_what_the_camera_does_not_see_is_that_of_the_perception_node() -> None:
    images = photographs()
    images[:, :, :8] = FILL[0] / 255
    changed = augment_images(images, seeded(), replace(ALL, light_share=1.0))
    assert torch.equal(changed[:, :, :8], images[:, :, :8])
    assert not torch.equal(changed[:, :, 8:], images[:, :, 8:])
