# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scores of single images, by networks whose detections are given."""

from typing import Any

import numpy as np
import pytest
from vla_common.arrays import Float32Array
from vla_learning.data.frames import Frames
from vla_learning.evaluation import evaluate_scenes
from vla_learning.evaluation.evaluate_scenes import SceneScore
from vla_learning.evaluation.evaluate_scenes import score_frame
from vla_learning.evaluation.evaluate_scenes import summarize
from vla_learning.evaluation.evaluate_scenes import to_table
from vla_policy.control.detections import Detection

CUBE, BOWL = Detection('red', 'cube', (0.5, 0.1), 0.9), Detection('white', 'bowl', (0.4, 0.0), 0.9)


class ScriptedEncoder:
    encoder_id = 'scripted'

    def encode(self, image: Float32Array) -> list[Float32Array]:
        return [np.zeros((2, 2, 4), np.float32), np.zeros((4, 4, 4), np.float32)]


class ScriptedModel:
    """Finds a camera that was translated by 5 cm; its detections are those of the test."""

    def predict_scene(self, *inputs: Float32Array) -> 'ScriptedModel':
        assert inputs[2].shape == (1, 6)
        return self

    camera_error = np.array([[0.05, 0.0, 0.0, 0.0, 0.0, 0.0]], np.float32)
    camera_deviation = 200 * camera_error


def frames_of(*objects: tuple[int, int, float, float]) -> Frames:
    """Return one frame with objects (color, class, x, y)."""
    count = len(objects)
    return Frames(
        images=np.zeros((1, 192, 256, 3), np.uint8),
        objects=np.array([[(c, k) for c, k, _, _ in objects]], np.int8),
        poses=np.array([[(x, y, 0.02, 0.0) for _, _, x, y in objects]], np.float32),
        pixels=np.zeros((1, count, 2), np.float32),
        tool=np.array([(0.35, 0.0, 0.3, 0.0, 1.0)], np.float32),
        phase=np.zeros((1, 2), np.float32),
        task=np.full((1, 4), -1, np.int16),
        scene=np.zeros(1, np.int64),
        camera=np.array([(1.12, 0.0, 0.66)], np.float32),
        shifts=np.zeros((1, 9, 2), np.float32),
    )


@pytest.fixture
def score(monkeypatch: pytest.MonkeyPatch) -> SceneScore:
    """Score a red cube in a white bowl and a blue sphere; the sphere is not found."""
    monkeypatch.setattr(evaluate_scenes, 'detect_objects', lambda *_: (CUBE, BOWL))
    frames = frames_of((0, 0, 0.5, 0.11), (6, 3, 0.5, 0.12), (2, 2, 0.6, 0.2))
    image = np.zeros((192, 256, 3), np.uint8)
    model: Any = ScriptedModel()
    return score_frame(frames, 0, image, ScriptedEncoder(), model)


def test_objects_are_found_by_place_and_right_by_name(score: SceneScore) -> None:
    assert score.found.tolist() == [True, False, False]
    assert score.right.tolist() == [True, False, False]
    assert score.error_m[0] == pytest.approx(0.01, abs=1e-6)
    assert np.isnan(score.error_m[1:]).all()
    assert score.false == 1, 'the bowl is detected elsewhere'
    assert score.is_inside.tolist() == [True, False, False]
    assert score.is_moved


def test_figures_of_all_images(score: SceneScore) -> None:
    figures = summarize([score, score])
    assert (figures['images'], figures['objects'], figures['contents']) == (2, 6, 2)
    assert figures['found'] == figures['right'] == pytest.approx(1 / 3)
    assert figures['contents_right'] == 1
    assert figures['all_right'] == 0
    assert figures['error_mm_p50'] == pytest.approx(10, abs=0.01)
    assert figures['camera_moved'] == 1
    table = to_table({'normal': figures}).splitlines()
    assert len(table) == 3
    assert len({line.count('|') for line in table}) == 1
