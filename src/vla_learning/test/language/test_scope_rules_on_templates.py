# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of the domain against every wording that the data is made of."""

from collections.abc import Iterator
from itertools import chain

import pytest
from vla_language.scope_rules import check_domain
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_policy.types.vocabulary import TaskKind

NOUNS = [
    *chain(*noun_lexicon.TRAIN_NOUNS.values()),
    *chain(*noun_lexicon.HELD_OUT_NOUNS.values()),
    *noun_lexicon.ANY_OBJECT,
    *noun_lexicon.TRAIN_STRANGERS,
    *noun_lexicon.HELD_OUT_STRANGERS,
]
COLORS = [
    *command_templates.COLORS,
    *chain(*command_templates.TRAIN_SHADES.values()),
    *command_templates.TRAIN_FILLERS,
]
THINGS = dict.fromkeys(
    [*(f'red {noun}' for noun in NOUNS), *(f'{color} cube' for color in COLORS)]
)
WAYS = dict.fromkeys(
    [
        *chain(*command_templates.TRAIN_DIRECTIONS.values()),
        *chain(*command_templates.HELD_OUT_DIRECTIONS.values()),
    ]
)
ORDERS = {
    task: [*command_templates.TRAIN_TEMPLATES[task], *command_templates.HELD_OUT_TEMPLATES[task]]
    for task in TaskKind
}
BEYOND = (
    'do not ',
    "don't ",
    'never ',
    'avoid ',
    'stay away',
    'keep your hands off',
    'anything but',
    'anything except',
    ' alone',
    'refrain',
    'no, not',
    'not the',
    'ignore',
    'first point',
    ' then ',
    ' or the ',
    ' and the {u}',
    'both',
    'everything',
    'all of them',
    'left and right',
    'forward and backward',
    ' followed by ',
)


def said(template: str, thing: str = 'red cube', way: str = 'to the left') -> str:
    return template.format(t=thing, u='blue ball', d='green bowl', w=way)


def valid(task: TaskKind) -> Iterator[str]:
    """Yield every order, thing, direction, opening and ending at least once."""
    for template in chain(ORDERS[task], command_templates.TRAIN_SENTENCES[task]):
        yield from (said(template, way=way) for way in (WAYS if '{w}' in template else ['']))
        yield from (said(template, thing) for thing in ('cube', 'red one', 'orange juice'))
    for template in ORDERS[task][:4]:
        yield from (said(template, thing) for thing in THINGS)
    for template in ORDERS[task]:
        yield from (f'{opening} {said(template)}' for opening in command_templates.TRAIN_OPENINGS)
        yield from (f'{said(template)} {ending}' for ending in command_templates.TRAIN_ENDINGS)


@pytest.mark.parametrize('task', TaskKind)
def test_no_valid_command_is_refused(task: TaskKind) -> None:
    assert [(text, beyond) for text in valid(task) if (beyond := check_domain(text))] == []


@pytest.mark.parametrize(
    'template',
    [
        template
        for template in command_templates.TRAIN_NONSENSE + command_templates.HELD_OUT_NONSENSE
        if any(part in template for part in BEYOND)
    ],
)
def test_the_senseless_commands_that_rules_are_for_are_refused(template: str) -> None:
    assert check_domain(said(template)) is not None
