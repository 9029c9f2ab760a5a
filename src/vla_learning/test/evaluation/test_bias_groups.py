# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Groups of trials by color, shape, noun, place, light and table."""

from dataclasses import replace

import pytest
from vla_learning.evaluation.bias_groups import attributes_of
from vla_learning.evaluation.bias_groups import GROUPS
from vla_learning.evaluation.bias_groups import noun_group
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import EvaluationTrial
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.task import Task


@pytest.fixture
def trial() -> EvaluationTrial:
    """Return a trial of a task whose target is in the middle of the table."""
    found = draw_trials(1, ['train'], ['pick'])[0]
    item = Item('black', 'cube', 0.49, 0.0, 0.0, 0.022, (0.05, 0.05, 0.05))
    return replace(found, scene=Scene((item,), ()), task=Task('pick', 'black cube'))


def placed(trial: EvaluationTrial, x_m: float, y_m: float) -> EvaluationTrial:
    item = replace(trial.scene.items[0], x_m=x_m, y_m=y_m)
    return replace(trial, scene=replace(trial.scene, items=(item,)))


@pytest.mark.parametrize(
    ('x_m', 'y_m', 'distance', 'side'),
    [(0.33, 0.25, 'near', 'left'), (0.49, 0.0, 'middle', 'center'), (0.66, -0.27, 'far', 'right')],
)
def test_the_place_is_that_of_the_target(
    trial: EvaluationTrial, x_m: float, y_m: float, distance: str, side: str
) -> None:
    found = attributes_of(placed(trial, x_m, y_m))
    assert (found['distance'], found['side']) == (distance, side)
    assert (found['color'], found['shape']) == ('black', 'cube')


def test_black_is_compared_on_a_dark_table(trial: EvaluationTrial) -> None:
    def group(rgb: tuple[float, float, float]) -> str:
        appearance = Appearance(table_rgb=rgb)
        scene = replace(trial.scene, appearance=appearance)
        return attributes_of(replace(trial, scene=scene))['black']

    assert group((0.3, 0.3, 0.3)) == 'black, dark table'
    assert group((0.6, 0.6, 0.6)) == 'black, other table'


@pytest.mark.parametrize(
    ('text', 'group'),
    [
        ('Pick up the red cube', 'name of the shape'),
        ('grab the toy block', 'other noun'),
        ('grab the brick', 'held-out noun'),
        ('take the red one', 'thing, object'),
        ('take the red', 'none found'),
        ('take the discube', 'none found'),
    ],
)
def test_the_noun_is_found_in_the_text(text: str, group: str) -> None:
    assert noun_group(text, 'cube') == group


def test_every_trial_is_in_known_groups() -> None:
    for trial in draw_trials(3, ['train', 'heldout_phrasing'], ['pick', 'absent_target']):
        for attribute, group in attributes_of(trial).items():
            assert group in (*GROUPS[attribute], '')


@pytest.mark.parametrize('attribute', ['light', 'table'])
def test_levels_are_about_thirds_of_the_scenes(trial: EvaluationTrial, attribute: str) -> None:
    scenes = [sample_scene(seed) for seed in range(300)]
    levels = [attributes_of(replace(trial, scene=s, task=None))[attribute] for s in scenes]
    for level in ('dark', 'medium', 'bright'):
        assert 0.25 < levels.count(level) / len(levels) < 0.42
