# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of interpreted commands to messages."""

from builtin_interfaces.msg import Time
from std_msgs.msg import Header
from vla_common.conversions import to_array
from vla_common.meaning_messages import to_meaning_message
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandStep
from vla_language.command import CommandKind
from vla_language.interpreter import Interpretation
from vla_language.interpreter import InterpretedStep

_KINDS = {
    CommandKind.TASK: CommandEmbedding.KIND_TASK,
    CommandKind.STOP: CommandEmbedding.KIND_STOP,
    CommandKind.INVALID: CommandEmbedding.KIND_INVALID,
    CommandKind.UNSUPPORTED: CommandEmbedding.KIND_UNSUPPORTED,
}


def to_embedding(
    interpretation: Interpretation, *, command_id: str, stamp: Time, encoder_id: str
) -> CommandEmbedding:
    """Return the message of an interpreted command."""
    command, encoded = interpretation.command, interpretation.encoded
    message = CommandEmbedding(
        header=Header(stamp=stamp),
        command_id=command_id,
        text=command.text,
        encoder_id=encoder_id,
        kind=_KINDS[command.kind],
        problem=command.problem or '',
        reason=command.reason,
    )
    if interpretation.meaning is not None:
        message.meaning = to_meaning_message(interpretation.meaning)
    if encoded is not None:
        message.tokens = list(encoded.tokens)
        message.mask = [True] * len(encoded.tokens)
        message.channels = encoded.states.shape[1]
        message.states = to_array(encoded.states)
        message.normalized_text = (
            interpretation.text if interpretation.text != command.text else ''
        )
    message.further_steps = [_to_step(step) for step in interpretation.further]
    return message


def _to_step(step: InterpretedStep) -> CommandStep:
    message = CommandStep(meaning=to_meaning_message(step.meaning), normalized_text=step.text)
    if step.encoded is not None:
        message.tokens = list(step.encoded.tokens)
        message.mask = [True] * len(step.encoded.tokens)
        message.states = to_array(step.encoded.states)
    return message
