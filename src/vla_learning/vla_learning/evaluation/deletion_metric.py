# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Deletion metric: grounding score as a function of the share of deleted image patches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_learning.evaluation.trials import EvaluationTrial
from vla_perception.encoder_protocol import TOKEN_COLS
from vla_perception.encoder_protocol import TOKEN_ROWS
from vla_perception.encoder_protocol import VisualEncoder
from vla_perception.preprocess import resize_image
from vla_perception.preprocess import to_unit_range
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.observation import Observation
from vla_sim.physics.rendering import ImageArray

Scores = NDArray[np.float64]

PATCHES = TOKEN_ROWS * TOKEN_COLS
#: Shares of deleted patches.
LEVELS = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.35, 0.5, 0.75, 1.0)
#: Radius around the target [m] in which the heat map counts for the score.
TARGET_RADIUS_M = 0.04


class DeletionOrders(NamedTuple):
    """Orders of deletion, (PATCHES,) each; patches are numbered by rows from the top."""

    #: By heat map of the target (topic `attention`) and by image attention of its query.
    attended: dict[str, NDArray[np.int64]]
    random: tuple[NDArray[np.int64], ...]


@dataclass(frozen=True)
class GroundingModel:
    """Encoder and policy with a fixed command."""

    encoder: VisualEncoder
    policy: VlaPolicy
    states: Tensor  # (L, channels)
    mask: Tensor  # (L,)
    references: ReferenceLabels  # of one command

    def ground(self, image: ImageArray) -> Grounding:
        """Ground the command in an image of the input size of the encoder."""
        features = Observation.from_levels(0.0, self.encoder.encode(to_unit_range(image)))
        return self.policy.forward_grounding(
            torch.from_numpy(features.tokens)[None],
            torch.from_numpy(features.feature_map)[None],
            self.states[None],
            self.mask[None],
            self.references,
            weights=True,
        )

    def score(self, image: ImageArray, target_m: Scores) -> float:
        """Return the share of the heat map on the target at (2,) [m], 0 to 1."""
        g = self.ground(image)
        share = g.location.logits[0, 0].softmax(-1)
        distance = (g.dense.position[0] - torch.from_numpy(target_m).float()).norm(dim=-1)
        return float(share[distance < TARGET_RADIUS_M].sum())


def filling_image(image: ImageArray, fill: str) -> ImageArray:
    """
    Return the image that replaces deleted patches.

    Parameters
    ----------
    image
        Original image (H, W, 3).
    fill
        'mean' for its mean color or 'blur' for a blurred copy.

    Raises
    ------
    ValueError
        If `fill` is neither.

    """
    if fill == 'mean':
        return np.broadcast_to(image.mean((0, 1)).round().astype(np.uint8), image.shape).copy()
    if fill == 'blur':
        return np.asarray(cv2.GaussianBlur(image, (0, 0), 16.0), np.uint8)
    raise ValueError(f'deleted patches must be filled by mean or blur; got {fill!r}')


def delete_patches(
    image: ImageArray, patches: NDArray[np.int64], filling: ImageArray
) -> ImageArray:
    """Return `image` (H, W, 3) with `patches` copied from `filling`."""
    deleted = np.zeros(PATCHES, np.uint8)
    deleted[patches] = 1
    size = (image.shape[1], image.shape[0])
    mask = cv2.resize(
        deleted.reshape(TOKEN_ROWS, TOKEN_COLS), size, interpolation=cv2.INTER_NEAREST
    )
    return np.where(mask[..., None] > 0, filling, image)


def deletion_orders(g: Grounding, rng: np.random.Generator, random: int) -> DeletionOrders:
    """Return the orders of deletion of one grounded command."""
    heat = g.location.logits[0, 0].softmax(-1).reshape(-1, TOKEN_ROWS, 2, TOKEN_COLS, 2)
    attention = {'heat map': heat.sum((0, 2, 4)).flatten()}
    # Not every fusion attends to patches.
    if g.image_weights is not None:
        attention['query attention'] = g.image_weights[0, 0]
    return DeletionOrders(
        attended={
            name: np.argsort(-shares.numpy(), kind='stable') for name, shares in attention.items()
        },
        random=tuple(rng.permutation(PATCHES) for _ in range(random)),
    )


def deletion_curve(
    model: GroundingModel,
    image: ImageArray,
    target_m: Scores,
    order: NDArray[np.int64],
    filling: ImageArray,
) -> list[float]:
    """Return the score at each of LEVELS."""
    return [
        model.score(delete_patches(image, order[: round(level * PATCHES)], filling), target_m)
        for level in LEVELS
    ]


def area_under_curve(curve: Sequence[float] | Scores) -> Scores:
    """Return the area under curves (..., LEVELS) by the trapezoidal rule."""
    values = np.asarray(curve, float)
    steps = np.diff(LEVELS)
    result: Scores = ((values[..., 1:] + values[..., :-1]) / 2 * steps).sum(-1)
    return result


@torch.inference_mode()
def deletion_curves(
    trial: EvaluationTrial, image: ImageArray, model: GroundingModel, fill: str, random: int
) -> dict[str, list[float]]:
    """Return the deletion curves of the first image of a trial; random curves are averaged."""
    assert trial.task is not None
    item = trial.scene.find(trial.task.target)
    target_m, small = np.array((item.x_m, item.y_m)), resize_image(image)
    filling = filling_image(small, fill)
    orders = deletion_orders(model.ground(small), np.random.default_rng((trial.seed, 6)), random)
    random_curves = [
        deletion_curve(model, small, target_m, order, filling) for order in orders.random
    ]
    attended = {
        f'highest in {name}': deletion_curve(model, small, target_m, order, filling)
        for name, order in orders.attended.items()
    }
    return attended | {'random': np.mean(random_curves, axis=0).tolist()}
