# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Destinations that the robot can execute, shared by language and policy."""

from typing import Final

from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES

#: Relations to a landmark in which an object can be put down on the table.
BESIDE: Final = (
    Relation.NEXT_TO,
    Relation.LEFT_OF,
    Relation.RIGHT_OF,
    Relation.IN_FRONT_OF,
    Relation.BEHIND,
)
#: Objects on which another one stays.
STACKABLE_SHAPES: Final = ('cube', 'cylinder')
#: Named places of the table.
PLACES: Final = ('center', 'left_edge', 'right_edge', 'near_edge', 'far_edge')


def landmark_shapes(task: RequestedTask, relation: Relation) -> tuple[str, ...]:
    """Return the shapes that a destination may have; none if the robot cannot execute it."""
    if task is RequestedTask.PUSH:
        return SHAPES if relation is Relation.TOWARDS else ()
    if task is not RequestedTask.PLACE:
        return ()
    if relation in BESIDE:
        return SHAPES
    onto = {Relation.IN: RECEPTACLE_SHAPES, Relation.ON: (*STACKABLE_SHAPES, *RECEPTACLE_SHAPES)}
    return onto.get(relation, ())


def name_destination(relation: Relation, landmark: str) -> str:
    """Return a destination in words, such as "left of the green bowl"."""
    return f'{str(relation).replace("_", " ")} the {landmark}'
