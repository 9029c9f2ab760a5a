# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Objects on the table that a description of a command selects.

Frame base_link (REP-103), seen from the robot: x points away from it, y to its left.
"""

from collections.abc import Collection
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from vla_common.command_meaning import OBJECT_SHAPES
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import Relation
from vla_common.command_meaning import SHAPES
from vla_common.command_meaning import Superlative

#: Distance of the centers up to which an object lies in or on a receptacle [m].
MAX_INSIDE_M = 0.06
#: Distance of the centers up to which two objects are next to each other [m]; those of
#: neighboring cells of a scene, diagonal ones included, are up to 0.23 m apart.
MAX_NEXT_TO_M = 0.25
#: Difference of distances by which one object is clearly nearer to a landmark than another [m].
MIN_NEARER_M = 0.03
#: Ratio of the distances from a landmark up to which the nearer of two objects left of it, behind
#: it, ... is the one that is meant.
MAX_RATIO = 0.65
#: Offset by which an object is left of, behind, ... another one [m].
MIN_OFFSET_M = 0.02
#: Difference below which two objects are equally far left, near, ... [m].
MIN_DIFFERENCE_M = 0.015
#: An object fits with at least this probability, and this share of that of the best one.
MIN_FIT, MIN_FIT_SHARE = 0.2, 0.5

_GRASPABLE = frozenset(OBJECT_SHAPES)
#: Unit vector of each relation that has a direction.
_DIRECTIONS = {
    Relation.LEFT_OF: (0.0, 1.0),
    Relation.RIGHT_OF: (0.0, -1.0),
    Relation.BEHIND: (1.0, 0.0),
    Relation.IN_FRONT_OF: (-1.0, 0.0),
}
_DIAGONAL = 0.5**0.5
#: Direction towards which each extreme is largest.
_EXTREMES = {
    Superlative.LEFTMOST: (0.0, 1.0),
    Superlative.RIGHTMOST: (0.0, -1.0),
    Superlative.NEAREST: (-1.0, 0.0),
    Superlative.FARTHEST: (1.0, 0.0),
    Superlative.NEAR_LEFT: (-_DIAGONAL, _DIAGONAL),
    Superlative.NEAR_RIGHT: (-_DIAGONAL, -_DIAGONAL),
    Superlative.FAR_LEFT: (_DIAGONAL, _DIAGONAL),
    Superlative.FAR_RIGHT: (_DIAGONAL, -_DIAGONAL),
}


class SceneItem(NamedTuple):
    """An object on the table."""

    color: str
    shape: str
    position: tuple[float, float]  # x, y in base_link [m]
    #: Probabilities of all SHAPES; empty if the shape is certain.
    shape_scores: tuple[float, ...] = ()

    def fit(self, description: ObjectDescription, shapes: Collection[str] | None) -> float:
        """Return the probability that the object has a color of a description and a shape."""
        if description.colors is not None and self.color not in description.colors:
            return 0.0
        if shapes is None:
            return 1.0
        if not self.shape_scores:
            return float(self.shape in shapes)
        if self.shape not in shapes:
            # Cubes, cylinders and spheres are mistaken for each other, but a plate is no bowl.
            shapes = _GRASPABLE & set(shapes) if self.shape in _GRASPABLE else ()
        scores = zip(SHAPES, self.shape_scores, strict=True)
        return sum(score for shape, score in scores if shape in shapes)


def select_objects(
    description: ObjectDescription,
    items: Sequence[SceneItem],
    *,
    graspable_only: bool = False,
    is_excluded: bool = False,
) -> list[int]:
    """
    Return the indices of all objects that fit a description.

    Parameters
    ----------
    description
        Description in a command.
    items
        Objects on the table.
    graspable_only
        Whether a description without a noun means cubes, cylinders and spheres only.
    is_excluded
        Whether all that fits is excluded, as opposed to one object that is meant.

    """
    shapes = description.shapes
    if shapes is None and graspable_only:
        shapes = _GRASPABLE
    fits = [item.fit(description, shapes) for item in items]
    least = max(MIN_FIT, MIN_FIT_SHARE * max(fits, default=0.0))
    found = [i for i, fit in enumerate(fits) if fit >= least]
    for other in description.excluded:
        # "Not the red one" among cubes excludes red cubes.
        excluded = set(select_objects(other, items, is_excluded=True))
        found = [i for i in found if i not in excluded]
    if description.landmark is not None:
        landmarks = select_objects(description.landmark, items)
        is_one = description.superlative is Superlative.NONE and not is_excluded
        found = _related(description.relation, found, landmarks, items, is_one=is_one)
    return _extreme(description, found, items)


def _related(
    relation: Relation,
    found: list[int],
    landmarks: list[int],
    items: Sequence[SceneItem],
    *,
    is_one: bool,
) -> list[int]:
    """Return the objects with a relation to a landmark; `is_one` if one of them is meant."""
    if relation is Relation.BETWEEN:
        return _between(found, landmarks, items)
    related: list[tuple[int, float]] = []
    for i in found:
        others = [items[j] for j in landmarks if j != i and _holds(relation, items[i], items[j])]
        if others:
            related.append((i, min(_distance_m(items[i], other) for other in others)))
    if relation in _DIRECTIONS and is_one:
        return _straight(relation, related, landmarks, items)
    if relation is Relation.NEXT_TO and len(related) > 1:
        # The one beside the bowl is the nearest to it, if one clearly is.
        nearest_m = min(distance for _, distance in related)
        related = [(i, d) for i, d in related if d < nearest_m + MIN_NEARER_M]
    return [i for i, _ in related]


def _straight(
    relation: Relation,
    related: Sequence[tuple[int, float]],
    landmarks: Sequence[int],
    items: Sequence[SceneItem],
) -> list[int]:
    """
    Return the objects of some, with their distances from a landmark, of which one is meant.

    Right of the can is what is mainly right of it, if there is such a thing, and what is clearly
    nearer.
    """
    straight = [
        (i, distance)
        for i, distance in related
        if any(_is_straight(relation, items[i], items[j]) for j in landmarks if j != i)
    ]
    found = straight or related
    nearest_m = min((distance for _, distance in found), default=0.0)
    near = [i for i, distance in found if distance * MAX_RATIO < nearest_m]
    return near if len(near) == 1 else [i for i, _ in found]


def _holds(relation: Relation, item: SceneItem, landmark: SceneItem) -> bool:
    distance_m = _distance_m(item, landmark)
    if relation in (Relation.IN, Relation.ON):
        return distance_m <= MAX_INSIDE_M
    if relation is Relation.CONTAINING:
        return item.shape in RECEPTACLE_SHAPES and distance_m <= MAX_INSIDE_M
    if relation is Relation.NEXT_TO:
        return MAX_INSIDE_M < distance_m <= MAX_NEXT_TO_M
    if relation is Relation.AWAY_FROM:
        return distance_m > MAX_NEXT_TO_M
    if relation in _DIRECTIONS:
        return _offset_m(relation, item, landmark)[0] > MIN_OFFSET_M
    return False


def _is_straight(relation: Relation, item: SceneItem, landmark: SceneItem) -> bool:
    """Whether an object is displaced from a landmark mainly in the direction of a relation."""
    along_m, distance_m = _offset_m(relation, item, landmark)
    return along_m > MIN_OFFSET_M and along_m**2 >= 0.5 * distance_m**2


def _offset_m(relation: Relation, item: SceneItem, landmark: SceneItem) -> tuple[float, float]:
    """Return the displacement from a landmark in the direction of a relation, and its length."""
    offset = np.subtract(item.position, landmark.position)
    return float(offset @ np.array(_DIRECTIONS[relation])), float(np.linalg.norm(offset))


def _between(found: list[int], landmarks: list[int], items: Sequence[SceneItem]) -> list[int]:
    """Return the objects near the segment between the first two landmarks."""
    if len(landmarks) != 2:
        return []
    a, b = (np.array(items[i].position) for i in landmarks)
    length_m = float(np.linalg.norm(b - a))
    result = []
    for i in found:
        if i in landmarks or not length_m:
            continue
        offset = np.array(items[i].position) - a
        along_m = float(offset @ (b - a)) / length_m
        across_m = float(np.sqrt(max(0.0, float(offset @ offset) - along_m**2)))
        if 0 < along_m < length_m and across_m < length_m / 3:
            result.append(i)
    return result


def _extreme(
    description: ObjectDescription, found: list[int], items: Sequence[SceneItem]
) -> list[int]:
    """Return the object that a superlative or an ordinal selects."""
    superlative = description.superlative
    if superlative is Superlative.NONE or len(found) < 2:
        return [] if description.ordinal > max(1, len(found)) else found
    if superlative is Superlative.MIDDLE:
        return _middle(found, items)
    if superlative is Superlative.ANY:
        # Of those that are about equally near, the leftmost.
        found = _extreme(replace(description, superlative=Superlative.NEAREST), found, items)
        return [max(found, key=lambda i: items[i].position[1])]
    if superlative not in _EXTREMES:
        return []
    direction = np.array(_EXTREMES[superlative])
    values = {i: float(np.array(items[i].position) @ direction) for i in found}
    order = sorted(found, key=lambda i: -values[i])
    rank = max(0, description.ordinal - 1)
    if rank >= len(order):
        return []
    chosen = values[order[rank]]
    return [i for i in order if abs(values[i] - chosen) < MIN_DIFFERENCE_M]


def _middle(found: list[int], items: Sequence[SceneItem]) -> list[int]:
    """Return the middle one of an odd number, from left to right; all of an even number."""
    order = sorted(found, key=lambda i: items[i].position[1])
    return [order[len(order) // 2]] if len(order) % 2 else found


def _distance_m(a: SceneItem, b: SceneItem) -> float:
    return float(np.hypot(a.position[0] - b.position[0], a.position[1] - b.position[1]))
