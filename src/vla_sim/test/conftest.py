# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Simulated worlds for several test files."""

from collections.abc import Callable
from collections.abc import Iterator

import pytest
from vla_common.testing import ros
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.world import World

__all__ = ['ros']

RGB = {'red': (0.8, 0.1, 0.1), 'green': (0.1, 0.6, 0.1), 'blue': (0.1, 0.2, 0.8)}
RADIUS_M = {'cube': 0.022, 'cylinder': 0.022, 'sphere': 0.024, 'bowl': 0.065, 'plate': 0.07}


def _item(name: str, x_m: float, y_m: float) -> Item:
    color, shape = name.split()
    return Item(color, shape, x_m, y_m, 0.0, RADIUS_M[shape], RGB[color])


MakeWorld = Callable[[], World]


@pytest.fixture
def make_world() -> Iterator[MakeWorld]:
    worlds: list[World] = []

    def make() -> World:
        scene = Scene(
            (
                _item('red cube', 0.5, 0.0),
                _item('blue sphere', 0.45, -0.2),
                _item('green cylinder', 0.6, 0.15),
            ),
            (_item('green bowl', 0.45, 0.2), _item('blue plate', 0.62, -0.15)),
        )
        worlds.append(World(scene))
        return worlds[-1]

    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world()
