# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Example commands."""

import numpy as np
from vla_visualization.observations import ObjectView
from vla_web.examples import example_commands


def objects(*names: str) -> list[ObjectView]:
    return [ObjectView(name, *name.split(), np.zeros(3)) for name in names]


def test_examples_name_what_is_there_and_one_thing_that_is_not() -> None:
    found = example_commands(objects('red cube', 'blue sphere', 'green bowl'))
    assert found == [
        'pick up the blue sphere',
        'put the red cube in the green bowl',
        'push the blue sphere to the left',
        'where is the red cube?',
        'pick up the purple cube',
    ]


def test_things_lie_on_a_plate_and_names_are_unique() -> None:
    found = example_commands(objects('red cube', 'red cube', 'blue sphere', 'white plate'))
    assert 'put the blue sphere on the white plate' in found
    assert not any('red cube' in text for text in found)


def test_without_objects_there_are_no_examples() -> None:
    assert example_commands([]) == example_commands(objects('green bowl')) == []
