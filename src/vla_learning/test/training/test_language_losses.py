# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Losses of language fine-tuning: held-out ensemble members and shares of processes."""

import math

import pytest
import torch
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.language.noun_lexicon import TRAIN_NOUNS
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.training.language_losses import ensemble_loss
from vla_learning.training.language_losses import held_out_member
from vla_learning.training.language_losses import trained_members
from vla_policy.nn.noun_ensemble import ENSEMBLE_SIZE
from vla_policy.types.vocabulary import Noun
from vla_policy.types.vocabulary import TaskKind


def red_ball() -> LabeledCommand:
    return LabeledCommand(
        '',
        TaskKind.PICK,
        references=(ObjectReference('red', Noun.SPHERE), ObjectReference()),
        surface_forms=('red ball', ''),
    )


def test_a_member_has_no_loss_for_its_held_out_noun() -> None:
    command = red_ball()
    logits = torch.zeros(1, 2, ENSEMBLE_SIZE, len(Noun))
    logits[0, 0, :, Noun.SPHERE] = logits[0, 1, :, Noun.NONE] = 20.0
    held_out = held_out_member(command.references[0], command.surface_forms[0])
    logits[0, 0, held_out] = -logits[0, 0, held_out]
    assert ensemble_loss(logits, [command]).item() == pytest.approx(0.0, abs=1e-4)
    logits[0, 0, held_out - 1] = -logits[0, 0, held_out - 1]
    wrong = 20.0 + math.log(len(Noun) - 1)  # of one member, among all trained on a reference
    assert ensemble_loss(logits, [command]).item() == pytest.approx(
        wrong / (2 * ENSEMBLE_SIZE - 1), abs=1e-4
    )


def test_all_members_but_one_are_trained_on_an_open_noun() -> None:
    trained = trained_members([red_ball()])
    assert trained.shape == (1, 2, ENSEMBLE_SIZE)
    assert trained.sum(-1).tolist() == [[ENSEMBLE_SIZE - 1, ENSEMBLE_SIZE]]
    assert not trained[0, 0, held_out_member(ObjectReference('red', Noun.SPHERE), 'ball')]


@pytest.mark.parametrize(
    ('reference', 'surface_form', 'same'),
    [
        (ObjectReference('red', Noun.SPHERE), 'red tennis ball', 'ball'),
        (ObjectReference(None, Noun.CUBE), 'block', 'small wooden block'),
        (ObjectReference('blue', Noun.UNKNOWN), 'blue dog', 'dog'),
    ],
)
def test_nouns_with_one_last_word_are_held_out_from_one_member(
    reference: ObjectReference, surface_form: str, same: str
) -> None:
    member = held_out_member(reference, surface_form)
    assert 0 <= member < ENSEMBLE_SIZE
    assert held_out_member(reference, same) == member


def test_every_member_lacks_some_nouns_and_has_most_of_them() -> None:
    lacking_any = set()
    for kind in ('cube', 'cylinder', 'sphere'):
        nouns = TRAIN_NOUNS[kind]
        reference = ObjectReference(None, Noun[kind.upper()])
        lacking = [held_out_member(reference, noun) for noun in nouns]
        assert max(map(lacking.count, range(ENSEMBLE_SIZE))) < 0.6 * len(nouns)
        assert len(set(lacking)) >= ENSEMBLE_SIZE - 1
        lacking_any.update(lacking)
    assert lacking_any == set(range(ENSEMBLE_SIZE))


@pytest.mark.parametrize('noun', [Noun.BOWL, Noun.PLATE, Noun.ANY, Noun.NONE])
def test_all_members_are_trained_on_closed_nouns(noun: Noun) -> None:
    assert held_out_member(ObjectReference('red', noun), 'red bowl') == -1
