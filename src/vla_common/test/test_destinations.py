# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Destinations that the robot can execute."""

import pytest
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES
from vla_common.destinations import BESIDE
from vla_common.destinations import landmark_shapes
from vla_common.destinations import name_destination

PLACE, PUSH = RequestedTask.PLACE, RequestedTask.PUSH


@pytest.mark.parametrize(
    ('task', 'relation', 'shapes'),
    [
        (PLACE, Relation.IN, {'bowl', 'plate'}),
        (PLACE, Relation.ON, {'bowl', 'plate', 'cube', 'cylinder'}),
        *((PLACE, relation, {*SHAPES}) for relation in BESIDE),
        (PLACE, Relation.UNDER, set()),
        (PLACE, Relation.TOWARDS, set()),
        (PLACE, Relation.BETWEEN, set()),
        (PUSH, Relation.TOWARDS, {*SHAPES}),
        (PUSH, Relation.IN, set()),
        (PUSH, Relation.NEXT_TO, set()),
        (RequestedTask.PICK, Relation.IN, set()),
    ],
)
def test_shapes_of_a_landmark(task: RequestedTask, relation: Relation, shapes: set[str]) -> None:
    assert set(landmark_shapes(task, relation)) == shapes


def test_a_destination_in_words() -> None:
    assert name_destination(Relation.IN_FRONT_OF, 'red cube') == 'in front of the red cube'
