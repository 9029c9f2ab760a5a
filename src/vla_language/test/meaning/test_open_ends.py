# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that end before all is said."""

from hand_tagging import tagged_sentence
import pytest
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.open_ends import open_end
from vla_language.meaning.open_ends import with_open_end
from vla_language.meaning.order_reader import ReadOrder

PICK, PLACE, PUSH = RequestedTask.PICK, RequestedTask.PLACE, RequestedTask.PUSH
NONE, UNKNOWN, LEFT = PushDirection.NONE, PushDirection.UNKNOWN, PushDirection.LEFT


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('put the cube on the', ['on', 'the']),
        ('push it towards the .', ['towards', 'the']),
        ('put the cube down', []),
        ('take it for her', []),
        ('do that', []),
    ],
)
def test_open_end(text: str, expected: list[str]) -> None:
    assert open_end(tagged_sentence(text)) == expected


@pytest.mark.parametrize(
    ('text', 'task', 'direction', 'unaccounted', 'has_goal', 'expected'),
    [
        # The goal is missing, and no word is unaccounted for.
        ('put it on the', PLACE, NONE, 'the on', False, (NONE, '')),
        ('push it towards the', PUSH, UNKNOWN, 'towards', False, (NONE, '')),
        # What else is not understood remains.
        ('put it blah on the', PLACE, NONE, 'blah', False, (NONE, 'blah')),
        # A noun is missing.
        ('pick it up in the', PICK, NONE, '', False, (NONE, 'in the')),
        ('push it left of the', PUSH, LEFT, '', False, (LEFT, 'of the')),
        ('put it in the bowl on the', PLACE, NONE, '', True, (NONE, 'on the')),
        # Nothing is missing.
        ('put it in the bowl over to', PLACE, NONE, '', True, (NONE, '')),
        ('lift it', PICK, NONE, '', False, (NONE, '')),
    ],
)
def test_with_open_end(
    text: str,
    task: RequestedTask,
    direction: PushDirection,
    unaccounted: str,
    has_goal: bool,
    expected: tuple[PushDirection, str],
) -> None:
    order, left = with_open_end(
        tagged_sentence(text),
        ReadOrder(task, direction, ()),
        dict.fromkeys(unaccounted.split()),
        has_goal=has_goal,
    )
    assert order == ReadOrder(task, expected[0], ())
    assert ' '.join(left) == expected[1]
