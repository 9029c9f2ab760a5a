# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Look up a component of the policy by its name in a configuration."""

from collections.abc import Mapping
from typing import TypeVar

_T = TypeVar('_T')


def choose(part: str, kind: str, options: Mapping[str, _T]) -> _T:
    """
    Return the option named `kind`.

    Raises
    ------
    ValueError
        If no option has that name; the message lists the valid names.

    """
    if kind not in options:
        raise ValueError(f'{part} must be one of {", ".join(options)}; got {kind!r}')
    return options[kind]
