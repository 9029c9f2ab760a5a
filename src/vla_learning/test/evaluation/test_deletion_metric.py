# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The deletion metric on networks whose attention is known."""

from typing import cast

import numpy as np
import pytest
import torch
from torch import Tensor
from vla_learning.evaluation.attention_faithfulness import summarize
from vla_learning.evaluation.deletion_metric import area
from vla_learning.evaluation.deletion_metric import delete
from vla_learning.evaluation.deletion_metric import deletion_curve
from vla_learning.evaluation.deletion_metric import Eye
from vla_learning.evaluation.deletion_metric import fill
from vla_learning.evaluation.deletion_metric import LEVELS
from vla_learning.evaluation.deletion_metric import orders
from vla_learning.evaluation.deletion_metric import PATCHES
from vla_perception.visual_encoder import VisualEncoder
from vla_policy.nn.grounding import DenseScene
from vla_policy.nn.grounding import Located
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.reference_resolution import Asked
from vla_policy.nn.reference_resolution import Matches
from vla_sim.physics.rendering import Image

ROWS, COLS, CELL = 24, 32, 8
#: Cells of the map look at places 1 cm apart.
PLACES = 0.01 * torch.stack(
    torch.meshgrid(torch.arange(ROWS), torch.arange(COLS), indexing='ij'), -1
).flatten(0, 1)
#: Patch of the target: row 5, column 7 of 12 x 16.
TARGET = 5 * 16 + 7
TARGET_M = np.array((0.105, 0.145))


class Bright:
    """Sees how bright each cell is."""

    encoder_id = 'bright'

    def encode(self, image: Tensor) -> list[Tensor]:
        cells = torch.nn.functional.avg_pool2d(image.mean(0)[None], CELL)[0]
        return [torch.zeros(12, 16, 1), cells[..., None]]


class Pointer:
    """Points at what is bright; reads the patches in the order of their numbers."""

    def ground(
        self, tokens: Tensor, fine: Tensor, states: Tensor, mask: Tensor, *, weights: bool
    ) -> Grounding:
        heat = 40 * fine.flatten(2)
        reading = torch.arange(PATCHES, 0, -1).float()
        nothing = torch.zeros(1, 1)
        dense = DenseScene(nothing, nothing, nothing, PLACES[None].float(), nothing)
        located = Located(torch.cat([heat, heat], 1), nothing, nothing, nothing, nothing)
        return Grounding(
            located,
            nothing,
            nothing,
            nothing,
            nothing,
            None,
            reading.expand(1, 3, -1),
            dense,
            Asked(nothing, nothing),
            Matches(nothing, nothing),
            nothing,
            nothing,
        )


@pytest.fixture
def image() -> Image:
    image = np.full((192, 256, 3), 60, np.uint8)
    row, col = divmod(TARGET, 16)
    image[16 * row : 16 * row + 16, 16 * col : 16 * col + 16] = 250
    return image


@pytest.fixture
def eye() -> Eye:
    return Eye(
        cast(VisualEncoder, Bright()),
        cast(VlaPolicy, Pointer()),
        torch.zeros(2, 4),
        torch.ones(2, dtype=torch.bool),
    )


def test_the_heat_map_lies_on_the_target(eye: Eye, image: Image) -> None:
    assert eye.score(image, TARGET_M) > 0.99
    assert eye.score(image, np.array((0.2, 0.02))) < 0.01


def test_orders_are_by_attention(eye: Eye, image: Image) -> None:
    asked = orders(eye.ground(image), np.random.default_rng(0), 4)
    assert asked.attended['pointing'][0] == TARGET
    assert asked.attended['reading'].tolist() == list(range(PATCHES))
    assert len(asked.random) == 4
    for order in (asked.attended['pointing'], *asked.random):
        assert sorted(order.tolist()) == list(range(PATCHES))


def test_a_fusion_without_attention_has_no_order_of_reading(eye: Eye, image: Image) -> None:
    blind = eye.ground(image)._replace(image_weights=None)
    assert list(orders(blind, np.random.default_rng(0), 1).attended) == ['pointing']


def test_only_the_patches_asked_for_are_deleted(image: Image) -> None:
    filling = fill(image, 'mean')
    deleted = delete(image, np.array([0, TARGET]), filling)
    changed = (deleted != image).any(-1)
    assert changed[:16, :16].all()
    assert changed[80:96, 112:128].all()
    assert changed.sum() == 2 * 256
    assert (delete(image, np.arange(PATCHES), filling) == filling).all()


def test_a_filling_is_the_mean_color_or_a_blur(image: Image) -> None:
    assert np.ptp(fill(image, 'mean')) == 0
    assert fill(image, 'mean')[0, 0, 0] == pytest.approx(image.mean(), abs=0.6)
    assert 0 < np.ptp(fill(image, 'blur').astype(int)) < 100
    with pytest.raises(ValueError, match="mean or blur; got 'black'"):
        fill(image, 'black')


def test_deleting_what_was_pointed_at_hurts_more(eye: Eye, image: Image) -> None:
    asked, filling = orders(eye.ground(image), np.random.default_rng(0), 1), fill(image, 'mean')
    pointed = deletion_curve(eye, image, TARGET_M, asked.attended['pointing'], filling)
    by_chance = deletion_curve(eye, image, TARGET_M, asked.random[0], filling)
    assert pointed[0] == by_chance[0] > 0.99
    assert pointed[1] < 0.1
    assert area(pointed) < area(by_chance)


def test_areas_are_those_of_known_curves() -> None:
    levels = np.array(LEVELS)
    assert area(np.ones(len(LEVELS))) == pytest.approx(1.0)
    assert area(np.stack([levels, 1 - levels])) == pytest.approx([0.5, 0.5])


def test_the_summary_compares_with_random_image_by_image() -> None:
    random = np.linspace(0.4, 0.8, 30)[:, None] * np.ones(len(LEVELS))
    found = summarize({'pointing': random - 0.3, 'random': random})
    assert found['pointing']['below_random'] == pytest.approx(0.3)
    assert found['pointing']['below_random_interval95'] == pytest.approx([0.3, 0.3])
    assert found['random']['below_random'] == 0.0
    low, high = found['random']['area_interval95']
    assert low < 0.6 < high
