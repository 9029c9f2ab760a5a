# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of commands and token states to messages."""

from builtin_interfaces.msg import Time
from std_msgs.msg import Header
from vla_common.conversions import to_array
from vla_interfaces.msg import CommandEmbedding
from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.text_encoder import TokenStates

_KINDS = {
    CommandKind.TASK: CommandEmbedding.KIND_TASK,
    CommandKind.STOP: CommandEmbedding.KIND_STOP,
    CommandKind.INVALID: CommandEmbedding.KIND_INVALID,
    CommandKind.UNSUPPORTED: CommandEmbedding.KIND_UNSUPPORTED,
}


def to_embedding(
    command: Command,
    *,
    command_id: str,
    stamp: Time,
    encoder_id: str,
    encoded: TokenStates | None = None,
    normalized_text: str = '',
) -> CommandEmbedding:
    """Return the message of a command; `encoded` are the token states of `normalized_text`."""
    message = CommandEmbedding(
        header=Header(stamp=stamp),
        command_id=command_id,
        text=command.text,
        encoder_id=encoder_id,
        kind=_KINDS[command.kind],
        reason=command.reason,
    )
    if encoded is not None:
        message.tokens = list(encoded.tokens)
        message.mask = [True] * len(encoded.tokens)
        message.channels = encoded.states.shape[1]
        message.states = to_array(encoded.states)
        message.normalized_text = normalized_text if normalized_text != command.text else ''
    return message
