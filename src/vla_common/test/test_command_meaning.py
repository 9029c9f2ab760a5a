# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Which descriptions color and shape alone resolve."""

import pytest
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import Superlative

CUBE = ObjectDescription('cube', shapes=frozenset({'cube'}))


@pytest.mark.parametrize(
    ('description', 'is_plain'),
    [
        (CUBE, True),
        (ObjectDescription('red one', colors=frozenset({'red'})), True),
        (ObjectDescription('left cube', superlative=Superlative.LEFTMOST), False),
        (ObjectDescription('second cube', ordinal=2), False),
        (ObjectDescription('one by the cube', relation=Relation.NEXT_TO, landmark=CUBE), False),
        (ObjectDescription('not the cube', excluded=(CUBE,)), False),
    ],
)
def test_plain_descriptions(description: ObjectDescription, is_plain: bool) -> None:
    assert description.is_plain is is_plain
