# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks that a restart of the safety node continues no earlier command."""

import math

from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation

_MESSAGES = {
    'command_before_activation': (
        'a command must be given after the activation of the safety node, and its stamp must'
        ' not be in the future; this one is not, by the stamp of its command_embedding or by'
        ' policy_status. Send the command again'
    ),
    'command_unannounced': (
        'a command must be announced by command_embedding after the activation of the safety'
        ' node; none was received for this one. Send the command again, or set watch_language to'
        ' false for a system without a language node'
    ),
}


def check_announced(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a command that was given since the activation of the safety node."""
    check = context.announcement_problem
    return chunk_violation(check, math.nan, math.nan, _MESSAGES[check]) if check else []


def run_marker_violation(message: str) -> tuple[Violation, ...]:
    """Return the violation of a chunk whose motion could not be marked on the disk."""
    return tuple(chunk_violation('run_marker', math.nan, math.nan, message))
