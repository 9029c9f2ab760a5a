# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tables of sentence frames: marks, slots and size."""

import re

import pytest
from vla_common.command_meaning import RequestedTask
from vla_learning.language.grammar.frame_tables import VERB_FRAMES
from vla_learning.language.grammar.sentence_tables import PRONOUN_FRAMES
from vla_learning.language.grammar.sentence_tables import SENTENCE_FRAMES

SLOTS = {'T', 'T0', 'D', 'DR', 'DRI', 'IN', 'ON', 'PD', 'W', 'PL', 'FL', 'O', 'P', 'C'}
TASKS = list(VERB_FRAMES)
GOALS = {'D', 'DR', 'IN', 'ON', 'PL'}


def slots(frame: str) -> list[str]:
    return re.findall(r'\{(\w+)\}', frame)


@pytest.mark.parametrize('task', TASKS)
def test_frames_have_known_slots_and_one_target(task: RequestedTask) -> None:
    for frame in (*VERB_FRAMES[task], *SENTENCE_FRAMES[task]):
        assert set(slots(frame)) <= SLOTS, frame
        assert len({'T', 'T0'} & set(slots(frame))) == 1, frame
        assert slots(frame).count('T') <= 1, frame
        assert frame.count('<') == frame.count('>'), frame


@pytest.mark.parametrize('task', TASKS)
def test_verb_frames_start_with_a_verb(task: RequestedTask) -> None:
    assert all(re.match(r'[a-z]+: \S', frame) for frame in VERB_FRAMES[task])
    assert len(VERB_FRAMES[task]) >= 60


def test_only_some_tasks_have_goals_and_directions() -> None:
    for task in (RequestedTask.PICK, RequestedTask.POINT):
        for frame in (*VERB_FRAMES[task], *SENTENCE_FRAMES[task]):
            assert not {*GOALS, 'W', 'PD'} & set(slots(frame)), frame
    for frame in SENTENCE_FRAMES[RequestedTask.PLACE]:
        assert GOALS & set(slots(frame)), frame


@pytest.mark.parametrize('task', TASKS)
def test_pronoun_frames_name_no_target(task: RequestedTask) -> None:
    assert all('T' not in slots(frame) for frame in PRONOUN_FRAMES[task])
