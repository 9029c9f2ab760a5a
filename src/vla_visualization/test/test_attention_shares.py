# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shares of attention by object."""

import numpy as np
import pytest
from vla_perception.projection import CameraModel
from vla_perception.table_rectification import training_camera
from vla_visualization.attention_shares import attention_shares
from vla_visualization.observations import ObjectView
from vla_visualization.observations import QueryAttention

CUBE = ObjectView('red cube', 'red', 'cube', np.array([0.5, 0.1, 0.0]))
BALL = ObjectView('blue ball', 'blue', 'sphere', np.array([0.5, -0.15, 0.0]))


def weights_at(item: ObjectView, camera: CameraModel, weight: float) -> np.ndarray:
    """Return weights (24, 32) of the cell in which the camera sees an object."""
    weights = np.zeros((24, 32))
    u, v = camera.to_pixels(item.center_m[None])[0]
    weights[int(v / 20), int(u / 20)] = weight
    return weights


def test_each_object_has_the_weight_of_its_cells(camera: CameraModel) -> None:
    elsewhere = np.zeros((24, 32))
    elsewhere[0, 0] = 0.1
    weights = weights_at(CUBE, camera, 0.6) + weights_at(BALL, camera, 0.3) + elsewhere
    maps = (QueryAttention('target', weights), QueryAttention('destination', elsewhere))
    cube, ball = attention_shares([CUBE, BALL], maps, camera)
    assert cube == pytest.approx({'target': 0.6, 'destination': 0.0})
    assert ball == pytest.approx({'target': 0.3, 'destination': 0.0})


def test_a_cell_between_two_objects_is_counted_once(camera: CameraModel) -> None:
    near = ObjectView('cup', 'red', 'cylinder', CUBE.position_m + (0.0, 0.01, 0.0))
    maps = (QueryAttention('target', weights_at(CUBE, camera, 1.0)),)
    shares = attention_shares([CUBE, near], maps, camera)
    assert sum(share['target'] for share in shares) == pytest.approx(1.0)


def test_cells_of_a_rectified_image_are_those_of_the_training_camera(camera: CameraModel) -> None:
    weights = weights_at(CUBE, training_camera(640, 480), 1.0)
    maps = (QueryAttention('target', weights, is_rectified=True),)
    assert attention_shares([CUBE], maps, camera)[0]['target'] == pytest.approx(1.0)


def test_without_camera_objects_or_weights_there_are_no_shares(camera: CameraModel) -> None:
    maps = (QueryAttention('target', np.zeros((24, 32))),)
    assert attention_shares([CUBE], maps, None) == ({},)
    assert attention_shares([], maps, camera) == ()
    assert attention_shares([CUBE], maps, camera) == ({},)
    behind = ObjectView('cup', 'red', 'cylinder', np.array([3.0, 0.0, 0.5]))
    maps = (QueryAttention('target', np.ones((24, 32))),)
    assert attention_shares([behind], maps, camera) == ({'target': 0.0},)
