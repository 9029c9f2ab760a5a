# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Names and lookup of the objects of a scene."""

from dataclasses import replace

import pytest
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene

CUBE = Item('red', 'cube', 0.5, 0.0, 0.0, 0.022, (0.8, 0.1, 0.1))
BOWL = Item('green', 'bowl', 0.4, 0.2, 0.0, 0.065, (0.1, 0.6, 0.1))
SCENE = Scene((CUBE,), (BOWL,))


def test_objects_come_before_receptacles() -> None:
    assert list(SCENE) == [CUBE, BOWL]
    assert SCENE.names == ('red cube', 'green bowl')


def test_find_returns_the_object_of_a_name() -> None:
    assert SCENE.find('green bowl') is BOWL
    with pytest.raises(KeyError, match=r"\['green bowl', 'red cube'\]; got 'blue cube'"):
        SCENE.find('blue cube')


def test_the_second_of_equal_objects_has_a_number() -> None:
    second = replace(CUBE, number=2, inside='green bowl')
    scene = Scene((CUBE, second), (BOWL,))
    assert scene.names == ('red cube', 'red cube 2', 'green bowl')
    assert scene.find('red cube 2') is second
    assert scene.contents('green bowl') == ('red cube 2',)
    assert scene.contents('') == ()


def test_equal_names_and_absent_receptacles_are_refused() -> None:
    with pytest.raises(ValueError, match='number equal objects'):
        Scene((CUBE, CUBE), ())
    with pytest.raises(ValueError, match=r"one of \['green bowl'\]; got \['red bowl'\]"):
        Scene((replace(CUBE, inside='red bowl'),), (BOWL,))


def test_default_appearance_is_the_nominal_one() -> None:
    assert SCENE.appearance == Appearance()
    assert SCENE.appearance.camera_roll_rad == 0.0
