# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The deletion metric: what happens to grounding when patches of the image are deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_learning.evaluation.trials import Trial
from vla_perception.preprocess import resize_image
from vla_perception.preprocess import to_tensor
from vla_perception.visual_encoder import TOKEN_COLS
from vla_perception.visual_encoder import TOKEN_ROWS
from vla_perception.visual_encoder import VisualEncoder
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import VlaPolicy
from vla_sim.physics.rendering import Image

Scores = NDArray[np.float64]

PATCHES = TOKEN_ROWS * TOKEN_COLS
#: Shares of the patches that are deleted.
LEVELS = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.35, 0.5, 0.75, 1.0)
#: A target found nearer than this to where it is counts as found [m].
FOUND_M = 0.04


class Orders(NamedTuple):
    """In which order patches are deleted, (PATCHES,) each, rows from the top."""

    #: By the target's heat map, which is the topic `attention`, and by what its query read.
    attended: dict[str, NDArray[np.int64]]
    random: tuple[NDArray[np.int64], ...]


@dataclass(frozen=True)
class Eye:
    """Encoder and policy with one command about one image."""

    encoder: VisualEncoder
    policy: VlaPolicy
    states: Tensor  # (L, channels)
    mask: Tensor  # (L,)

    def ground(self, image: Image) -> Grounding:
        """Ground the command in an image of the encoder's size."""
        tokens, fine = self.encoder.encode(to_tensor(image))
        return self.policy.ground(
            tokens.flatten(0, 1)[None],
            fine.permute(2, 0, 1)[None],
            self.states[None],
            self.mask[None],
            weights=True,
        )

    def score(self, image: Image, target_m: Scores) -> float:
        """Return the share of the heat map that lies on the target (2,), 0 to 1."""
        g = self.ground(image)
        share = g.located.logits[0, 0].softmax(-1)
        away = (g.dense.position[0] - torch.from_numpy(target_m).float()).norm(dim=-1)
        return float(share[away < FOUND_M].sum())


def fill(image: Image, how: str) -> Image:
    """
    Return what deleted patches look like: ``mean`` color or ``blur``.

    Raises
    ------
    ValueError
        If `how` is neither.

    """
    if how == 'mean':
        return np.broadcast_to(image.mean((0, 1)).round().astype(np.uint8), image.shape).copy()
    if how == 'blur':
        return np.asarray(cv2.GaussianBlur(image, (0, 0), 16.0), np.uint8)
    raise ValueError(f'deleted patches must be filled by mean or blur; got {how!r}')


def delete(image: Image, patches: NDArray[np.int64], filling: Image) -> Image:
    """Return `image` (H, W, 3) with `patches` replaced by those of `filling`."""
    gone = np.zeros(PATCHES, np.uint8)
    gone[patches] = 1
    size = (image.shape[1], image.shape[0])
    mask = cv2.resize(gone.reshape(TOKEN_ROWS, TOKEN_COLS), size, interpolation=cv2.INTER_NEAREST)
    return np.where(mask[..., None] > 0, filling, image)


def orders(g: Grounding, rng: np.random.Generator, random: int) -> Orders:
    """Return the orders of deletion for one grounded command."""
    heat = g.located.logits[0, 0].softmax(-1).reshape(TOKEN_ROWS, 2, TOKEN_COLS, 2)
    attention = {'pointing': heat.sum((1, 3)).flatten()}
    # Not every fusion reads patches by attention.
    if g.image_weights is not None:
        attention['reading'] = g.image_weights[0, 0]
    return Orders(
        attended={
            name: np.argsort(-shares.numpy(), kind='stable') for name, shares in attention.items()
        },
        random=tuple(rng.permutation(PATCHES) for _ in range(random)),
    )


def deletion_curve(
    eye: Eye, image: Image, target_m: Scores, order: NDArray[np.int64], filling: Image
) -> list[float]:
    """Return the score at each of LEVELS."""
    return [
        eye.score(delete(image, order[: round(level * PATCHES)], filling), target_m)
        for level in LEVELS
    ]


def area(curve: Sequence[float] | Scores) -> Scores:
    """Return the area under curves (..., LEVELS) by trapezoids."""
    values = np.asarray(curve, float)
    steps = np.diff(LEVELS)
    result: Scores = ((values[..., 1:] + values[..., :-1]) / 2 * steps).sum(-1)
    return result


@torch.inference_mode()
def curves_of(
    trial: Trial, image: Image, eye: Eye, how: str, random: int
) -> dict[str, list[float]]:
    """Return the deletion curves of one trial's first image; random ones are averaged."""
    assert trial.task is not None
    item = trial.scene.find(trial.task.target)
    target_m, small = np.array((item.x_m, item.y_m)), resize_image(image)
    filling = fill(small, how)
    asked = orders(eye.ground(small), np.random.default_rng((trial.seed, 6)), random)
    drawn = [deletion_curve(eye, small, target_m, order, filling) for order in asked.random]
    attended = {
        f'most attended by the {name}': deletion_curve(eye, small, target_m, order, filling)
        for name, order in asked.attended.items()
    }
    return attended | {'random': np.mean(drawn, axis=0).tolist()}
