# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention, path and captions drawn on the image."""

from dataclasses import replace

import numpy as np
import pytest
from vla_perception.projection import CameraModel
from vla_visualization import palette
from vla_visualization.observations import Caption
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import SceneView
from vla_visualization.overlay import blend_attention
from vla_visualization.overlay import draw_overlay

GRAY = np.full((480, 640, 3), 128, np.uint8)


def one_cell(row: int, col: int) -> np.ndarray:
    weights = np.zeros((12, 16))
    weights[row, col] = 1.0
    return weights


def test_the_input_image_is_not_modified(scene: SceneView, camera: CameraModel) -> None:
    image = GRAY.copy()
    picture = draw_overlay(image, scene, camera)
    assert picture.shape == image.shape
    assert picture.dtype == np.uint8
    np.testing.assert_array_equal(image, GRAY)
    assert (picture != image).any()


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
    changed = np.argwhere((picture != 128).any(-1))
    assert np.abs(changed - (v, u)).max() < 20


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


@pytest.mark.parametrize('shade', [0, 128, 255])
def test_captions_are_readable_on_any_image(shade: int) -> None:
    image = np.full((480, 640, 3), shade, np.uint8)
    lines = tuple(Caption('#' * 10, severity) for severity in palette.SEVERITY_COLORS)
    bar = draw_overlay(image, SceneView(captions=lines), None)[:90]
    for number, rgb in enumerate(palette.SEVERITY_COLORS.values()):
        top = 22 * number
        row = bar[top : top + 22]
        background = row[3, 600] / 255
        ink = np.array(rgb)
        assert np.abs(row[:, :200] / 255 - ink).sum(-1).min() < 0.1, 'no letter in this row'
        assert contrast(ink, background) > 4.5


def contrast(a: np.ndarray, b: np.ndarray) -> float:
    """Return the contrast ratio of WCAG 2.1, which requires 4.5 for text."""

    def luminance(rgb: np.ndarray) -> float:
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_a_long_caption_fits_into_the_image() -> None:
    picture = draw_overlay(GRAY, SceneView(captions=(Caption('W' * 500),)), None)
    assert (picture[:26, -5:] == picture[0, -1]).all()


def test_a_reason_of_several_rows_is_drawn_whole() -> None:
    reason = ' '.join(['word'] * 40)
    picture = draw_overlay(GRAY, SceneView(captions=(Caption(reason), Caption('end'))), None)
    rows = [picture[22 * row : 22 * row + 22] for row in range(5)]
    has_letters = [bool((row[:, 12:40].max(axis=(1, 2)) > 150).any()) for row in rows]
    # 199 characters in rows of 70, then the next caption.
    assert has_letters == [True, True, True, True, False]


def test_small_images_are_accepted(scene: SceneView) -> None:
    image = np.full((48, 64, 3), 200, np.uint8)
    assert draw_overlay(image, scene, None).shape == image.shape


@pytest.mark.parametrize(
    'image', [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)]
)
def test_other_arrays_are_rejected(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match='RGB image'):
        draw_overlay(image, SceneView(), None)
