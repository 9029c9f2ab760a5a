# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Numbers of tasks and phases; checkpoints and data sets contain them, so they must not change."""

from vla_common.tasks import Phase
from vla_common.tasks import PUSH_DISTANCE_M
from vla_common.tasks import TaskKind


def test_the_numbers_of_tasks_match_trained_networks() -> None:
    assert [kind.name for kind in TaskKind] == ['PICK', 'PLACE', 'PUSH', 'POINT']
    assert [kind.value for kind in TaskKind] == [0, 1, 2, 3]


def test_the_numbers_of_phases_match_trained_networks() -> None:
    assert [phase.name for phase in Phase] == [
        'APPROACH',
        'DESCEND',
        'GRASP',
        'LIFT',
        'TRANSFER',
        'LOWER',
        'RELEASE',
        'RETREAT',
        'PUSH',
        'HOVER',
        'DONE',
    ]
    assert [phase.value for phase in Phase] == list(range(11))


def test_a_push_is_longer_than_an_object() -> None:
    assert 0.05 < PUSH_DISTANCE_M < 0.2
