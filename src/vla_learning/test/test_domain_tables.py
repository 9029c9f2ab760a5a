# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of the domain against every wording that the data is made of."""

from itertools import chain
from itertools import product

import pytest
from vla_language.domain import check_domain
from vla_learning import phrases
from vla_policy.vocabulary import TaskKind

NOUNS = [*chain(*phrases.TRAIN_NOUNS.values()), *chain(*phrases.HELD_OUT_NOUNS.values()),
         *phrases.ANY_OBJECT, *phrases.TRAIN_STRANGERS, *phrases.HELD_OUT_STRANGERS]
THINGS = [*(f'red {noun}' for noun in NOUNS), *(f'{color} cube' for color in phrases.COLORS),
          'cube']
PLACES = ('green bowl', 'tray')
WAYS = [*chain(*phrases.TRAIN_DIRECTIONS.values()), *chain(*phrases.HELD_OUT_DIRECTIONS.values())]
BEYOND = ('do not ', "don't ", 'never ', 'avoid ', 'stay away', 'keep your hands off',
          'anything but', ' alone', 'first point', ' and then ', ' or the ', ' and the {u}',
          'everything', 'all of them', 'left and right', ' followed by ')


@pytest.mark.parametrize('templates', [phrases.TRAIN_TEMPLATES, phrases.HELD_OUT_TEMPLATES])
@pytest.mark.parametrize('task', TaskKind)
def test_no_valid_command_is_refused(
    templates: dict[TaskKind, tuple[str, ...]], task: TaskKind
) -> None:
    texts = {
        template.format(t=thing, d=place, w=way)
        for template, thing, place, way in product(templates[task], THINGS, PLACES, WAYS)
    }
    assert not [(text, beyond) for text in sorted(texts) if (beyond := check_domain(text))]


@pytest.mark.parametrize('template', [
    template for template in phrases.TRAIN_NONSENSE + phrases.HELD_OUT_NONSENSE
    if any(part in template for part in BEYOND)
])
def test_the_senseless_commands_that_rules_are_for_are_refused(template: str) -> None:
    text = template.format(t='red cube', u='blue ball', d='green bowl', w='to the left')
    assert check_domain(text) is not None
