# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Keys of the markers that a viewer shows."""

from collections.abc import Sequence

from vla_visualization.primitives import MarkerKey
from vla_visualization.primitives import Primitive


class MarkerRegistry:
    """Keep the keys of the last scene, so that removed markers can be deleted by key."""

    def __init__(self) -> None:
        self._shown: set[MarkerKey] = set()

    def update(self, primitives: Sequence[Primitive]) -> list[MarkerKey]:
        """
        Store the keys of a new scene and return the keys that it no longer contains.

        Raises
        ------
        ValueError
            If two shapes have the same namespace and id: a viewer would show only one of them.

        """
        keys = {primitive.key for primitive in primitives}
        if len(keys) < len(primitives):
            names = [primitive.key for primitive in primitives]
            repeated = sorted({key for key in names if names.count(key) > 1})
            raise ValueError(
                f'ns and id must be unique in a scene; got {repeated} more than once. '
                'Give each shape another id'
            )
        removed = sorted(self._shown - keys)
        self._shown = keys
        return removed
