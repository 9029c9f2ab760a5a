# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Vocabulary: progress of the phases, and values that trained weights depend on."""

from enum import IntEnum

import numpy as np
import pytest
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import DIRECTION_VECTORS
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import PHASES
from vla_policy.types.vocabulary import progress
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


@pytest.mark.parametrize('task', list(TaskKind))
def test_progress_rises_from_0_to_1(task: TaskKind) -> None:
    shares = [progress(task, phase) for phase in PHASES[task]]
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert shares == sorted(shares)


def test_a_phase_of_another_task_has_no_progress() -> None:
    assert progress(TaskKind.PICK, Phase.PUSH) == 0.0


@pytest.mark.parametrize(
    ('kind', 'names'),
    [
        (Verdict, 'OK TARGET_NOT_FOUND DESTINATION_NOT_FOUND NOT_UNDERSTOOD AMBIGUOUS'),
        (Direction, 'NONE LEFT RIGHT FORWARD BACK'),
    ],
)
def test_classes_keep_the_order_of_the_trained_outputs(kind: type[IntEnum], names: str) -> None:
    assert [member.name for member in kind] == names.split()
    assert [member.value for member in kind] == list(range(len(names.split())))


@pytest.mark.parametrize(
    ('direction', 'vector'),
    [
        (Direction.NONE, (0, 0)),
        (Direction.LEFT, (0, 1)),
        (Direction.RIGHT, (0, -1)),
        (Direction.FORWARD, (1, 0)),
        (Direction.BACK, (-1, 0)),
    ],
)
def test_directions_follow_rep_103(direction: Direction, vector: tuple[int, int]) -> None:
    np.testing.assert_array_equal(DIRECTION_VECTORS[direction], vector)
