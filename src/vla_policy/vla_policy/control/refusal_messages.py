# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the policy says about the current command, in words."""

from vla_policy.control.detections import naming
from vla_policy.control.policy_controller import Decision
from vla_policy.types.vocabulary import Verdict

_REASONS = {
    Verdict.TARGET_NOT_FOUND: (
        'the thing asked for is not on the table. Name one that the camera sees'
    ),
    Verdict.DESTINATION_NOT_FOUND: (
        'the place to put it is not on the table. Name a bowl or plate that the camera sees'
    ),
    Verdict.NOT_UNDERSTOOD: (
        'this is no task of this robot. Ask to pick, place, push or point at one thing, '
        'a push with its direction'
    ),
    Verdict.AMBIGUOUS: 'more than one thing fits the name. Say its color and shape',
}

_MISSING = (Verdict.TARGET_NOT_FOUND, Verdict.DESTINATION_NOT_FOUND)
#: Names in one message.
_MOST = 8


def refusal(decision: Decision, text: str) -> str:
    """Say why a command is refused and what to do, or ask which of several things is meant."""
    reason = _REASONS[decision.verdict]
    if decision.meant:
        reason = f'which one: {naming(decision.meant[:_MOST], "or")}?'
    elif decision.seen and decision.verdict in _MISSING:
        reason += f'. It sees {naming(decision.seen[:_MOST], "and")}'
    return f'refused {text!r}: {reason} (confidence {decision.confidence:.2f})'
