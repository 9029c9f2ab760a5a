# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Refusal messages: reason, remedy and detected objects; questions with distinct names."""

from dataclasses import replace

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole
from vla_common.command_meaning import OBJECT_SHAPES
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_policy.control.destination_planning import BlockedReason
from vla_policy.control.destination_planning import DestinationBlockedError
from vla_policy.control.detections import Detection
from vla_policy.control.goal_selection import UnresolvedGoal
from vla_policy.control.refusal_messages import attention_message
from vla_policy.control.refusal_messages import blocked_message
from vla_policy.control.refusal_messages import question
from vla_policy.control.refusal_messages import unresolved_message
from vla_policy.control.refusal_messages import unstable_message
from vla_policy.types.vocabulary import Verdict

CUBES = tuple(Detection(color, 'cube', (0.5, 0.0), 0.9) for color in ('red', 'blue'))
RED_CUBES = tuple(Detection('red', 'cube', (0.5, y), 0.9) for y in (0.2, -0.2))
BOWL = Detection('white', 'bowl', (0.4, 0.3), 0.9)
RED_CUBE = ObjectDescription('red cube')


def test_a_message_lists_at_most_eight_objects() -> None:
    many = tuple(Detection('red', f'thing{i}', (0.1 * i, 0.0), 0.9) for i in range(12))
    goal = UnresolvedGoal(Verdict.TARGET_NOT_FOUND, GoalRole.TARGET, RED_CUBE, OBJECT_SHAPES)
    message = unresolved_message(goal, many)
    assert message.count('the red thing') == 8
    assert question(many, many).count('the red thing') == 8


def test_a_question_with_sides_states_their_frame() -> None:
    assert question(RED_CUBES, RED_CUBES) == (
        'which one do you mean, seen from the robot: the left red cube or the right red cube?'
    )


@pytest.mark.parametrize(
    ('goal', 'detections', 'message'),
    [
        (
            UnresolvedGoal(Verdict.TARGET_NOT_FOUND, GoalRole.TARGET, RED_CUBE, OBJECT_SHAPES),
            (BOWL, *CUBES[1:]),
            "no detected cube, cylinder or sphere fits 'red cube'. Detected: the white bowl and "
            'the blue cube. Name one of these',
        ),
        (
            UnresolvedGoal(
                Verdict.DESTINATION_NOT_FOUND, GoalRole.DESTINATION, RED_CUBE, RECEPTACLE_SHAPES
            ),
            (),
            "no detected bowl or plate fits 'red cube'. No object is detected. Check light and "
            'camera',
        ),
        (
            UnresolvedGoal(Verdict.TARGET_NOT_FOUND, GoalRole.TARGET, RED_CUBE),
            RED_CUBES,
            "no detected object fits 'red cube'. Detected: the left red cube and the right red "
            'cube. Name one of these',
        ),
        (
            UnresolvedGoal(
                Verdict.AMBIGUOUS, GoalRole.TARGET, RED_CUBE, OBJECT_SHAPES, candidates=(1, 2)
            ),
            (BOWL, *RED_CUBES),
            "2 detected objects fit 'red cube'; which one do you mean, seen from the robot: the "
            'left red cube or the right red cube?',
        ),
    ],
)
def test_an_unresolved_goal_names_words_and_detections(
    goal: UnresolvedGoal, detections: tuple[Detection, ...], message: str
) -> None:
    assert unresolved_message(goal, detections) == message


def test_words_and_attention_that_differ_lead_to_a_question() -> None:
    message = attention_message(RED_CUBES[0], BOWL, (*RED_CUBES, BOWL))
    assert 'the words select the left red cube, the attention is on the white bowl' in message
    assert message.endswith('seen from the robot: the white bowl or the left red cube?')


@pytest.mark.parametrize(
    ('attended', 'place'),
    [(None, 'where no object is detected'), (RED_CUBES[0], 'only in part on it')],
)
def test_attention_on_no_other_object_leads_to_a_remedy(
    attended: Detection | None, place: str
) -> None:
    message = attention_message(RED_CUBES[0], attended, RED_CUBES)
    assert f'the words select the left red cube, the attention is {place}. ' in message
    assert message.endswith('Check light and camera, or use other words')


def test_unstable_detections_are_explained_with_the_words() -> None:
    meaning = CommandMeaning(
        SpeechAct.ORDER, RequestedTask.PLACE, RED_CUBE, ObjectDescription('bowl')
    )
    assert "what 'red cube' and 'bowl' select; they differ" in unstable_message(meaning)
    assert "what 'red cube' selects" in unstable_message(replace(meaning, destination=None))


@pytest.mark.parametrize(
    ('reason', 'blocking', 'text'),
    [
        (
            BlockedReason.OCCUPIED,
            CUBES[:1],
            'must be free with space for the gripper; the red cube is too near to it: '
            "'left of the white bowl'. Clear it, or name another place",
        ),
        (BlockedReason.OCCUPIED, CUBES, 'the red cube and the blue cube are too near'),
        (BlockedReason.OUT_OF_REACH, (), "the reach of the arm; 'left of the white bowl' is not"),
        (BlockedReason.TOO_NEAR, (), 'the gap is smaller for'),
        (BlockedReason.PUSH_BLOCKED, CUBES[1:], 'the blue cube is in the way'),
        (BlockedReason.NOT_STACKABLE, (), "only; got 'left of the white bowl'"),
    ],
)
def test_a_blocked_destination_is_explained(
    reason: BlockedReason, blocking: tuple[Detection, ...], text: str
) -> None:
    error = DestinationBlockedError(reason, 'left of the white bowl', blocking)
    message = blocked_message(error, [*CUBES, BOWL])
    assert text in message
    assert '. ' in message, 'a remedy follows'


def test_every_reason_has_a_text() -> None:
    for reason in BlockedReason:
        assert blocked_message(DestinationBlockedError(reason, 'x', (BOWL,)), [BOWL])
