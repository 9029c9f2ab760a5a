# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stop words of the safety node applied to every template and noun of the data."""

from itertools import chain
from typing import get_args

import numpy as np
import pytest
from vla_common.stop_words import is_stop_command
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language import out_of_scope_commands
from vla_learning.language.referring_expressions import refer_by
from vla_learning.language.referring_expressions import Split
from vla_learning.language.verbalizer import Verbalizer
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

NOUNS = [
    *chain(*noun_lexicon.TRAIN_NOUNS.values()),
    *chain(*noun_lexicon.VALIDATION_NOUNS.values()),
    *chain(*noun_lexicon.HELD_OUT_NOUNS.values()),
    *noun_lexicon.ANY_OBJECT,
    *noun_lexicon.TRAIN_UNKNOWN_NOUNS,
    *noun_lexicon.VALIDATION_UNKNOWN_NOUNS,
    *noun_lexicon.HELD_OUT_UNKNOWN_NOUNS,
]
DIRECTIONS = [
    *chain(*command_templates.TRAIN_DIRECTIONS.values()),
    *chain(*command_templates.HELD_OUT_DIRECTIONS.values()),
]
TEMPLATES = [
    *chain(*command_templates.TRAIN_TEMPLATES.values()),
    *chain(*command_templates.TRAIN_SENTENCES.values()),
    *chain(*command_templates.HELD_OUT_TEMPLATES.values()),
]
OUT_OF_SCOPE = [
    *command_templates.TRAIN_OUT_OF_SCOPE,
    *command_templates.HELD_OUT_OUT_OF_SCOPE,
    *out_of_scope_commands.OUT_OF_SCOPE_COMMANDS,
    *out_of_scope_commands.OUT_OF_SCOPE_REMARKS,
]

#: Out-of-scope texts that begin with a stop word.
STOPS = {'freeze the {t}', 'stop touching the {t}'}


def filled(template: str, noun: str = 'red cube', direction: str = 'to the left') -> str:
    return template.format(t=noun, u='blue ball', d='green bowl', w=direction)


def stops(texts: list[str], min_texts: int) -> list[str]:
    assert len(texts) >= min_texts
    return [text for text in texts if is_stop_command(text)]


def test_no_template_with_any_noun_is_a_stop() -> None:
    texts = [filled(template, noun) for template in TEMPLATES for noun in NOUNS]
    assert stops(texts, 100_000) == []


def test_no_noun_alone_is_a_stop() -> None:
    texts = [text for noun in NOUNS for text in (noun, f'the {noun}', f'{noun} please')]
    assert stops(texts, 1000) == []


def test_no_direction_opening_or_ending_makes_a_command_a_stop() -> None:
    openings, endings = command_templates.TRAIN_OPENINGS, command_templates.TRAIN_ENDINGS
    texts = [filled(template, direction=d) for template in TEMPLATES for d in DIRECTIONS]
    texts += [f'{opening} {filled(template)}' for template in TEMPLATES for opening in openings]
    texts += [f'{filled(template)} {ending}' for template in TEMPLATES for ending in endings]
    assert stops(texts, 20_000) == []


def test_no_other_out_of_scope_text_is_a_stop() -> None:
    assert {template for template in OUT_OF_SCOPE if is_stop_command(filled(template))} == STOPS
    texts = [filled(template) for template in OUT_OF_SCOPE if template not in STOPS]
    texts += [f'{opening} {t}' for t in texts for opening in command_templates.TRAIN_OPENINGS]
    assert stops(texts, 10_000) == []


@pytest.mark.parametrize('split', get_args(Split))
def test_no_generated_command_is_a_stop(split: Split) -> None:
    verbalizer = Verbalizer(np.random.default_rng(0), split)
    target, destination = refer_by('red', 'cube'), refer_by('blue', 'bowl')
    texts = [
        verbalizer.verbalize_command(task, target, destination, Direction.LEFT)
        for task in TaskKind
        for _ in range(1000)
    ]
    assert stops(texts, 4000) == []
    # Any capitalization, opening, ending and full stop.
    texts = [verbalizer.verbalize_out_of_scope(target) for _ in range(4000)]
    beginnings = ('freeze', 'stop touching')
    assert [
        text for text in stops(texts, 4000) if not any(b in text.lower() for b in beginnings)
    ] == []
