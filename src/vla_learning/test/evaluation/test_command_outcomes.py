# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Outcomes of commands, and truth of the reasons of refusals."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from evaluation_samples import GOOD
import pytest
from vla_language.command import Problem
from vla_language.meaning.meaning_verdict import RefusalReason
from vla_learning.evaluation.command_outcomes import judge
from vla_learning.evaluation.command_outcomes import Outcome
from vla_learning.evaluation.command_outcomes import TRUE_REASONS
from vla_learning.evaluation.command_set import DEVELOPMENT
from vla_learning.evaluation.command_set import ExpectedStep
from vla_learning.evaluation.command_set import load_command_set
from vla_learning.evaluation.command_set import SEALED
from vla_learning.evaluation.command_set import SetCommand
from vla_learning.evaluation.command_trials import to_trial
from vla_policy.control.destination_planning import BlockedReason
from vla_policy.control.object_selection import SceneItem
from vla_policy.types.vocabulary import Verdict

SCENE = (
    SceneItem('red', 'cube', (0.50, 0.09)),
    SceneItem('blue', 'cube', (0.65, -0.09)),
    SceneItem('green', 'bowl', (0.35, -0.27)),
    SceneItem('green', 'plate', (0.35, 0.27)),
)
PLACE = ExpectedStep('place', (0, 1), 2, 'in')
VALID = SetCommand('text', 'valid', 'plain', SCENE, (PLACE,))
BESIDE = replace(VALID, steps=(replace(PLACE, relation='next_to'),))
UNDER = replace(VALID, steps=(replace(PLACE, relation='under'),))
TWO_STEPS = replace(VALID, steps=(ExpectedStep('point', (0,)), PLACE))
INVALID = SetCommand('text', 'refuse', 'plain', SCENE, reason='absent_target')

DONE = replace(GOOD, chosen='blue cube', executed_task='place', executed_destination='green bowl')
FAILED = replace(DONE, success=False)
REFUSED = replace(
    FAILED, refused=True, chunks=0, chosen='', executed_task='', executed_destination=''
)


@pytest.mark.parametrize(
    ('command', 'episode', 'outcome'),
    [
        (VALID, DONE, Outcome.EXECUTED),
        (VALID, FAILED, Outcome.FAILED),
        (VALID, replace(FAILED, chosen='red cube'), Outcome.FAILED),
        (VALID, replace(FAILED, chosen='green bowl'), Outcome.WRONG_ACT),
        (VALID, replace(FAILED, executed_task='push'), Outcome.WRONG_ACT),
        (VALID, replace(FAILED, executed_destination='green plate'), Outcome.WRONG_ACT),
        (VALID, REFUSED, Outcome.WRONGLY_REFUSED),
        (BESIDE, replace(DONE, executed_destination='next_to green bowl'), Outcome.EXECUTED),
        (BESIDE, replace(FAILED, executed_destination='next_to green bowl'), Outcome.FAILED),
        (BESIDE, FAILED, Outcome.WRONG_ACT),  # into instead of beside
        (BESIDE, REFUSED, Outcome.WRONGLY_REFUSED),
        (UNDER, replace(REFUSED, success=True), Outcome.NOT_SUPPORTED),
        (UNDER, FAILED, Outcome.WRONG_ACT),
        (TWO_STEPS, replace(REFUSED, success=True), Outcome.NOT_SUPPORTED),
        (INVALID, replace(REFUSED, success=True), Outcome.REFUSED),
        (INVALID, FAILED, Outcome.WRONG_ACT),
    ],
)
def test_outcome(command: SetCommand, episode: Any, outcome: Outcome) -> None:
    assert judge(command, to_trial(command), episode).outcome is outcome


@pytest.mark.parametrize(
    ('command', 'reason', 'is_true'),
    [
        (INVALID, 'target_not_found', True),
        (INVALID, 'ambiguous', False),
        (INVALID, 'negated', False),
        (INVALID, 'not_understood', None),
        (replace(INVALID, reason='absent_color'), 'unknown_color', True),
        (replace(INVALID, reason='negated'), 'negated', True),
        (replace(INVALID, reason='negated'), 'unaccounted_word', False),
        (VALID, 'unaccounted_word', True),
        (VALID, 'target_not_found', False),
        (VALID, 'several', False),
        (TWO_STEPS, 'several', True),
        (TWO_STEPS, 'conditional', False),
        (UNDER, 'unsupported', True),
        (UNDER, 'impossible_destination', True),
        (VALID, 'impossible_destination', False),
    ],
)
def test_truth_of_a_reason(command: SetCommand, reason: str, is_true: bool | None) -> None:
    episode = replace(REFUSED, refusal_reason=reason)
    assert judge(command, to_trial(command), episode).reason_is_true is is_true


def test_an_act_has_no_reason() -> None:
    assert judge(VALID, to_trial(VALID), DONE).reason_is_true is None


def test_the_table_has_only_existing_reasons() -> None:
    reasons = {*Problem, *RefusalReason, *BlockedReason}
    reasons |= {verdict.name.lower() for verdict in Verdict}
    assert set().union(*TRUE_REASONS.values()) <= reasons


@pytest.mark.parametrize('path', [DEVELOPMENT, SEALED])
def test_the_table_has_every_cause(path: Path) -> None:
    assert {command.reason for command in load_command_set(path)} <= set(TRUE_REASONS)
