# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of the domain against every wording that the data is made of."""

from collections.abc import Iterator
from itertools import chain

import pytest
from vla_language.domain import check_domain
from vla_learning import lexicon
from vla_learning import phrases
from vla_policy.vocabulary import TaskKind

NOUNS = [*chain(*lexicon.TRAIN_NOUNS.values()), *chain(*lexicon.HELD_OUT_NOUNS.values()),
         *lexicon.ANY_OBJECT, *lexicon.TRAIN_STRANGERS, *lexicon.HELD_OUT_STRANGERS]
COLORS = [*phrases.COLORS, *chain(*phrases.TRAIN_SHADES.values()), *phrases.TRAIN_FILLERS]
THINGS = dict.fromkeys(
    [*(f'red {noun}' for noun in NOUNS), *(f'{color} cube' for color in COLORS)])
WAYS = dict.fromkeys([*chain(*phrases.TRAIN_DIRECTIONS.values()),
                      *chain(*phrases.HELD_OUT_DIRECTIONS.values())])
ORDERS = {task: [*phrases.TRAIN_TEMPLATES[task], *phrases.HELD_OUT_TEMPLATES[task]]
          for task in TaskKind}
BEYOND = (
    'do not ', "don't ", 'never ', 'avoid ', 'stay away', 'keep your hands off', 'anything but',
    'anything except', ' alone', 'refrain', 'no, not', 'not the', 'ignore', 'first point',
    ' then ', ' or the ', ' and the {u}', 'both', 'everything', 'all of them', 'left and right',
    'forward and backward', ' followed by ',
)


def said(template: str, thing: str = 'red cube', way: str = 'to the left') -> str:
    return template.format(t=thing, u='blue ball', d='green bowl', w=way)


def valid(task: TaskKind) -> Iterator[str]:
    """Yield every order, thing, direction, opening and ending at least once."""
    for template in chain(ORDERS[task], phrases.TRAIN_SENTENCES[task]):
        yield from (said(template, way=way) for way in (WAYS if '{w}' in template else ['']))
        yield from (said(template, thing) for thing in ('cube', 'red one', 'orange juice'))
    for template in ORDERS[task][:4]:
        yield from (said(template, thing) for thing in THINGS)
    for template in ORDERS[task]:
        yield from (f'{opening} {said(template)}' for opening in phrases.TRAIN_OPENINGS)
        yield from (f'{said(template)} {ending}' for ending in phrases.TRAIN_ENDINGS)


@pytest.mark.parametrize('task', TaskKind)
def test_no_valid_command_is_refused(task: TaskKind) -> None:
    assert [(text, beyond) for text in valid(task) if (beyond := check_domain(text))] == []


@pytest.mark.parametrize('template', [
    template for template in phrases.TRAIN_NONSENSE + phrases.HELD_OUT_NONSENSE
    if any(part in template for part in BEYOND)
])
def test_the_senseless_commands_that_rules_are_for_are_refused(template: str) -> None:
    assert check_domain(said(template)) is not None
