# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What is seen on the table, by name, and which of it a command may mean."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from vla_policy.nn.grounding import DenseScene
from vla_policy.nn.reference_resolution import Matches
from vla_policy.nn.reference_resolution import peak_cells
from vla_policy.types.chunk import Array

#: Names of the classes that the dense head tells apart, in its order.
COLOR_NAMES = ('red', 'green', 'blue', 'yellow', 'orange', 'purple', 'white', 'black')
CLASS_NAMES = ('cube', 'cylinder', 'sphere', 'bowl', 'plate')
_MINIMUM_SCORE = 0.35
_MINIMUM_FIT = 0.15
# Two peaks that are nearer belong to one thing; the smallest gap between things is wider.
_SAME_M = 0.045


@dataclass(frozen=True)
class Seen:
    """A thing that the camera sees."""

    color: str
    kind: str
    position: tuple[float, float]  # x, y in base_link [m]
    score: float  # 0 .. 1
    cell: int = 0  # of the feature map

    @property
    def name(self) -> str:
        """Color and class."""
        return f'{self.color} {self.kind}'

    def distance_m(self, xy: Sequence[float] | Array) -> float:
        """Return how far it is from a point on the table."""
        return float(np.hypot(self.position[0] - xy[0], self.position[1] - xy[1]))


@torch.inference_mode()
def seen_things(scene: DenseScene, rows: int) -> tuple[Seen, ...]:
    """Return the things in the first image of `scene`, the surest first."""
    score = scene.objectness[0].sigmoid()
    peak = peak_cells(scene.objectness, rows)[0] & (score > _MINIMUM_SCORE)
    found: list[Seen] = []
    for cell in sorted(peak.nonzero().flatten().tolist(), key=lambda c: -float(score[c])):
        thing = _thing(scene, cell, score)
        if all(thing.distance_m(other.position) > _SAME_M for other in found):
            found.append(thing)
    return tuple(found)


def _thing(scene: DenseScene, cell: int, score: Tensor) -> Seen:
    x, y = scene.position[0, cell].tolist()
    return Seen(
        color=COLOR_NAMES[int(scene.colors[0, cell].argmax())],
        kind=CLASS_NAMES[int(scene.classes[0, cell].argmax())],
        position=(x, y),
        score=float(score[cell]),
        cell=cell,
    )


def candidates(things: Sequence[Seen], matches: Matches) -> tuple[Seen, ...]:
    """Return the things that fit one name of the command as well as another; the first of K."""
    slot = int(matches.best[0, :, 1].argmax())
    fits = [float(matches.cells[0, slot, thing.cell]) for thing in things]
    enough = max(_MINIMUM_FIT, 0.5 * max(fits, default=0.0))
    meant = tuple(t for t, fit in zip(things, fits, strict=True) if fit >= enough)
    return meant if len(meant) > 1 else ()


def nearest(things: Sequence[Seen], xy: Sequence[float] | Array, within_m: float) -> Seen | None:
    """Return the thing closest to a point on the table, or None if none is near."""
    best = min(things, key=lambda thing: thing.distance_m(xy), default=None)
    return best if best is not None and best.distance_m(xy) <= within_m else None


def naming(things: Sequence[Seen], joint: str) -> str:
    """List things in words, with their places where two have one name."""
    names = [thing.name for thing in things]
    words = [
        f'the {name}'
        if names.count(name) == 1
        else f'the {name} at x {thing.position[0]:.2f} m, y {thing.position[1]:.2f} m'
        for name, thing in zip(names, things, strict=True)
    ]
    return f' {joint} '.join(filter(None, (', '.join(words[:-1]), *words[-1:])))
