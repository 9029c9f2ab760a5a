# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A command starts when successive observations select the same objects as the attention."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
import math

from dense_scenes import CELL_M
from dense_scenes import COLS
from dense_scenes import dense_scene
from dense_scenes import GRID
from dense_scenes import ROWS
import numpy as np
from policy_samples import sample_grounding
import pytest
from vla_common.arrays import Float32Array
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_policy.control import free_space
from vla_policy.control.assessment import Assessment
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.meaning_assessment import MAX_OBSERVATIONS
from vla_policy.control.meaning_assessment import MeaningAssessor
from vla_policy.control.meaning_assessment import OBSERVATION_PERIOD_S
from vla_policy.control.task_state import GoalEstimate
from vla_policy.types.network_types import DenseScene
from vla_policy.types.network_types import Grounding
from vla_policy.types.network_types import LocationPrediction
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

Cell = tuple[int, int]
RED_CUBE = ObjectDescription('red cube', colors=frozenset({'red'}), shapes=frozenset({'cube'}))
BOWL = ObjectDescription('bowl', shapes=frozenset({'bowl'}))
PICK = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, RED_CUBE)
PLACE = replace(PICK, task=RequestedTask.PLACE, destination=BOWL, relation=Relation.IN)
CUBE_CELL, BOWL_CELL = (1, 1), (4, 5)
CUBE, OTHER = (*CUBE_CELL, 'red', 'cube'), (*BOWL_CELL, 'white', 'bowl')
SCENE = dense_scene(CUBE, OTHER)
EMPTY = dense_scene()
OBSERVATIONS = 3
#: Stamps of observations, whatever their assessor.
STAMPS_S = count(0.0, OBSERVATION_PERIOD_S)


def position(cell: Cell) -> tuple[float, float]:
    return CELL_M * cell[0], CELL_M * cell[1]


def grounding(scene: DenseScene, target: Cell, destination: Cell = BOWL_CELL) -> Grounding:
    """Return a grounding with the attention on one cell per query."""
    logits = np.full((1, 2, ROWS * COLS), -20.0, np.float32)
    for query, (row, col) in enumerate((target, destination)):
        logits[0, query, row * COLS + col] = 20.0
    points = np.array([[position(target), position(destination)]], np.float32)
    location = LocationPrediction(logits, points, np.array([[[1.0, 0.0]] * 2], np.float32))
    return sample_grounding()._replace(location=location, destination=points[:, 1], dense=scene)


def observe(
    assessor: MeaningAssessor,
    scene: DenseScene = SCENE,
    target: Cell = CUBE_CELL,
    destination: Cell = BOWL_CELL,
) -> Assessment:
    assessor.observe(scene, GRID, None, stamp_s=next(STAMPS_S))
    return assessor.assess(grounding(scene, target, destination), ControllerSettings(OBSERVATIONS))


def prior(assessor: MeaningAssessor, scene: DenseScene, goal: GoalEstimate | None) -> Float32Array:
    return assessor.observe(scene, GRID, goal, stamp_s=next(STAMPS_S))


def goal_at(target: Cell, destination: Cell = BOWL_CELL) -> GoalEstimate:
    return GoalEstimate(np.array(position(target)), np.array(position(destination)), 0.0)


def picking(meaning: CommandMeaning = PICK) -> MeaningAssessor:
    return MeaningAssessor(meaning, TaskKind.PICK)


def test_a_command_starts_after_observations_that_agree() -> None:
    assessor = MeaningAssessor(PLACE, TaskKind.PLACE)
    results = [observe(assessor) for _ in range(OBSERVATIONS)]
    assert [r.is_decided for r in results] == [False, False, True]
    start = results[-1]
    assert (start.verdict, start.task) == (Verdict.OK, TaskKind.PLACE)
    assert start.names == ('red cube', 'white bowl')
    assert start.confidence == pytest.approx(1.0)
    assert start.goal is not None
    np.testing.assert_allclose(start.goal.target, position(CUBE_CELL))
    np.testing.assert_allclose(start.goal.destination, position(BOWL_CELL))


def test_only_a_place_task_has_a_destination() -> None:
    assessor = picking()
    for _ in range(OBSERVATIONS):
        start = observe(assessor)
    assert start.names == ('red cube', '')


def test_the_prior_has_the_cells_of_the_selected_objects() -> None:
    cells = prior(MeaningAssessor(PLACE, TaskKind.PLACE), SCENE, None)
    assert cells.shape == (1, 2, ROWS * COLS)
    peaks = [divmod(int(cells[0, query].argmax()), COLS) for query in range(2)]
    assert peaks == [CUBE_CELL, BOWL_CELL]
    assert (cells > 0.5).sum() == 2
    assert (prior(picking(), SCENE, None)[0, 1] == 0).all()
    assert (prior(picking(), EMPTY, None) == 0).all()


@pytest.mark.parametrize(
    ('scene', 'verdict', 'asked_about', 'text'),
    [
        (EMPTY, Verdict.TARGET_NOT_FOUND, None, "fits 'red cube'. No object is detected"),
        (dense_scene(CUBE), Verdict.DESTINATION_NOT_FOUND, None, 'no detected bowl or plate fits'),
        (
            dense_scene(CUBE, OTHER, (4, 1, 'black', 'bowl')),
            Verdict.AMBIGUOUS,
            GoalRole.DESTINATION,
            "2 detected objects fit 'bowl'; which one do you mean: the white bowl or the black "
            'bowl?',
        ),
    ],
)
def test_a_refusal_after_observations_that_agree(
    scene: DenseScene, verdict: Verdict, asked_about: GoalRole | None, text: str
) -> None:
    assessor = MeaningAssessor(PLACE, TaskKind.PLACE)
    results = [observe(assessor, scene) for _ in range(OBSERVATIONS)]
    assert [r.is_decided for r in results] == [False, False, True]
    assert results[-1].verdict == verdict
    assert results[-1].goal is None
    assert results[-1].asked_about == asked_about
    assert text in results[-1].explanation


def test_a_single_wrong_detection_delays_the_start() -> None:
    assessor = picking()
    scenes = [SCENE, SCENE, EMPTY, SCENE, SCENE, SCENE]
    assert [observe(assessor, s).is_decided for s in scenes] == [False] * 5 + [True]


@pytest.mark.parametrize(
    ('last', 'verdict', 'text'),
    [
        (SCENE, Verdict.AMBIGUOUS, 'successive images must agree'),
        (EMPTY, Verdict.TARGET_NOT_FOUND, 'no detected cube'),
    ],
)
def test_detections_that_keep_changing_are_a_refusal(
    last: DenseScene, verdict: Verdict, text: str
) -> None:
    assessor = picking()
    first = EMPTY if last is SCENE else SCENE
    scenes = [first, last] * (MAX_OBSERVATIONS // 2)
    results = [observe(assessor, s) for s in scenes]
    assert [r.is_decided for r in results] == [False] * (MAX_OBSERVATIONS - 1) + [True]
    assert results[-1].verdict == verdict
    assert text in results[-1].explanation


CAMERA_S = 1 / 30


def at_camera_rate(
    assessor: MeaningAssessor, scenes: Sequence[DenseScene], target: Cell = CUBE_CELL
) -> list[Assessment]:
    """Return the assessments of successive images of a camera."""
    assessments = []
    for i, scene in enumerate(scenes):
        assessor.observe(scene, GRID, None, stamp_s=i * CAMERA_S)
        found = grounding(scene, target)
        assessments.append(assessor.assess(found, ControllerSettings(OBSERVATIONS)))
    return assessments


def first_decision(assessments: Sequence[Assessment]) -> int:
    """Return the index of the first assessment that is decided."""
    return [assessment.is_decided for assessment in assessments].index(True)


def test_motion_may_start_at_the_rate_of_the_camera() -> None:
    results = at_camera_rate(picking(), [SCENE] * 5)
    assert first_decision(results) == OBSERVATIONS - 1
    assert results[OBSERVATIONS - 1].goal is not None


def test_a_refusal_takes_the_same_time_at_any_camera_rate() -> None:
    """What hides an object for a moment is in several images."""
    hidden = 11
    results = at_camera_rate(picking(), [EMPTY] * 30)
    assert first_decision(results) == pytest.approx(0.4 / CAMERA_S, abs=1)
    assert results[first_decision(results)].verdict == Verdict.TARGET_NOT_FOUND
    seen = at_camera_rate(picking(), [EMPTY] * hidden + [SCENE] * 20)
    assert seen[first_decision(seen)].verdict == Verdict.OK


def test_after_a_contradiction_motion_takes_agreement_over_time() -> None:
    """Three images in a row that select an object by chance do not start motion."""
    results = at_camera_rate(picking(), [SCENE, EMPTY, *[SCENE] * 20])
    assert first_decision(results) == pytest.approx(2 + 0.4 / CAMERA_S, abs=1)
    flicker = [EMPTY, SCENE, SCENE, SCENE] * 20
    refused = at_camera_rate(picking(), flicker)
    assert first_decision(refused) == pytest.approx(1.8 / CAMERA_S, abs=1)
    assert refused[first_decision(refused)].verdict != Verdict.OK


def test_attention_that_speaks_against_a_command_is_judged_over_time() -> None:
    assessor = picking()
    against = at_camera_rate(assessor, [SCENE] * 4, target=(5, 0))
    assert not any(assessment.is_decided for assessment in against)
    for i in range(4, 20):
        assessor.observe(SCENE, GRID, None, stamp_s=i * CAMERA_S)
        result = assessor.assess(grounding(SCENE, (5, 0)), ControllerSettings(OBSERVATIONS))
        if result.is_decided:
            break
    assert result.verdict == Verdict.AMBIGUOUS
    assert i == pytest.approx(0.4 / CAMERA_S, abs=1)


def test_an_object_that_moves_before_the_start_delays_it() -> None:
    assessor = picking()
    moved = dense_scene((3, 1, 'red', 'cube'))
    decided = [observe(assessor, s, (3, 1)).is_decided for s in [SCENE, *[moved] * OBSERVATIONS]]
    assert decided == [False] * OBSERVATIONS + [True]


@pytest.mark.parametrize(
    ('attended', 'asked_about', 'text'),
    [
        (BOWL_CELL, GoalRole.TARGET, 'which one do you mean: the white bowl or the red cube?'),
        ((5, 0), None, 'the attention is where no object is detected'),
    ],
)
def test_attention_on_another_place_is_asked_about(
    attended: Cell, asked_about: GoalRole | None, text: str
) -> None:
    assessor = picking()
    for _ in range(OBSERVATIONS):
        result = observe(assessor, target=attended)
    assert result.verdict == Verdict.AMBIGUOUS
    assert result.asked_about == asked_about
    assert text in result.explanation


def test_the_attention_of_the_destination_counts_for_a_place_task_only() -> None:
    place = MeaningAssessor(PLACE, TaskKind.PLACE)
    pick = picking()
    for _ in range(OBSERVATIONS):
        results = [observe(assessor, destination=CUBE_CELL) for assessor in (place, pick)]
    assert [r.verdict for r in results] == [Verdict.AMBIGUOUS, Verdict.OK]


LEFT = replace(PICK, target=replace(RED_CUBE, superlative=Superlative.LEFTMOST))
TWO = dense_scene((1, 1, 'red', 'cube'), (1, 5, 'red', 'cube'))


def test_a_superlative_is_not_evaluated_again_during_the_motion() -> None:
    assessor = picking(LEFT)
    assert int(prior(assessor, TWO, None)[0, 0].argmax()) == COLS + 5
    # The selected cube is now right of the other one.
    swapped = dense_scene((1, 5, 'red', 'cube'), (4, 7, 'red', 'cube'))
    assert int(prior(assessor, swapped, goal_at((1, 5)))[0, 0].argmax()) == COLS + 5


def test_the_prior_of_a_hidden_object_remains() -> None:
    assessor = picking(LEFT)
    before = prior(assessor, TWO, None).copy()
    other = dense_scene((1, 1, 'red', 'cube'), (1, 5, 'blue', 'cube'))
    np.testing.assert_array_equal(prior(assessor, other, goal_at((1, 5))), before)


def estimate(
    assessor: MeaningAssessor, target: Cell = CUBE_CELL, destination: Cell = BOWL_CELL
) -> GoalEstimate:
    return assessor.estimate(grounding(SCENE, target, destination))


def test_an_estimate_far_from_the_selected_object_is_not_followed() -> None:
    assessor = MeaningAssessor(PLACE, TaskKind.PLACE)
    observe(assessor)
    assert max(estimate(assessor).spread_m) < 0.01
    assert estimate(assessor, (4, 1)).spread_m[0] == math.inf
    assert estimate(assessor, destination=CUBE_CELL).spread_m[1] == math.inf


def start(meaning: CommandMeaning, task: TaskKind, scene: DenseScene = SCENE) -> Assessment:
    assessor = MeaningAssessor(meaning, task)
    for _ in range(OBSERVATIONS):
        assessment = observe(assessor, scene)
    return assessment


BESIDE = replace(PLACE, relation=Relation.LEFT_OF)


def test_the_destination_beside_a_landmark_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(free_space, '_AREA_X_M', (0.0, 0.7))
    monkeypatch.setattr(free_space, '_AREA_Y_M', (0.0, 0.7))
    assessor = MeaningAssessor(BESIDE, TaskKind.PLACE)
    for _ in range(OBSERVATIONS):
        started = observe(assessor)
    assert (started.verdict, started.names[1]) == (Verdict.OK, 'left of the white bowl')
    assert started.surface_m < 0
    assert started.goal is not None
    offset = started.goal.destination - position(BOWL_CELL)
    assert offset[0] == pytest.approx(0.0, abs=1e-6)
    assert 0.12 < offset[1] < 0.16
    moved = estimate(assessor, destination=(BOWL_CELL[0], BOWL_CELL[1] + 1))
    np.testing.assert_allclose(
        moved.destination - started.goal.destination, (0, CELL_M), atol=1e-6
    )
    # The landmark is expected where it was detected, not at the destination.
    assert prior(assessor, SCENE, started.goal) is not None
    assert max(estimate(assessor).spread_m) < 0.01


def test_a_blocked_destination_is_a_refusal_of_its_own() -> None:
    refused = start(replace(BESIDE, relation=Relation.IN_FRONT_OF), TaskKind.PLACE)
    assert (refused.verdict, refused.reason) == (
        Verdict.DESTINATION_NOT_FOUND,
        'destination_out_of_reach',
    )
    assert "'in front of the white bowl' is not" in refused.explanation
    assert refused.goal is None


def test_a_push_towards_an_object_is_planned_from_both_locations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(free_space, '_PUSH_X_M', (-0.1, 0.7))
    towards = replace(PICK, task=RequestedTask.PUSH, destination=BOWL, relation=Relation.TOWARDS)
    started = start(towards, TaskKind.PUSH)
    assert started.names == ('red cube', 'towards the white bowl')
    assert (started.surface_m, started.verdict) == (0.0, Verdict.OK)
    assert started.goal is not None
    way = np.subtract(position(BOWL_CELL), position(CUBE_CELL))
    expected = position(CUBE_CELL) + PUSH_DISTANCE_M * way / np.linalg.norm(way)
    np.testing.assert_allclose(started.goal.destination, expected, atol=1e-6)
