# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Which shapes a viewer holds."""

from collections.abc import Sequence

from vla_visualization.primitives import Key
from vla_visualization.primitives import Primitive


class Ledger:
    """Remember the shapes of the last scene, so that vanished ones are deleted by name."""

    def __init__(self) -> None:
        self._shown: set[Key] = set()

    def update(self, primitives: Sequence[Primitive]) -> list[Key]:
        """
        Take over a new scene and return the keys that it no longer has.

        Raises
        ------
        ValueError
            If two shapes have the same name space and id: the viewer would show only one.

        """
        keys = {primitive.key for primitive in primitives}
        if len(keys) < len(primitives):
            names = [primitive.key for primitive in primitives]
            twice = sorted({key for key in names if names.count(key) > 1})
            raise ValueError(f'ns and id must be unique in a scene; got {twice} more than once')
        gone = sorted(self._shown - keys)
        self._shown = keys
        return gone
