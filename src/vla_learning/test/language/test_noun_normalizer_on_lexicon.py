# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Noun normalizer applied to the nouns of training and of validation."""

from collections.abc import Iterator

import pytest
from vla_language.noun_normalizer import load_noun_normalizer
from vla_language.noun_normalizer import NounNormalizer
from vla_language.noun_normalizer import SHAPES
from vla_language.wordnet import Sense
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon

TEMPLATES = (command_templates.TRAIN_TEMPLATES, command_templates.TRAIN_SENTENCES)


@pytest.fixture(scope='module')
def normalizer() -> NounNormalizer:
    return load_noun_normalizer('wordnet')


def single(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if ' ' not in word]


def test_few_known_nouns_are_mapped_to_another_shape(normalizer: NounNormalizer) -> None:
    found = [
        (normalizer.shape_of(noun), shape)
        for shape in SHAPES
        for noun in single(noun_lexicon.TRAIN_NOUNS[shape])
    ]
    assert sum(result == shape for result, shape in found) == 41
    assert sum(result not in (None, shape) for result, shape in found) == 1


def test_few_unknown_nouns_are_mapped_to_a_shape(normalizer: NounNormalizer) -> None:
    unknown = single(noun_lexicon.TRAIN_UNKNOWN_NOUNS)
    assert sum(normalizer.shape_of(noun) is not None for noun in unknown) <= 0.02 * len(unknown)


def test_half_of_the_validation_nouns_get_their_shape(normalizer: NounNormalizer) -> None:
    found = [
        (normalizer.shape_of(noun), shape)
        for shape in SHAPES
        for noun in noun_lexicon.VALIDATION_NOUNS[shape]
    ]
    assert sum(result == shape for result, shape in found) == 5
    assert all(result in (None, shape) for result, shape in found)


class OneNounDictionary:
    """Dictionary with the entry "keg" only."""

    def senses(self, noun: str) -> list[Sense]:
        return [Sense(('keg',), ('barrel',), '', 6)] if noun == 'keg' else []


def training_commands() -> Iterator[str]:
    for templates in TEMPLATES:
        for task in templates.values():
            for template in task:
                for wordings in command_templates.TRAIN_DIRECTIONS.values():
                    for wording in wordings if '{w}' in template else wordings[:1]:
                        yield template.replace('{w}', wording)


def test_the_noun_is_replaced_in_every_training_template() -> None:
    normalizer, missed = NounNormalizer(OneNounDictionary()), []
    for template in training_commands():
        plain, unusual = (
            template.format(t=f'red {noun}', d='green bowl') for noun in ('cylinder', 'keg')
        )
        if normalizer(unusual) != plain:
            missed.append(unusual)
    assert not missed
