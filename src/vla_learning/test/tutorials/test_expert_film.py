# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The expert succeeds in the environment, and the film has its images."""

from pathlib import Path

import numpy as np
from PIL import Image
import pytest
from vla_learning.tutorials.expert_film import run_expert
from vla_learning.tutorials.expert_film import save_film
from vla_sim.tasks.task import Task


def test_the_expert_executes_the_task_on_film(tmp_path: Path) -> None:
    demonstration = run_expert(2, Task('pick', 'red cube'))
    assert demonstration.success
    assert 20 < len(demonstration.frames) < 100
    save_film(tmp_path / 'new' / 'film.webp', demonstration.frames[::10])
    with Image.open(tmp_path / 'new' / 'film.webp') as film:
        assert film.format == 'WEBP'
        assert film.size == (320, 240)
        assert getattr(film, 'n_frames', 1) > 2
    moved = np.abs(np.subtract(demonstration.frames[0], demonstration.frames[-1], dtype=int))
    assert moved.max() > 50


def test_an_empty_film_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match='at least one image; got none'):
        save_film(tmp_path / 'film.webp', [])
