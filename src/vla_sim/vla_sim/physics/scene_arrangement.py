# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scenes with given objects near given places; equal objects and objects in receptacles."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from itertools import combinations
from typing import Final

import numpy as np
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import RECEPTACLE_SHAPES
from vla_sim.physics.scene_constants import WORKSPACE_X_M
from vla_sim.physics.scene_constants import WORKSPACE_Y_M
from vla_sim.physics.scene_sampling import Kind
from vla_sim.physics.scene_sampling import min_gap_m
from vla_sim.physics.scene_sampling import sample_appearance
from vla_sim.physics.scene_sampling import sample_item
from vla_sim.physics.scene_sampling import sample_radius_m

# Largest offset, in x and in y, from the given place and from the center of a receptacle.
_OFFSET_M: Final = 0.025
_OFFSET_INSIDE_M: Final = 0.005
_MAX_TRIES: Final = 1000


@dataclass(frozen=True)
class Placement:
    """
    Object or receptacle at about a place.

    Parameters
    ----------
    kind
        Color and shape by name.
    position_m
        Place x, y in base_link; that of its receptacle for an object in a receptacle.
    container
        Index of the placement of the receptacle in which it lies; None for on the table.

    """

    kind: Kind
    position_m: tuple[float, float]
    container: int | None = None


def arrange_scene(
    rng: np.random.Generator, placements: Sequence[Placement]
) -> tuple[Scene, tuple[str, ...]]:
    """
    Return a scene, and the names of its objects in the order of the placements.

    Sizes, yaw, shades and appearance are sampled as in `sample_scene`. Positions differ from the
    given ones by up to 2.5 cm and have free space for the gripper.
    """
    radii = [sample_radius_m(rng, placement.kind[1]) for placement in placements]
    spots = _sample_spots(rng, placements, radii)
    items: list[Item] = []
    for i, placement in enumerate(placements):
        number = 1 + sum(other.kind == placement.kind for other in placements[:i])
        item = sample_item(rng, placement.kind, spots[i], radii[i])
        items.append(replace(item, number=number))
    for i, placement in enumerate(placements):
        if placement.container is not None:
            items[i] = replace(items[i], inside=items[placement.container].name)
    scene = Scene(
        items=tuple(item for item in items if item.shape not in RECEPTACLE_SHAPES),
        receptacles=tuple(item for item in items if item.shape in RECEPTACLE_SHAPES),
        appearance=sample_appearance(rng),
        seed=-1,
    )
    return scene, tuple(item.name for item in items)


def _sample_spots(
    rng: np.random.Generator, placements: Sequence[Placement], radii: Sequence[float]
) -> np.ndarray:
    """Return positions (n, 2) near the given ones."""
    places = np.array([placement.position_m for placement in placements])
    low, high = np.transpose((WORKSPACE_X_M, WORKSPACE_Y_M))
    low, high = np.maximum(places - _OFFSET_M, low), np.minimum(places + _OFFSET_M, high)
    if (low > high).any():
        raise ValueError(f'places must be within the workspace; got {places.tolist()}')
    for _ in range(_MAX_TRIES):
        spots = rng.uniform(low, high)
        if _has_free_space(placements, radii, spots):
            break
    else:
        raise ValueError(f'objects must be at least 10 cm apart; got places {places.tolist()}')
    for i, placement in enumerate(placements):
        if placement.container is not None:
            offset = rng.uniform(-_OFFSET_INSIDE_M, _OFFSET_INSIDE_M, 2)
            spots[i] = spots[placement.container] + offset
    return spots


def _has_free_space(
    placements: Sequence[Placement], radii: Sequence[float], spots: np.ndarray
) -> bool:
    on_table = [i for i, placement in enumerate(placements) if placement.container is None]
    return all(
        np.linalg.norm(spots[i] - spots[j])
        >= min_gap_m(placements[i].kind[1], radii[i], placements[j].kind[1], radii[j])
        for i, j in combinations(on_table, 2)
    )
