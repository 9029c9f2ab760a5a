# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One step of a command, as the policy takes it."""

from typing import NamedTuple

from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.command_meaning import CommandMeaning


class CommandStep(NamedTuple):
    """
    Token states of one step, and what it means.

    Parameters
    ----------
    states, mask
        Token states (L, text_dim) and mask (L,).
    meaning
        Meaning, which determines task and objects.
    tokens
        Word pieces (L,), to show the attention over them.

    """

    states: Float32Array
    mask: BoolArray
    meaning: CommandMeaning
    tokens: tuple[str, ...] = ()
