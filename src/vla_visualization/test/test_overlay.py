# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention, path, names and panels around the image."""

from dataclasses import replace

import numpy as np
import pytest
from vla_perception.projection import CameraModel
from vla_visualization import palette
from vla_visualization.observations import CommandView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import SceneView
from vla_visualization.overlay import blend_attention
from vla_visualization.overlay import camera_rows
from vla_visualization.overlay import draw_overlay
from vla_visualization.panel import CARD_HEIGHT_PX
from vla_visualization.panel import HEADER_HEIGHT_PX

GRAY = np.full((480, 640, 3), 128, np.uint8)


def one_cell(row: int, col: int) -> np.ndarray:
    weights = np.zeros((12, 16))
    weights[row, col] = 1.0
    return weights


def test_the_input_image_is_not_modified(scene: SceneView, camera: CameraModel) -> None:
    image = GRAY.copy()
    picture = draw_overlay(image, scene, camera)
    assert picture.shape == (480 + HEADER_HEIGHT_PX + CARD_HEIGHT_PX, 640, 3)
    assert picture.dtype == np.uint8
    np.testing.assert_array_equal(image, GRAY)
    assert (picture[HEADER_HEIGHT_PX:-CARD_HEIGHT_PX] != image).any()


def test_an_empty_scene_leaves_the_image_unchanged() -> None:
    np.testing.assert_array_equal(draw_overlay(GRAY, SceneView(), None), GRAY)


def test_attention_colors_only_its_cell_and_the_neighbors() -> None:
    picture = blend_attention(GRAY, [QueryAttention('target', one_cell(6, 4))]).astype(int)
    red, _, blue = picture[260, 180]  # center of the 40 px cell
    assert red > 170
    assert blue < 100
    changed = np.argwhere((picture != 128).any(-1))
    # The cell's pixels are 240..279 and 160..199; half a neighbor on each side is blended.
    assert (changed.min(0) >= (220, 140)).all()
    assert (changed.max(0) <= (299, 219)).all()


def test_each_query_has_its_color() -> None:
    maps = [
        QueryAttention('target', one_cell(2, 2)),
        QueryAttention('destination', one_cell(8, 12)),
    ]
    picture = blend_attention(GRAY, maps).astype(int)
    assert picture[100, 100, 0] > picture[100, 100, 2] + 50
    assert picture[340, 500, 2] > picture[340, 500, 0] + 50


def test_maps_with_different_grids_are_blended() -> None:
    fine = np.zeros((24, 32))
    fine[20, 28] = 1.0
    maps = [QueryAttention('target', one_cell(2, 2)), QueryAttention('destination', fine)]
    picture = blend_attention(GRAY, maps).astype(int)
    assert picture[100, 100, 0] > 150
    assert picture[410, 570, 2] > 150


def test_zero_weights_leave_the_image_unchanged() -> None:
    picture = blend_attention(GRAY, [QueryAttention('target', np.zeros((12, 16)))])
    np.testing.assert_array_equal(picture, GRAY)


def test_a_cross_marks_the_target_pixel(scene: SceneView, camera: CameraModel) -> None:
    assert scene.path
    path = replace(scene.path, positions_m=np.zeros((0, 3)), gripper=np.zeros(0))
    picture = draw_overlay(GRAY, SceneView(path=replace(path, destination_m=None)), camera)
    u, v = camera.to_pixels(path.target_m[None])[0].round().astype(int)
    expected = [round(255 * part) for part in palette.TARGET]
    np.testing.assert_allclose(picture[v, u + 10], expected, atol=3)
    np.testing.assert_array_equal(picture[v, u], (128, 128, 128))
    # The name is below the cross.
    changed = np.argwhere((picture[: v + 25] != 128).any(-1))
    assert np.abs(changed - (v, u)).max() < 28


def test_the_path_is_drawn(scene: SceneView, camera: CameraModel) -> None:
    assert scene.path
    picture = draw_overlay(GRAY, SceneView(path=scene.path), camera)
    u, v = camera.to_pixels(scene.path.positions_m[8:9])[0].round().astype(int)
    np.testing.assert_allclose(picture[v, u], [255 * part for part in palette.PATH], atol=3)


@pytest.mark.parametrize('place', [(np.nan,) * 3, (5.0, 0.0, 0.6), (1.12, 3.0, 0.62)])
def test_points_outside_the_image_are_omitted(
    scene: SceneView, camera: CameraModel, place: tuple[float, ...]
) -> None:
    assert scene.path
    away = np.array(place)
    positions = np.tile(away, (16, 1))
    path = replace(scene.path, target_m=away, destination_m=away, positions_m=positions)
    np.testing.assert_array_equal(draw_overlay(GRAY, SceneView(path=path), camera), GRAY)


@pytest.mark.parametrize(
    ('change', 'rgb'), [({'pending': True}, palette.PENDING), ({'refused': True}, palette.REFUSED)]
)
def test_a_path_that_is_not_executed_has_another_color(
    scene: SceneView, camera: CameraModel, change: dict[str, bool], rgb: palette.Rgb
) -> None:
    assert scene.path
    picture = draw_overlay(GRAY, SceneView(path=replace(scene.path, **change)), camera)
    u, v = camera.to_pixels(scene.path.positions_m[8:9])[0].round().astype(int)
    np.testing.assert_allclose(picture[v, u], [255 * part for part in rgb], atol=3)


def test_refused_points_are_dots(camera: CameraModel) -> None:
    point = np.array([[0.5, 0.1, 0.2]])
    scene = SceneView(refused=RefusedPoints(point, ('workspace',)))
    u, v = camera.to_pixels(point)[0].round().astype(int)
    picture = draw_overlay(GRAY, scene, camera)
    np.testing.assert_allclose(picture[v, u], [255 * part for part in palette.REFUSED], atol=3)


def test_only_candidates_have_a_ring_and_a_name_if_there_are_any(camera: CameraModel) -> None:
    cube = ObjectView('red cube', 'red', 'cube', np.array([0.5, 0.2, 0.0]))
    bowl = ObjectView('bowl', 'white', 'bowl', np.array([0.5, -0.2, 0.0]))
    u, v = camera.to_pixels(cube.center_m[None])[0].round().astype(int)
    rings = []
    for item in (cube, replace(cube, is_candidate=True)):
        picture = draw_overlay(GRAY, SceneView(objects=(item, bowl)), camera)
        rings.append(np.abs(picture[v, u + 26] / 255 - palette.PENDING).max() < 0.02)
        right = picture[:, 320:] if u < 320 else picture[:, :320]
        assert (right != 128).any() == (not item.is_candidate), 'the name of the bowl'
    assert rings == [False, True]


def test_an_arrow_leads_from_target_to_destination(path: PlannedPath, camera: CameraModel) -> None:
    assert path.destination_m is not None
    u, v = camera.to_pixels((path.target_m + path.destination_m)[None] / 2)[0].round().astype(int)
    for changes, is_drawn in (({}, True), ({'target_is_held': True}, False)):
        picture = draw_overlay(GRAY, SceneView(path=replace(path, **changes)), camera)
        middle = picture[v - 4 : v + 5, u - 4 : u + 5].reshape(-1, 3)
        is_cyan = (middle == palette.to_bytes(palette.DESTINATION)).all(axis=1)
        assert is_cyan.any() == is_drawn


def test_a_command_adds_the_panels(camera: CameraModel) -> None:
    picture = draw_overlay(GRAY, SceneView(command=CommandView('stop')), camera)
    assert picture.shape[0] == 480 + HEADER_HEIGHT_PX + CARD_HEIGHT_PX
    np.testing.assert_array_equal(picture[HEADER_HEIGHT_PX:-CARD_HEIGHT_PX], GRAY)


@pytest.mark.parametrize('command', [None, CommandView('stop')])
def test_the_camera_rows_have_no_panels(command: CommandView | None, camera: CameraModel) -> None:
    scene = SceneView(command=command)
    picture = draw_overlay(GRAY, scene, camera)
    top, height = (round(fraction * len(picture)) for fraction in camera_rows(scene))
    np.testing.assert_array_equal(picture[top : top + height], GRAY)


def test_small_images_are_accepted(scene: SceneView) -> None:
    image = np.full((48, 64, 3), 200, np.uint8)
    assert draw_overlay(image, scene, None).shape == (48 + 7 + 17, 64, 3)


@pytest.mark.parametrize(
    'image', [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)]
)
def test_other_arrays_are_rejected(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match='RGB image'):
        draw_overlay(image, SceneView(), None)
