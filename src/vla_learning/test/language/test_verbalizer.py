# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The wording of references and commands comes from the tables of the split."""

from itertools import chain

import numpy as np
import pytest
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language.referring_expressions import NO_REFERENCE
from vla_learning.language.referring_expressions import Noun
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.language.referring_expressions import Split
from vla_learning.language.verbalizer import Verbalizer
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

RED_CUBE = ObjectReference('red', Noun.CUBE)
GREEN_BOWL = ObjectReference('green', Noun.BOWL)


def verbalizer(split: Split = 'train', seed: int = 0) -> Verbalizer:
    return Verbalizer(np.random.default_rng(seed), split)


def forms(reference: ObjectReference, split: Split) -> set[str]:
    source = verbalizer(split)
    return {source.verbalize_reference(reference) for _ in range(2000)}


def test_held_out_references_use_held_out_nouns_and_plain_colors() -> None:
    nouns = {'cube', *noun_lexicon.TRAIN_NOUNS['cube'], *noun_lexicon.HELD_OUT_NOUNS['cube']}
    found = forms(RED_CUBE, 'heldout_phrasing')
    assert 'red brick' in found
    assert found <= {f'red {noun}' for noun in nouns}


def test_training_references_use_no_held_out_noun() -> None:
    found = forms(RED_CUBE, 'train')
    assert not any(form.endswith('brick') for form in found)
    assert any(form.startswith('crimson') for form in found)
    assert any(filler in form for form in found for filler in command_templates.TRAIN_FILLERS)


@pytest.mark.parametrize(
    ('split', 'table'),
    [
        ('train', noun_lexicon.TRAIN_UNKNOWN_NOUNS),
        ('heldout_phrasing', noun_lexicon.HELD_OUT_UNKNOWN_NOUNS),
        ('heldout_pairs', noun_lexicon.TRAIN_UNKNOWN_NOUNS),
    ],
)
def test_unknown_nouns_come_from_the_table_of_the_split(
    split: Split, table: tuple[str, ...]
) -> None:
    found = forms(ObjectReference(None, Noun.UNKNOWN), split)
    assert len(found) > 10
    assert all(form.endswith(table) for form in found)


def test_no_reference_has_an_empty_surface_form() -> None:
    assert verbalizer().verbalize_reference(NO_REFERENCE) == ''


def test_a_held_out_command_is_a_filled_template(monkeypatch: pytest.MonkeyPatch) -> None:
    source = verbalizer('heldout_phrasing')
    words = {RED_CUBE: 'red thing', GREEN_BOWL: 'green dish'}
    monkeypatch.setattr(source, 'verbalize_reference', words.__getitem__)
    for _ in range(100):
        text = source.verbalize_command(TaskKind.PLACE, RED_CUBE, GREEN_BOWL, Direction.NONE)
        filled = [
            template.format(t=words[RED_CUBE], d=words[GREEN_BOWL]).lower()
            for template in command_templates.HELD_OUT_TEMPLATES[TaskKind.PLACE]
        ]
        assert text.lower().removesuffix('.') in filled


def test_a_push_command_names_its_direction() -> None:
    source = verbalizer()
    words = command_templates.TRAIN_DIRECTIONS[Direction.BACK]
    for _ in range(100):
        text = source.verbalize_command(TaskKind.PUSH, RED_CUBE, NO_REFERENCE, Direction.BACK)
        assert any(word in text.lower() for word in words)


def test_out_of_scope_texts_of_training_are_no_command() -> None:
    source, commands = verbalizer(), chain(*command_templates.TRAIN_TEMPLATES.values())
    templates = set(commands)
    texts = {source.verbalize_out_of_scope(RED_CUBE) for _ in range(300)}
    assert len(texts) > 150
    assert not texts & {t.format(t='red cube', d='green bowl', w='left') for t in templates}
    assert all('{' not in text for text in texts)


def test_a_description_is_a_list() -> None:
    one, two, three = (
        verbalizer().verbalize_description(references)
        for references in ([RED_CUBE], [RED_CUBE, GREEN_BOWL], [RED_CUBE, GREEN_BOWL, RED_CUBE])
    )
    assert all(text.startswith('a ') for text in (one, two, three))
    assert [text.count(' and a ') for text in (one, two, three)] == [0, 1, 1]
    assert [text.count(', a ') for text in (one, two, three)] == [0, 0, 1]


def test_the_seed_determines_the_wording() -> None:
    commands = [
        verbalizer(seed=seed).verbalize_command(
            TaskKind.PICK, RED_CUBE, NO_REFERENCE, Direction.NONE
        )
        for seed in (1, 1, 2, 3)
    ]
    assert commands[0] == commands[1]
    assert len(set(commands)) > 1
