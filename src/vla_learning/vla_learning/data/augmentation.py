# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Photometric image augmentation: lighting, cutout, blur, sensor noise and JPEG artifacts.

Images are (B, 3, H, W) in [0, 1], RGB; H and W are multiples of 8. All kernels are symmetric, so
that labels in pixels and meters stay valid.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import fields
import math

import torch
from torch import Tensor
from torch.nn import functional
from vla_perception.table_rectification import FILL

_BLOCK = 8
_UNSEEN = FILL[0] / 255
_TAPS = 3  # samples of a motion blur on either side of its center


@dataclass(frozen=True)
class Augmentation:
    """
    Strength of each operation; a `*_share` is the share of images it is applied to.

    Light is darker by up to the factor exp(`light_range`), or brighter by up to its fourth root.
    """

    light_share: float = 0.35
    light_range: float = 2.8
    exposure: float = 0.15
    white_balance: float = 0.03
    brightness: float = 0.05
    contrast: float = 0.10
    noise_share: float = 0.7
    noise: float = 0.04
    motion_blur_share: float = 0.15
    motion_blur_px: float = 4.0
    defocus_share: float = 0.15
    jpeg_share: float = 0.2
    jpeg_step: float = 0.12
    patch_share: float = 0.15
    patches: int = 3
    patch_px: int = 10

    def __post_init__(self) -> None:
        """Check the numbers."""
        for field in fields(self):
            value, most = getattr(self, field.name), 1 if field.name.endswith('share') else 100
            if not 0 <= value <= most:
                raise ValueError(f'{field.name} must be within 0 and {most}, got {value}')


#: Identity.
NONE = Augmentation(**{field.name: 0 for field in fields(Augmentation)})  # type: ignore[arg-type]
DEFAULT = Augmentation()


def augment_images(
    images: Tensor, generator: torch.Generator, settings: Augmentation = DEFAULT
) -> Tensor:
    """
    Return augmented images of the same shape and memory format.

    The state of `generator` determines all random choices.

    Raises
    ------
    ValueError
        If the images are not (B, 3, H, W) with H and W multiples of 8.

    """
    if images.ndim != 4 or images.shape[1] != 3 or any(n % _BLOCK for n in images.shape[2:]):
        raise ValueError(
            f'images must be (B, 3, H, W) with H and W multiples of 8, got {tuple(images.shape)}'
        )
    # Where the camera sees nothing, rectified images are gray in any light.
    unseen = (images == _UNSEEN).all(1, keepdim=True)
    # Physical order: light, lens, sensor, driver.
    changed = adjust_lighting(images.contiguous(), generator, settings)
    for share, operation in _OPERATIONS:
        chosen = torch.rand(len(images), generator=generator) < getattr(settings, share)
        for i in chosen.nonzero().flatten().tolist():
            changed[i] = operation(changed[i], generator, settings)
    changed = changed.clamp_(0, 1).mul_(255).round_().div_(255)
    return torch.where(unseen, images, changed).contiguous(memory_format=torch.channels_last)


def adjust_lighting(images: Tensor, generator: torch.Generator, settings: Augmentation) -> Tensor:
    """Change exposure, white balance, brightness and contrast of each image."""

    def normal(*shape: int) -> Tensor:
        return torch.randn(len(images), *shape, generator=generator)

    gain = 1 + settings.exposure * normal(1, 1, 1) + settings.white_balance * normal(3, 1, 1)
    light = settings.light_range * (1.25 * torch.rand(len(images), generator=generator) - 1)
    chosen = torch.rand(len(images), generator=generator) < settings.light_share
    light = torch.exp(light * chosen)[:, None, None, None]
    contrast = torch.exp(settings.contrast * normal(1, 1, 1))
    # 0.5 + contrast * (gain * image - 0.5) + offset, in one pass over the pixels.
    offset = 0.5 - 0.5 * contrast + settings.brightness * normal(1, 1, 1)
    # Brightness and contrast are settings of the camera: they do not lift a dark image.
    return torch.addcmul(offset, images, contrast * gain).mul_(light)


def cutout(image: Tensor, generator: torch.Generator, settings: Augmentation) -> Tensor:
    """Cover some small rectangles of (3, H, W) with a dull color that no object has."""
    count = int(_draw(generator, 1, settings.patches + 1))
    image = image.clone()
    for _ in range(min(count, settings.patches)):
        height, width = (
            max(1, round(settings.patch_px * _draw(generator, 0.4, 1))) for _ in range(2)
        )
        top, left = (int(_draw(generator, 0, size)) for size in image.shape[1:])
        tint = _draw(generator, 0.25, 0.7) + 0.03 * torch.randn(3, 1, 1, generator=generator)
        image[:, top : top + height, left : left + width] = tint
    return image


def motion_blur(image: Tensor, generator: torch.Generator, settings: Augmentation) -> Tensor:
    """Blur (3, H, W) symmetrically along one direction."""
    reach = settings.motion_blur_px / 2 * _draw(generator, 0.3, 1)
    angle = _draw(generator, 0, math.pi)
    steps = [reach * k / _TAPS for k in range(1, _TAPS + 1)]
    return _blur(image, [(round(s * math.sin(angle)), round(s * math.cos(angle))) for s in steps])


def defocus_blur(image: Tensor, generator: torch.Generator, settings: Augmentation) -> Tensor:
    """Blur (3, H, W) with a kernel of 3 x 3 pixels, as a defocused lens does."""
    del settings
    weight = _draw(generator, 0.3, 1)
    return torch.lerp(image, _blur(image, [(0, 1), (1, 0), (1, 1), (1, -1)]), weight)


def sensor_noise(image: Tensor, generator: torch.Generator, settings: Augmentation) -> Tensor:
    """Add noise to (3, H, W) whose strength grows with brightness."""
    strength = settings.noise * _draw(generator, 0, 1)
    grain = torch.randn(image.shape, generator=generator)
    level = min(0.5, 4 * image.mean().item())
    return torch.addcmul(image, grain, strength * (level + image.clamp(0, 1)))


def jpeg_compress(image: Tensor, generator: torch.Generator, settings: Augmentation) -> Tensor:
    """Quantize the DCT coefficients of blocks of 8 x 8 in (3, H, W), as JPEG does."""
    _, height, width = image.shape
    basis, step = _DCT_BASIS, settings.jpeg_step * _draw(generator, 0.2, 1) * _STEPS
    blocks = (
        (_TO_YCC @ (image - 0.5).reshape(3, -1))
        .reshape(3, height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
        .transpose(2, 3)
    )
    coefficients = basis @ blocks @ basis.T
    coefficients = (coefficients / step).round_().mul_(step)
    blocks = basis.T @ coefficients @ basis
    flat = blocks.transpose(2, 3).reshape(3, -1)
    return (_FROM_YCC @ flat).reshape(image.shape) + 0.5


def _blur(image: Tensor, offsets: list[tuple[int, int]]) -> Tensor:
    """Return the mean of an image and its copies shifted by each offset and its opposite."""
    margin = max(1, *(abs(n) for offset in offsets for n in offset))
    wide = functional.pad(image[None], [margin] * 4, mode='replicate')[0]
    _, height, width = image.shape
    total = image.clone()
    for down, right in offsets:
        for sign in (-1, 1):
            top, left = margin + sign * down, margin + sign * right
            total += wide[:, top : top + height, left : left + width]
    return total.div_(1 + 2 * len(offsets))


def _draw(generator: torch.Generator, low: float, high: float) -> float:
    return low + (high - low) * torch.rand((), generator=generator).item()


def _dct_basis() -> Tensor:
    """Return the orthonormal discrete cosine transform of 8 values."""
    k = torch.arange(_BLOCK, dtype=torch.float64)
    rows = torch.cos(math.pi / _BLOCK * (k + 0.5) * k[:, None]) * math.sqrt(2 / _BLOCK)
    rows[0] /= math.sqrt(2)
    return rows.float()


_DCT_BASIS = _dct_basis()
# Quantization steps: coarser for fine detail, and twice as coarse for color as for brightness.
_STEPS = (
    (1 + torch.arange(_BLOCK)[:, None] + torch.arange(_BLOCK)).float()
    / 4
    * torch.tensor((1.0, 2.0, 2.0)).reshape(3, 1, 1, 1, 1)
)
_TO_YCC = torch.tensor(((0.299, 0.587, 0.114), (-0.1687, -0.3313, 0.5), (0.5, -0.4187, -0.0813)))
_FROM_YCC = torch.linalg.inv(_TO_YCC)
_OPERATIONS: tuple[tuple[str, Callable[[Tensor, torch.Generator, Augmentation], Tensor]], ...] = (
    ('patch_share', cutout),
    ('motion_blur_share', motion_blur),
    ('defocus_share', defocus_blur),
    ('noise_share', sensor_noise),
    ('jpeg_share', jpeg_compress),
)
