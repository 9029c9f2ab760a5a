# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Phases, learning rates and validations of the steps of a run."""

from dataclasses import replace
from pathlib import Path

from learning_samples import tiny_config
import pytest
from vla_learning.training.schedule import TrainingPhase
from vla_learning.training.schedule import TrainingSchedule


def make(folder: Path, **values: int) -> TrainingSchedule:
    return TrainingSchedule(replace(tiny_config(folder), **values))


def test_phases_follow_each_other(tmp_path: Path) -> None:
    schedule = make(tmp_path, pretrain_steps=2, steps=1, scene_steps=2, frozen_steps=3)
    assert schedule.first_scene_step == 3
    assert (schedule.first_frozen_step, schedule.total_steps) == (5, 8)
    assert [schedule.phase(step) for step in range(8)] == [
        *2 * [TrainingPhase.PRETRAINING],
        TrainingPhase.JOINT,
        *2 * [TrainingPhase.SCENE],
        *3 * [TrainingPhase.FROZEN_ENCODER],
    ]


def test_the_rate_warms_up_and_decays_in_each_phase(tmp_path: Path) -> None:
    phases = dict.fromkeys(('pretrain_steps', 'steps', 'scene_steps', 'frozen_steps'), 100)
    schedule = make(tmp_path, warmup_steps=10, **phases)
    rates = [schedule.learning_rate(step) for step in range(400)]
    for start, factor in ((0, 1.0), (100, 1.0), (200, 0.5), (300, 0.5)):
        part, highest = rates[start : start + 100], factor * tiny_config(tmp_path).learning_rate
        assert part[0] < 0.2 * highest
        assert part.index(max(part)) == pytest.approx(10, abs=1)
        assert max(part) == pytest.approx(highest, rel=0.05)
        assert part[-1] < 0.05 * highest


def test_validation_begins_with_the_images(tmp_path: Path) -> None:
    schedule = make(
        tmp_path, pretrain_steps=4, steps=2, scene_steps=2, frozen_steps=3, validate_every=2
    )
    assert [done for done in range(12) if schedule.is_validated(done)] == [6, 8, 10, 11]


def test_tasks_are_due_at_the_last_step_too(tmp_path: Path) -> None:
    schedule = make(tmp_path, pretrain_steps=2, steps=1, scene_steps=1, frozen_steps=1)
    assert [done for done in range(1, 6) if schedule.is_due(done, 2)] == [2, 4, 5]


@pytest.mark.parametrize(
    ('scene_steps', 'frozen_steps', 'start'), [(5, 3, 11), (0, 3, 6), (0, 0, 2)]
)
def test_the_last_phase(scene_steps: int, frozen_steps: int, start: int, tmp_path: Path) -> None:
    schedule = make(
        tmp_path, pretrain_steps=2, steps=4, scene_steps=scene_steps, frozen_steps=frozen_steps
    )
    assert schedule.last_phase_start == start
