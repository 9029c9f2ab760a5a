# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Texts that explain to a user why a command was refused."""

from vla_policy.control.detections import describe_detections
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.types.vocabulary import Verdict

_REASONS = {
    Verdict.TARGET_NOT_FOUND: (
        'the requested object is not on the table. Name one that the camera detects'
    ),
    Verdict.DESTINATION_NOT_FOUND: (
        'the destination is not on the table. Name a bowl or plate that the camera detects'
    ),
    Verdict.NOT_UNDERSTOOD: (
        'this is not a task of this robot. Ask to pick, place, push or point at one object, '
        'a push with its direction'
    ),
    Verdict.AMBIGUOUS: 'more than one object matches the name. Give its color and shape',
}

_MISSING = (Verdict.TARGET_NOT_FOUND, Verdict.DESTINATION_NOT_FOUND)
#: Names in one message.
_MAX_NAMES = 8


def refusal_message(output: PolicyOutput, text: str) -> str:
    """
    Explain a refusal and its remedy, or ask which of several objects is meant.

    Parameters
    ----------
    output
        Output with a verdict other than OK.
    text
        The command.

    """
    reason = _REASONS[output.verdict]
    if output.candidates:
        reason = f'which one: {describe_detections(output.candidates[:_MAX_NAMES], "or")}?'
    elif output.detections and output.verdict in _MISSING:
        names = describe_detections(output.detections[:_MAX_NAMES], 'and')
        reason += f'. Detected: {names}'
    return f'refused {text!r}: {reason} (confidence {output.confidence:.2f})'
