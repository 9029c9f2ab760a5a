# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The deletion metric on networks with known attention."""

from typing import cast

import numpy as np
import pytest
import torch
from torch import Tensor
from vla_common.arrays import Float32Array
from vla_learning.evaluation.deletion_metric import area_under_curve
from vla_learning.evaluation.deletion_metric import delete_patches
from vla_learning.evaluation.deletion_metric import deletion_curve
from vla_learning.evaluation.deletion_metric import deletion_orders
from vla_learning.evaluation.deletion_metric import filling_image
from vla_learning.evaluation.deletion_metric import GroundingModel
from vla_learning.evaluation.deletion_metric import LEVELS
from vla_learning.evaluation.deletion_metric import PATCHES
from vla_perception.encoder_protocol import VisualEncoder
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.grounding import LocationPrediction
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.network_types import DenseScene
from vla_sim.physics.rendering import ImageArray

ROWS, COLS, CELL = 24, 32, 8
#: Table positions of the cells, 1 cm apart.
POSITIONS = 0.01 * torch.stack(
    torch.meshgrid(torch.arange(ROWS), torch.arange(COLS), indexing='ij'), -1
).flatten(0, 1)
#: Patch of the target: row 5, column 7 of 12 x 16.
TARGET = 5 * 16 + 7
TARGET_M = np.array((0.105, 0.145))


class BrightnessEncoder:
    """Encodes the brightness of each cell."""

    encoder_id = 'bright'

    def encode(self, image: Float32Array) -> list[Float32Array]:
        mean = torch.from_numpy(image.mean(0))[None]
        cells = torch.nn.functional.avg_pool2d(mean, CELL)[0].numpy()
        return [np.zeros((12, 16, 1), np.float32), cells[..., None]]


class BrightnessPolicy:
    """Locates the brightest cell; its image attention decreases with the patch number."""

    def forward_grounding(
        self,
        tokens: Tensor,
        fine: Tensor,
        states: Tensor,
        mask: Tensor,
        labels: ReferenceLabels,
        *,
        weights: bool,
    ) -> Grounding:
        heat = 40 * fine.flatten(2)
        reading = torch.arange(PATCHES, 0, -1).float()
        unused = torch.zeros(1, 1)
        dense = DenseScene(unused, unused, unused, POSITIONS[None].float(), unused, unused, unused)
        located = LocationPrediction(torch.cat([heat, heat], 1), unused, unused)
        return Grounding(
            located, unused, unused, unused, None, reading.expand(1, 3, -1), dense, unused, unused
        )


@pytest.fixture
def image() -> ImageArray:
    image = np.full((192, 256, 3), 60, np.uint8)
    row, col = divmod(TARGET, 16)
    image[16 * row : 16 * row + 16, 16 * col : 16 * col + 16] = 250
    return image


@pytest.fixture
def model() -> GroundingModel:
    return GroundingModel(
        cast(VisualEncoder, BrightnessEncoder()),
        cast(VlaPolicy, BrightnessPolicy()),
        torch.zeros(2, 4),
        torch.ones(2, dtype=torch.bool),
        ReferenceLabels(torch.ones(1, 2, 8), torch.ones(1, 2, 5)),
    )


def test_the_heat_map_lies_on_the_target(model: GroundingModel, image: ImageArray) -> None:
    assert model.score(image, TARGET_M) > 0.99
    assert model.score(image, np.array((0.2, 0.02))) < 0.01


def test_orders_follow_the_attention(model: GroundingModel, image: ImageArray) -> None:
    orders = deletion_orders(model.ground(image), np.random.default_rng(0), 4)
    assert orders.attended['heat map'][0] == TARGET
    assert orders.attended['query attention'].tolist() == list(range(PATCHES))
    assert len(orders.random) == 4
    for order in (orders.attended['heat map'], *orders.random):
        assert sorted(order.tolist()) == list(range(PATCHES))


def test_a_fusion_without_attention_has_the_heat_map_only(
    model: GroundingModel, image: ImageArray
) -> None:
    grounding = model.ground(image)._replace(image_weights=None)
    assert list(deletion_orders(grounding, np.random.default_rng(0), 1).attended) == ['heat map']


def test_only_the_given_patches_are_deleted(image: ImageArray) -> None:
    filling = filling_image(image, 'mean')
    deleted = delete_patches(image, np.array([0, TARGET]), filling)
    changed = (deleted != image).any(-1)
    assert changed[:16, :16].all()
    assert changed[80:96, 112:128].all()
    assert changed.sum() == 2 * 256
    assert (delete_patches(image, np.arange(PATCHES), filling) == filling).all()


def test_a_filling_is_the_mean_color_or_a_blur(image: ImageArray) -> None:
    assert np.ptp(filling_image(image, 'mean')) == 0
    assert filling_image(image, 'mean')[0, 0, 0] == pytest.approx(image.mean(), abs=0.6)
    assert 0 < np.ptp(filling_image(image, 'blur').astype(int)) < 100
    with pytest.raises(ValueError, match="mean or blur; got 'black'"):
        filling_image(image, 'black')


def test_deleting_the_heat_map_first_reduces_the_score_more(
    model: GroundingModel, image: ImageArray
) -> None:
    orders, filling = (
        deletion_orders(model.ground(image), np.random.default_rng(0), 1),
        filling_image(image, 'mean'),
    )
    by_heat_map = deletion_curve(model, image, TARGET_M, orders.attended['heat map'], filling)
    by_chance = deletion_curve(model, image, TARGET_M, orders.random[0], filling)
    assert by_heat_map[0] == by_chance[0] > 0.99
    assert by_heat_map[1] < 0.1
    assert area_under_curve(by_heat_map) < area_under_curve(by_chance)


def test_areas_of_known_curves() -> None:
    levels = np.array(LEVELS)
    assert area_under_curve(np.ones(len(LEVELS))) == pytest.approx(1.0)
    assert area_under_curve(np.stack([levels, 1 - levels])) == pytest.approx([0.5, 0.5])
