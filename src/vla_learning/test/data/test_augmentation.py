# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Augmented images are other photographs of the same scene."""

from dataclasses import replace
import time

import pytest
import torch
from torch import Tensor
from vla_learning.data.augmentation import Augmentation
from vla_learning.data.augmentation import augmented
from vla_learning.data.augmentation import compressed
from vla_learning.data.augmentation import DEFAULT
from vla_learning.data.augmentation import defocused
from vla_learning.data.augmentation import motion_blurred
from vla_learning.data.augmentation import noised
from vla_learning.data.augmentation import NONE
from vla_learning.data.augmentation import patched

SHARES = ('patch_share', 'motion_blur_share', 'defocus_share', 'noise_share', 'jpeg_share')
ALL = replace(DEFAULT, **dict.fromkeys(SHARES, 1.0))


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def photographs(count: int = 4) -> Tensor:
    """Return gray images with a bright square in the middle."""
    images = torch.full((count, 3, 48, 64), 0.4)
    images[:, 0, 20:28, 28:36] = 0.9
    return images.contiguous(memory_format=torch.channels_last)


def centroid(image: Tensor) -> Tensor:
    """Return row and column of what stands out in red."""
    weight = (image[0] - image[0, 0, 0]).clamp(min=0)
    rows, columns = torch.arange(48.0), torch.arange(64.0)
    return torch.stack(((weight.sum(1) @ rows), (weight.sum(0) @ columns))) / weight.sum()


def test_the_seed_decides_and_the_images_given_stay() -> None:
    images = photographs()
    before = images.clone()
    first = augmented(images, seeded(1), ALL)
    assert torch.equal(first, augmented(images, seeded(1), ALL))
    assert not torch.equal(first, augmented(images, seeded(2), ALL))
    assert torch.equal(images, before)


def test_shape_format_and_range_stay() -> None:
    changed = augmented(photographs(), seeded(), ALL)
    assert changed.shape == (4, 3, 48, 64)
    assert changed.is_contiguous(memory_format=torch.channels_last)
    assert 0 <= changed.min() < changed.max() <= 1


def test_without_strength_nothing_changes() -> None:
    assert torch.allclose(augmented(photographs(), seeded(), NONE), photographs(), atol=1e-6)


@pytest.mark.parametrize('share', SHARES)
def test_each_share_changes_that_share_of_the_images(share: str) -> None:
    images = photographs(200)
    settings = replace(
        NONE, **{share: 0.3}, noise=0.1, motion_blur_px=4.0, jpeg_step=0.3, patches=2, patch_px=8
    )
    changed = (augmented(images, seeded(), settings) - images).abs().amax((1, 2, 3)) > 1e-4
    assert 0.2 < changed.float().mean() < 0.4


@pytest.mark.parametrize('change', [motion_blurred, defocused, compressed, noised])
def test_nothing_moves(change: object) -> None:
    image = photographs(1)[0]
    settings = replace(DEFAULT, noise=0.01, motion_blur_px=6.0)
    assert callable(change)
    for seed in range(8):
        # Ringing and grain of the gray around are not the square.
        changed = change(image, seeded(seed), settings)
        changed = torch.where(changed > 0.5, changed, 0.0)
        assert torch.allclose(centroid(changed), torch.tensor((23.5, 31.5)), atol=0.25)


def test_blur_takes_contrast_and_keeps_light() -> None:
    image = photographs(1)[0]
    for blur in (motion_blurred, defocused):
        blurred = blur(image, seeded(3), DEFAULT)
        assert blurred.std() < image.std()
        assert blurred.mean().item() == pytest.approx(image.mean().item(), abs=1e-5)


def test_compression_keeps_blocks_apart_and_loses_detail() -> None:
    fine = torch.rand(3, 16, 16, generator=seeded())
    changed = fine.clone()
    changed[:, :8, :8] = 0.1
    settings = replace(DEFAULT, jpeg_step=0.3)
    a, b = (compressed(x, seeded(4), settings) for x in (fine, changed))
    assert torch.equal(a[:, 8:], b[:, 8:])
    assert 0.005 < (a - fine).abs().mean() < 0.3
    kept = compressed(fine, seeded(4), replace(DEFAULT, jpeg_step=1e-4))
    assert torch.allclose(kept, fine, atol=1e-3)


def test_patches_are_few_and_small() -> None:
    image = photographs(1)[0]
    for seed in range(20):
        covered = (patched(image, seeded(seed), DEFAULT) != image).any(0)
        assert 0 < covered.sum() <= DEFAULT.patches * DEFAULT.patch_px**2


def test_noise_grows_with_light() -> None:
    dark, bright = torch.full((3, 64, 64), 0.05), torch.full((3, 64, 64), 0.9)
    spread = [(noised(image, seeded(5), DEFAULT) - image).std() for image in (dark, bright)]
    assert spread[1] > 1.5 * spread[0]


@pytest.mark.parametrize('shape', [(3, 48, 64), (1, 1, 48, 64), (1, 3, 50, 64)])
def test_a_wrong_shape_is_named(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=f'multiples of 8, got .*{shape[-2]}, {shape[-1]}'):
        augmented(torch.zeros(shape), seeded())


@pytest.mark.parametrize(('name', 'value'), [('jpeg_share', 1.5), ('noise', -0.1)])
def test_a_strength_out_of_range_is_named(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f'{name} must be within 0 and .* got {value}'):
        Augmentation(**{name: value})


def test_augmenting_is_cheap() -> None:
    images = torch.rand(16, 3, 192, 256).contiguous(memory_format=torch.channels_last)
    times = []
    for seed in range(5):
        start = time.thread_time()
        augmented(images, seeded(seed))
        times.append(time.thread_time() - start)
    # About 2 ms an image; the rest is room for a busy machine.
    assert min(times) / len(images) < 0.01
