# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fault of an input: reason code, and text with rule, value and remedy."""

from typing import NamedTuple


class InputFault(NamedTuple):
    """Reason code of a fault, and the text for people: rule, value, remedy."""

    reason: str
    message: str
