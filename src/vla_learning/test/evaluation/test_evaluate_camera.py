# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of trials with a moved camera."""

from dataclasses import replace

import pytest
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.evaluate_camera import CONDITIONS
from vla_learning.evaluation.evaluate_camera import is_told
from vla_learning.evaluation.evaluate_camera import is_wrong_act
from vla_learning.evaluation.evaluate_camera import summarize
from vla_learning.evaluation.evaluate_camera import to_table

DONE = EpisodeResult(
    seed=1,
    kind='pick',
    split='train',
    command='pick up the red cube',
    success=True,
    refused=False,
    reached_policy=True,
    correct_verdict=True,
    verdict='ok',
    wrong_object_touched=False,
    reason='',
    finished_s=6.0,
    chosen='red cube',
    target_moved=False,
    chunks=20,
    chunks_refused=0,
)
TOLD = replace(
    DONE,
    success=False,
    refused=True,
    refusal_reason='camera_moved',
    finished_s=1.8,
    camera_moved_s=1.2,
)


@pytest.mark.parametrize(
    ('result', 'told'),
    [
        (TOLD, True),
        (replace(TOLD, finished_s=2.3), False),
        (replace(TOLD, refusal_reason='ambiguous'), False),
        (replace(TOLD, camera_moved_s=None), False),
        (DONE, False),
    ],
)
def test_a_moved_camera_is_told_by_its_reason_within_a_second(
    result: EpisodeResult, told: bool
) -> None:
    assert is_told(result) == told


@pytest.mark.parametrize(
    ('result', 'wrong'),
    [
        (DONE, False),
        (TOLD, False),
        (replace(DONE, success=False), True),
        (replace(DONE, success=False, finished_s=None), False),
        (replace(TOLD, wrong_object_touched=True), True),
    ],
)
def test_a_wrong_act_touches_another_object_or_ends_without_success(
    result: EpisodeResult, wrong: bool
) -> None:
    assert is_wrong_act(result) == wrong


def test_only_cameras_that_moved_count_as_to_be_told() -> None:
    failed = replace(DONE, success=False, finished_s=None)
    figures = summarize([TOLD, DONE, failed], [DONE, DONE, failed])
    assert (figures['told']['rate'], figures['told']['n']) == (1.0, 1)
    assert figures['of_not_moved'] == 0.5
    assert figures['success']['n'] == 3
    assert (figures['refused_camera_moved'], figures['wrong_acts']) == (1, 0)


def test_every_condition_is_a_row() -> None:
    figures = summarize([DONE], [DONE])
    table = to_table(dict.fromkeys(CONDITIONS, figures)).splitlines()
    assert len(table) == len(CONDITIONS) + 2
    assert len({line.count('|') for line in table}) == 1
    assert '| - | 0 |' in table[2]
