# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Outcome of a command of a command set in physics, and truth of the reason of a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vla_learning.evaluation.command_set import SetCommand
from vla_learning.evaluation.command_trials import NOT_SUPPORTED
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.trials import EvaluationTrial
from vla_sim.tasks.task import Task


class Outcome(StrEnum):
    """What the robot did about a command."""

    #: Did what the command asks for.
    EXECUTED = 'executed'
    #: Did not move, and should not.
    REFUSED = 'rightly refused'
    #: Did not move, though the command is valid.
    WRONGLY_REFUSED = 'wrongly refused'
    #: Did not move; the command is valid, but the robot cannot do it yet.
    NOT_SUPPORTED = 'not supported'
    #: Attempted the right task with the right object, without success.
    FAILED = 'failed'
    #: Acted on another object, did another task or used another place; or should not move.
    WRONG_ACT = 'wrong act'


RIGHT: Final = frozenset({Outcome.EXECUTED, Outcome.REFUSED})

#: Reasons about vocabulary and abilities of the robot, not about scene or sentence.
_OWN_LIMITS = frozenset(
    {
        'unaccounted_word',
        'unknown_color',
        'unknown_noun',
        'unknown_relation',
        'unknown_superlative',
        'unknown_direction',
        'unsupported',
    }
)
_UNKNOWN_WORD = frozenset({'unaccounted_word', 'unknown_noun', 'no_task', 'other_task'})
#: For each cause for which an author of commands expects a refusal, the reasons that are true.
#: Only a limit of the robot is a true reason to refuse a valid command, cause ''.
TRUE_REASONS: Final[Mapping[str, frozenset[str]]] = {
    '': _OWN_LIMITS,
    NOT_SUPPORTED: frozenset({'impossible_destination', *_OWN_LIMITS}),
    'two_steps': frozenset({'several', 'unsupported', 'unaccounted_word'}),
    'absent_target': frozenset({'target_not_found', 'impossible_destination'}),
    'absent_color': frozenset(
        {'target_not_found', 'destination_not_found', 'unknown_color', 'unaccounted_word'}
    ),
    'unknown_noun': frozenset(
        {'target_not_found', 'destination_not_found', 'unknown_noun', 'unaccounted_word'}
    ),
    'absent_destination': frozenset(
        {
            'destination_not_found',
            'impossible_destination',
            'unsupported',
            'unknown_color',
            'unknown_noun',
            'unaccounted_word',
        }
    ),
    'ambiguous_target': frozenset({'ambiguous', 'no_target', 'unknown_superlative'}),
    'ambiguous_destination': frozenset(
        {'ambiguous', 'no_destination', 'unsupported', 'unknown_direction'}
    ),
    'incomplete': frozenset({'no_target', 'no_destination', 'no_direction', 'no_task'}),
    'negated': frozenset({'negated'}),
    'not_an_order': frozenset(
        {'question', 'report', 'conditional', 'later', 'negated', 'no_task', 'other_task'}
    ),
    'several_impossible': frozenset({'several', 'unsupported', 'impossible_destination'}),
    'unsupported_task': frozenset(
        {
            'several',
            'unsupported',
            'impossible_destination',
            'not_stackable',
            'unknown_relation',
            *_UNKNOWN_WORD,
        }
    ),
    'other_language': _UNKNOWN_WORD,
    'nonsense': frozenset({'no_letters', 'no_target', *_UNKNOWN_WORD}),
}
#: Reasons that name no cause.
_UNSPECIFIC = frozenset({'', 'not_understood', 'stop'})


@dataclass(frozen=True)
class JudgedCommand:
    """
    Result of one command.

    Parameters
    ----------
    command, episode
        The command, and its episode.
    outcome
        Outcome.
    reason_is_true
        Whether the reason of a refusal is true; None without a refusal or a reason.

    """

    command: SetCommand
    episode: EpisodeResult
    outcome: Outcome
    reason_is_true: bool | None


def judge(command: SetCommand, trial: EvaluationTrial, episode: EpisodeResult) -> JudgedCommand:
    """Return the result of a command."""
    is_refusal = episode.chunks == 0 and episode.refusal_reason not in _UNSPECIFIC
    return JudgedCommand(
        command,
        episode,
        _outcome(trial, episode),
        episode.refusal_reason in TRUE_REASONS[_cause(command, trial)] if is_refusal else None,
    )


def _outcome(trial: EvaluationTrial, episode: EpisodeResult) -> Outcome:
    has_acted = episode.chunks > 0
    if trial.task is None:
        if has_acted:
            return Outcome.WRONG_ACT
        return Outcome.NOT_SUPPORTED if trial.kind == NOT_SUPPORTED else Outcome.REFUSED
    if episode.success:
        return Outcome.EXECUTED
    if not has_acted:
        return Outcome.WRONGLY_REFUSED
    return Outcome.FAILED if _intends(trial.task, episode) else Outcome.WRONG_ACT


def _intends(task: Task, episode: EpisodeResult) -> bool:
    """Return whether the first chunk was planned for a task."""
    return (
        episode.chosen in (task.target, *task.other_targets)
        and episode.executed_task == task.kind
        and episode.executed_destination == task.destination_name
    )


def _cause(command: SetCommand, trial: EvaluationTrial) -> str:
    """Return the key of a command in TRUE_REASONS."""
    if len(command.steps) > 1:
        return 'two_steps'
    return NOT_SUPPORTED if trial.kind == NOT_SUPPORTED else command.reason
