# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Choose a part of the policy by its name."""

from collections.abc import Mapping
from typing import TypeVar

_T = TypeVar('_T')


def choose(what: str, kind: str, options: Mapping[str, _T]) -> _T:
    """
    Return the option named `kind`.

    Raises
    ------
    ValueError
        If there is none; the message lists those that there are.

    """
    if kind not in options:
        raise ValueError(f'{what} must be one of {", ".join(options)}; got {kind!r}')
    return options[kind]
