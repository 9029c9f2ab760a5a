# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Random references to objects of a scene: unique, absent or ambiguous."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from vla_learning.language.command_templates import COLORS
from vla_learning.language.command_templates import GRASPABLE_CLASSES
from vla_learning.language.command_templates import HELD_OUT_PAIRS
from vla_learning.language.command_templates import RECEPTACLE_CLASSES
from vla_learning.language.referring_expressions import Noun
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.language.referring_expressions import refer_by
from vla_learning.language.referring_expressions import SceneObject

_T = TypeVar('_T')
_CLASS_ONLY_SHARE = _COLOR_ONLY_SHARE = 0.10
# Shares of the absent references.
_COLORED_UNKNOWN_SHARE = 0.7
_CONFUSABLE_SHARE = 0.6


def pick(rng: np.random.Generator, options: Sequence[_T]) -> _T:
    """Draw one of `options`."""
    return options[int(rng.integers(len(options)))]


def draw_unique_reference(
    rng: np.random.Generator, objects: Sequence[SceneObject], index: int
) -> ObjectReference:
    """Draw a reference that matches only the object at `index`."""
    target, chance = objects[index], rng.random()
    if chance < _CLASS_ONLY_SHARE and sum(o.kind == target.kind for o in objects) == 1:
        return refer_by(None, target.kind)
    same_color = sum(o.is_graspable and o.color == target.color for o in objects)
    if target.is_graspable and chance > 1 - _COLOR_ONLY_SHARE and same_color == 1:
        return refer_by(target.color, None)
    return refer_by(target.color, target.kind)


def draw_absent_reference(
    rng: np.random.Generator,
    objects: Sequence[SceneObject],
    kinds: Sequence[str],
    unknown_noun_share: float,
) -> ObjectReference:
    """
    Draw a reference that matches no object, often with the color or class of a present one.

    Parameters
    ----------
    rng
        Source of all choices.
    objects
        All objects of the scene.
    kinds
        Classes of the reference.
    unknown_noun_share
        Share of references with an unknown noun, like "banana".

    """
    present = {(o.color, o.kind) for o in objects}
    if rng.random() < unknown_noun_share:
        color = pick(rng, COLORS) if rng.random() < _COLORED_UNKNOWN_SHARE else None
        return ObjectReference(color, Noun.UNKNOWN)
    # Held-out pairs are excluded. Otherwise training would show them only as absent, and the
    # policy would learn to refuse them.
    excluded = present | HELD_OUT_PAIRS
    absent = [(c, k) for c in COLORS for k in kinds if (c, k) not in excluded]
    colors, classes = {c for c, _ in present}, {k for _, k in present}
    confusable = [(c, k) for c, k in absent if c in colors and k in classes]
    use_confusable = confusable and rng.random() < _CONFUSABLE_SHARE
    return refer_by(*pick(rng, confusable if use_confusable else absent))


def ambiguous_targets(objects: Sequence[SceneObject]) -> list[ObjectReference]:
    """Return the references to graspable objects that match more than one of them."""
    kinds = [o.kind for o in objects]
    colors = [o.color for o in objects if o.is_graspable]
    by_class = [refer_by(None, k) for k in GRASPABLE_CLASSES if kinds.count(k) > 1]
    return by_class + [refer_by(c, None) for c in sorted(set(colors)) if colors.count(c) > 1]


def ambiguous_destinations(objects: Sequence[SceneObject]) -> list[ObjectReference]:
    """Return the references by class that match more than one receptacle."""
    kinds = [o.kind for o in objects]
    return [refer_by(None, k) for k in RECEPTACLE_CLASSES if kinds.count(k) > 1]
