# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the dictionary makes of the words of training and of validation."""

from collections.abc import Iterator

import pytest
from vla_language.noun_normalizer import Explainer
from vla_language.noun_normalizer import load_explainer
from vla_language.noun_normalizer import SHAPES
from vla_language.wordnet import Sense
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon

TEMPLATES = (command_templates.TRAIN_TEMPLATES, command_templates.TRAIN_SENTENCES)


@pytest.fixture(scope='module')
def explain() -> Explainer:
    return load_explainer('wordnet')


def single(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if ' ' not in word]


def test_few_known_nouns_are_taken_for_another_shape(explain: Explainer) -> None:
    said = [
        (explain.shape_of(noun), shape)
        for shape in SHAPES
        for noun in single(noun_lexicon.TRAIN_NOUNS[shape])
    ]
    assert sum(found == shape for found, shape in said) == 41
    assert sum(found not in (None, shape) for found, shape in said) == 1


def test_few_strangers_are_taken_for_a_shape(explain: Explainer) -> None:
    strangers = single(noun_lexicon.TRAIN_STRANGERS)
    assert sum(explain.shape_of(noun) is not None for noun in strangers) <= 0.02 * len(strangers)


def test_half_of_the_validation_nouns_are_explained(explain: Explainer) -> None:
    said = [
        (explain.shape_of(noun), shape)
        for shape in SHAPES
        for noun in noun_lexicon.VALIDATION_NOUNS[shape]
    ]
    assert sum(found == shape for found, shape in said) == 5
    assert all(found in (None, shape) for found, shape in said)


class Kegs:
    """A dictionary of one noun."""

    def senses(self, noun: str) -> list[Sense]:
        return [Sense(('keg',), ('barrel',), '', 6)] if noun == 'keg' else []


def orders() -> Iterator[str]:
    for templates in TEMPLATES:
        for task in templates.values():
            for template in task:
                for ways in command_templates.TRAIN_DIRECTIONS.values():
                    for way in ways if '{w}' in template else ways[:1]:
                        yield template.replace('{w}', way)


def test_the_noun_is_found_in_every_order_of_training() -> None:
    explain, missed = Explainer(Kegs()), []
    for order in orders():
        plain, unusual = (
            order.format(t=f'red {noun}', d='green bowl') for noun in ('cylinder', 'keg')
        )
        if explain(unusual) != plain:
            missed.append(unusual)
    assert not missed
