# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scene head: layers, and positions by the geometry of the camera."""

import torch
from vla_policy.nn.camera_shift import table_shift
from vla_policy.nn.scene_head import CLASSES
from vla_policy.nn.scene_head import COLORS
from vla_policy.nn.scene_head import LAYER_HEIGHTS_M
from vla_policy.nn.scene_head import LAYERS
from vla_policy.nn.scene_head import OFFSET_SCALE_M
from vla_policy.nn.scene_head import peak_cells
from vla_policy.nn.scene_head import SceneHead

ROWS, COLS = 6, 8
CELLS = ROWS * COLS
VIEW = torch.tensor([(1.0, 0.1, 0.7, 0.4, 0.0, 0.3)])


def _head() -> SceneHead:
    torch.manual_seed(0)
    return SceneHead(
        channels=4, dim=10, tokens=6, rows=ROWS, cols=COLS, cell_position=torch.rand(CELLS, 2)
    )


def _silent(head: SceneHead, error: tuple[float, ...] = (0.0,) * 6) -> SceneHead:
    """Return a head with an offset of 0 that finds this error of the camera pose."""
    with torch.no_grad():
        for layer in (head.read[-1], head.camera.read[-1]):
            layer.weight.zero_()
            layer.bias.zero_()
        # The network predicts errors in units of 5 cm and 0.05 rad.
        head.camera.read[-1].bias.copy_(torch.tensor(error) / 0.05)
    return head


def _inputs(images: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.randn(images, 4, ROWS, COLS), torch.randn(images, 6, 10)


def test_every_cell_of_every_layer_has_all_predictions() -> None:
    dense = _head()(*_inputs(2))
    count = LAYERS * CELLS
    assert dense.objectness.shape == (2, count)
    assert dense.colors.shape == (2, count, COLORS)
    assert dense.classes.shape == (2, count, CLASSES)
    assert dense.position.shape == dense.yaw.shape == (2, count, 2)
    assert dense.camera_error.shape == (2, 6)


def test_layers_follow_each_other_with_their_cells_in_row_major_order() -> None:
    head, (feature_map, tokens) = _head(), _inputs()
    changed = feature_map.clone()
    changed[0, :, 2, 3] += 5.0
    difference = head(changed, tokens).objectness - head(feature_map, tokens).objectness
    cell = 2 * COLS + 3
    assert difference[0].nonzero().flatten().tolist() == [cell, CELLS + cell]


def test_an_offset_moves_the_position_within_the_cell() -> None:
    head = _silent(_head())
    size = 1 + COLORS + CLASSES + 4
    with torch.no_grad():
        # Receptacles: objectness, colors, classes, offset x, y, yaw.
        head.read[-1].bias[size + 1 + COLORS + CLASSES] = 2.0
    dense = head(*_inputs(), VIEW)
    expected = head.cell_position + torch.tensor((2.0 * OFFSET_SCALE_M, 0.0))
    torch.testing.assert_close(dense.position[0, CELLS:], expected)


def test_an_object_is_on_the_ray_from_the_camera_at_its_height() -> None:
    head = _silent(_head())
    position = head(*_inputs(), VIEW).position[0, :CELLS]
    camera, height = VIEW[0, :3], LAYER_HEIGHTS_M[0]
    # The ray through the position at its height meets the table at the cell.
    ray = torch.nn.functional.pad(position, (0, 1), value=height) - camera
    seen = camera[:2] - camera[2] / ray[:, 2:] * ray[:, :2]
    torch.testing.assert_close(seen, head.cell_position, atol=1e-5, rtol=0.0)
    assert (position - head.cell_position).abs().max() > 0.01


def test_positions_are_corrected_by_the_error_of_the_camera_pose() -> None:
    error = (0.01, -0.02, 0.0, 0.01, 0.0, 0.02)
    head, usual = _silent(_head(), error), torch.linspace(0.001, 0.006, 6)
    head.camera.usual_error.copy_(usual)
    dense = head(*_inputs(), VIEW)
    torch.testing.assert_close(dense.camera_error, torch.tensor([error]))
    torch.testing.assert_close(dense.camera_deviation, torch.tensor([error]) / usual)
    head = _head()
    expected = (
        head.cell_position + table_shift(head.cell_position, VIEW[:, :3], torch.tensor([error]))[0]
    )
    torch.testing.assert_close(dense.position[0, CELLS:], expected)


def test_without_a_view_the_camera_is_that_of_the_training_view() -> None:
    head, inputs = _head(), _inputs()
    nominal = head(*inputs, torch.tensor([(1.12, 0.0, 0.66, 0.35, 0.0, 0.3)]))
    assert torch.equal(head(*inputs).position, nominal.position)


def test_peaks_are_the_maxima_of_their_neighborhoods() -> None:
    grid = torch.zeros(1, CELLS)
    grid[0, [9, 10]] = torch.tensor((1.0, 2.0))
    peaks = peak_cells(grid, ROWS, COLS)
    assert peaks[0, 10]
    assert not peaks[0, 9]
