# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scope rules of the language node applied to every template and noun of the data."""

from collections.abc import Iterator
from itertools import chain

import pytest
from vla_language.scope_rules import check_scope
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_policy.types.vocabulary import TaskKind

NOUNS = [
    *chain(*noun_lexicon.TRAIN_NOUNS.values()),
    *chain(*noun_lexicon.HELD_OUT_NOUNS.values()),
    *noun_lexicon.ANY_OBJECT,
    *noun_lexicon.TRAIN_UNKNOWN_NOUNS,
    *noun_lexicon.HELD_OUT_UNKNOWN_NOUNS,
]
COLORS = [
    *command_templates.COLORS,
    *chain(*command_templates.TRAIN_SHADES.values()),
    *command_templates.TRAIN_FILLERS,
]
OBJECTS = dict.fromkeys(
    [*(f'red {noun}' for noun in NOUNS), *(f'{color} cube' for color in COLORS)]
)
DIRECTIONS = dict.fromkeys(
    [
        *chain(*command_templates.TRAIN_DIRECTIONS.values()),
        *chain(*command_templates.HELD_OUT_DIRECTIONS.values()),
    ]
)
COMMANDS = {
    task: [*command_templates.TRAIN_TEMPLATES[task], *command_templates.HELD_OUT_TEMPLATES[task]]
    for task in TaskKind
}
OUT_OF_SCOPE_PARTS = (
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


def filled(template: str, mention: str = 'red cube', direction: str = 'to the left') -> str:
    return template.format(t=mention, u='blue ball', d='green bowl', w=direction)


def valid(task: TaskKind) -> Iterator[str]:
    """Yield every template, object, direction, opening and ending at least once."""
    for template in chain(COMMANDS[task], command_templates.TRAIN_SENTENCES[task]):
        yield from (
            filled(template, direction=d) for d in (DIRECTIONS if '{w}' in template else [''])
        )
        yield from (filled(template, mention) for mention in ('cube', 'red one', 'orange juice'))
    for template in COMMANDS[task][:4]:
        yield from (filled(template, mention) for mention in OBJECTS)
    for template in COMMANDS[task]:
        yield from (
            f'{opening} {filled(template)}' for opening in command_templates.TRAIN_OPENINGS
        )
        yield from (f'{filled(template)} {ending}' for ending in command_templates.TRAIN_ENDINGS)


@pytest.mark.parametrize('task', TaskKind)
def test_no_valid_command_is_out_of_scope(task: TaskKind) -> None:
    assert [(text, reason) for text in valid(task) if (reason := check_scope(text))] == []


@pytest.mark.parametrize(
    'template',
    [
        template
        for template in command_templates.TRAIN_OUT_OF_SCOPE
        + command_templates.HELD_OUT_OUT_OF_SCOPE
        if any(part in template for part in OUT_OF_SCOPE_PARTS)
    ],
)
def test_out_of_scope_templates_covered_by_rules_are_refused(template: str) -> None:
    assert check_scope(filled(template)) is not None
