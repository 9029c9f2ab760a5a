# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Grounding: soft-argmax of locations, and grasp yaw."""

import math

import numpy as np
import pytest
import torch
from vla_policy.nn.grounding import cells_around
from vla_policy.nn.grounding import grasp_yaw
from vla_policy.nn.grounding import keep_peak
from vla_policy.nn.grounding import LocationHead
from vla_policy.types.network_types import DenseScene

ROWS, COLS, CHANNELS, DIM = 6, 8, 4, 10
CELLS = ROWS * COLS


def _dense(images: int) -> DenseScene:
    cells = torch.arange(CELLS)
    position = 0.1 * torch.stack([cells // COLS, cells % COLS], -1).float()
    return DenseScene(
        torch.zeros(images, CELLS),
        torch.zeros(images, CELLS, 8),
        torch.zeros(images, CELLS, 5),
        position.expand(images, -1, -1),
        torch.zeros(images, CELLS, 2),
        torch.zeros(images, 6),
        torch.zeros(images, 6),
    )


def _head() -> LocationHead:
    torch.manual_seed(0)
    return LocationHead(dim=DIM, channels=CHANNELS, layers=1)


def test_only_the_strongest_peak_is_kept() -> None:
    share = torch.zeros(1, 1, 6 * 8)
    share[0, 0, [9, 10]] = torch.tensor((0.3, 0.3))
    share[0, 0, 44] = 0.4
    kept = keep_peak(share, 6, 8)
    assert kept[0, 0, 44] == 0
    torch.testing.assert_close(kept[0, 0, [9, 10]], torch.tensor((0.5, 0.5)))
    torch.testing.assert_close(kept.sum(-1), torch.ones(1, 1))


def test_cells_around_a_cell_end_at_the_edges_of_the_grid() -> None:
    around = cells_around(torch.tensor([0, 27]), 6, 8)
    assert around.shape == (2, 48)
    assert around[0].nonzero().flatten().tolist() == [0, 1, 2, 8, 9, 10, 16, 17, 18]
    # 27 is at row 3, column 3.
    expected = [8 * row + col for row in range(1, 6) for col in range(1, 6)]
    assert around[1].nonzero().flatten().tolist() == expected


def test_the_location_is_at_the_cell_that_the_prior_selects() -> None:
    head, prior = _head().eval(), torch.zeros(1, 2, CELLS)
    with torch.no_grad():
        head.key.weight.zero_()
        head.key.bias.zero_()
        head.trust.fill_(4.0)
    prior[0, 0, 11], prior[0, 1, 37] = 1.0, 1.0
    location = head(torch.zeros(1, 2, DIM), torch.zeros(1, CHANNELS, ROWS, COLS), _dense(1), prior)
    expected = torch.tensor([[0.1, 0.3], [0.4, 0.5]])  # 11 = 1 * 8 + 3, 37 = 4 * 8 + 5
    torch.testing.assert_close(location.position[0], expected, rtol=0, atol=1e-3)


def test_commands_of_one_image_share_its_cells() -> None:
    head = _head().eval()
    queries, feature_map = torch.randn(4, 2, DIM), torch.randn(2, CHANNELS, ROWS, COLS)
    prior = torch.rand(4, 2, CELLS)
    together = head(queries, feature_map, _dense(2), prior)
    for i in range(4):
        image = i // 2
        alone = head(queries[i, None], feature_map[image, None], _dense(1), prior[i, None])
        torch.testing.assert_close(together.logits[i], alone.logits[0])
        torch.testing.assert_close(together.position[i], alone.position[0])


def test_the_location_loss_does_not_change_the_prior() -> None:
    prior = torch.rand(1, 2, CELLS, requires_grad=True)
    location = _head().train()(
        torch.randn(1, 2, DIM), torch.randn(1, CHANNELS, ROWS, COLS), _dense(1), prior
    )
    location.position.sum().backward()
    assert prior.grad is None


@pytest.mark.parametrize('yaw', np.linspace(-0.7, 0.7, 5).tolist())
def test_the_grasp_yaw_is_invariant_to_quarter_turns(yaw: float) -> None:
    for turn in (0.0, math.pi / 2, -math.pi):
        angle = torch.tensor(4 * (yaw + turn))
        actual = grasp_yaw(torch.stack([angle.cos(), angle.sin()]))
        assert float(actual) == pytest.approx(yaw, abs=1e-5)


def test_the_peak_is_kept_in_its_layer_alone() -> None:
    share = torch.zeros(1, 1, 2 * 48)
    share[0, 0, [9, 48 + 9, 48 + 10]] = torch.tensor((0.3, 0.4, 0.3))
    kept = keep_peak(share, 6, 8)
    assert kept[0, 0].nonzero().flatten().tolist() == [57, 58]
    torch.testing.assert_close(kept[0, 0, 57], torch.tensor(4 / 7))


def test_every_layer_has_keys_of_its_own() -> None:
    torch.manual_seed(0)
    head = LocationHead(dim=DIM, channels=CHANNELS, layers=2).eval()
    one = _dense(1)
    cells = (torch.cat([part, part], 1) for part in one[:-2])
    dense = DenseScene(*cells, *one[-2:])
    found = head(
        torch.randn(1, 2, DIM),
        torch.randn(1, CHANNELS, ROWS, COLS),
        dense,
        torch.ones(1, 2, 2 * CELLS),
    )
    assert found.logits.shape == (1, 2, 2 * CELLS)
    first, second = found.logits.split(CELLS, dim=-1)
    assert not torch.allclose(first, second)
