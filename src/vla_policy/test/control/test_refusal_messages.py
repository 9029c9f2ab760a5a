# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Refusal messages: reason, remedy and detected objects."""

import numpy as np
import pytest
from vla_policy.control.detections import Detection
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.refusal_messages import refusal_message
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

CUBES = tuple(Detection(color, 'cube', (0.5, 0.0), 0.9) for color in ('red', 'blue'))


def refused(
    verdict: Verdict,
    detections: tuple[Detection, ...] = (),
    candidates: tuple[Detection, ...] = (),
) -> PolicyOutput:
    return PolicyOutput(
        verdict=verdict,
        confidence=0.876,
        task=TaskKind.PICK,
        phase=Phase.APPROACH,
        progress=0.0,
        finished=False,
        chunk=None,
        attention=AttentionMaps(np.ones((1, 1)), np.ones((1, 1)), np.ones((3, 1))),
        detections=detections,
        candidates=candidates,
    )


@pytest.mark.parametrize(
    ('verdict', 'remedy'),
    [
        (Verdict.TARGET_NOT_FOUND, 'Name one that the camera detects'),
        (Verdict.DESTINATION_NOT_FOUND, 'Name a bowl or plate that the camera detects'),
        (Verdict.NOT_UNDERSTOOD, 'Ask to pick, place, push or point at one object'),
        (Verdict.AMBIGUOUS, 'Give its color and shape'),
    ],
)
def test_a_refusal_has_command_remedy_and_confidence(verdict: Verdict, remedy: str) -> None:
    message = refusal_message(refused(verdict), 'pick it')
    assert message.startswith("refused 'pick it': ")
    assert remedy in message
    assert message.endswith('(confidence 0.88)')


def test_an_ambiguous_command_is_answered_with_a_question() -> None:
    message = refusal_message(refused(Verdict.AMBIGUOUS, CUBES, CUBES), 'pick the cube')
    assert 'which one: the red cube or the blue cube?' in message


@pytest.mark.parametrize('verdict', [Verdict.TARGET_NOT_FOUND, Verdict.DESTINATION_NOT_FOUND])
def test_a_missing_object_is_answered_with_the_detected_ones(verdict: Verdict) -> None:
    message = refusal_message(refused(verdict, CUBES), 'pick the cup')
    assert 'Detected: the red cube and the blue cube (confidence' in message


def test_detections_are_not_listed_for_a_command_that_is_not_understood() -> None:
    assert 'cube' not in refusal_message(refused(Verdict.NOT_UNDERSTOOD, CUBES), 'sing')


def test_a_message_lists_at_most_eight_objects() -> None:
    many = tuple(Detection('red', f'thing{i}', (0.1 * i, 0.0), 0.9) for i in range(12))
    message = refusal_message(refused(Verdict.TARGET_NOT_FOUND, many), 'pick the cup')
    assert message.count('the red thing') == 8
