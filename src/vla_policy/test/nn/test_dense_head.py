# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Dense head: shapes, cell positions, camera shifts and peaks."""

import torch
from vla_policy.nn.dense_head import CLASSES
from vla_policy.nn.dense_head import COLORS
from vla_policy.nn.dense_head import DenseHead
from vla_policy.nn.dense_head import OFFSET_SCALE_M
from vla_policy.nn.dense_head import peak_cells
from vla_policy.nn.dense_head import TableProjection

ROWS, COLS = 6, 8
CELLS = ROWS * COLS


def _head() -> DenseHead:
    torch.manual_seed(0)
    return DenseHead(channels=4, dim=10, tokens=6, cell_position=torch.rand(CELLS, 2))


def test_every_cell_has_all_predictions() -> None:
    dense = _head()(torch.randn(2, 4, ROWS, COLS), torch.randn(2, 6, 10))
    assert dense.objectness.shape == (2, CELLS)
    assert dense.colors.shape == (2, CELLS, COLORS)
    assert dense.classes.shape == (2, CELLS, CLASSES)
    assert dense.position.shape == dense.yaw.shape == (2, CELLS, 2)


def test_positions_start_at_the_cell_positions() -> None:
    head = _head()
    with torch.no_grad():
        head.view.shifts.zero_()
        head.read[-1].weight.zero_()
        head.read[-1].bias.zero_()
        # The outputs are objectness, colors, classes, offset x, y, yaw.
        head.read[-1].bias[1 + COLORS + CLASSES] = 2.0
    dense = head(torch.randn(1, 4, ROWS, COLS), torch.randn(1, 6, 10))
    expected = head.cell_position + torch.tensor((2.0 * OFFSET_SCALE_M, 0.0))
    torch.testing.assert_close(dense.position[0], expected)


def test_cells_are_in_row_major_order() -> None:
    head, tokens = _head(), torch.randn(1, 6, 10)
    feature_map = torch.randn(1, 4, ROWS, COLS)
    changed = feature_map.clone()
    changed[0, :, 2, 3] += 5.0
    difference = head(changed, tokens).objectness - head(feature_map, tokens).objectness
    assert difference[0].nonzero().flatten().tolist() == [2 * COLS + 3]


def test_camera_shifts_are_a_weighted_sum_of_the_modes() -> None:
    torch.manual_seed(0)
    projection = TableProjection(dim=10, tokens=6, cells=CELLS, modes=3)
    tokens = torch.randn(2, 6, 10)
    weight = projection.read(projection.squeeze(tokens).flatten(1))  # (B, modes)
    expected = OFFSET_SCALE_M * torch.einsum('bm,mcx->bcx', weight, projection.shifts)
    torch.testing.assert_close(projection(tokens), expected)


def test_peaks_are_the_maxima_of_their_neighborhoods() -> None:
    grid = torch.zeros(1, CELLS)
    grid[0, [9, 10]] = torch.tensor((1.0, 2.0))
    peaks = peak_cells(grid, ROWS, COLS)
    assert peaks[0, 10]
    assert not peaks[0, 9]
