# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Network of the tagger, loading of its weights, and tags of whole sentences."""

from pathlib import Path

import pytest
import torch
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import save_checkpoint
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES
from vla_common.command_meaning import SpeechAct
from vla_common.engine import ENGINES
from vla_common.engine import TORCH
from vla_language.encoders.minilm import CHANNELS
from vla_language.meaning.tagger import Tagger
from vla_language.meaning.tagger import WEIGHTS
from vla_language.meaning.tagger import WordStates
from vla_language.meaning.tagger_classes import CLASSES
from vla_language.meaning.tagger_classes import MAX_WORDS
from vla_language.meaning.tagger_classes import NOUNS_PREFIX
from vla_language.meaning.tagger_classes import TAGGER_PREFIX
from vla_language.meaning.tagger_network import noun_layer
from vla_language.meaning.tagger_network import TaggerNetwork
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.word_features import FEATURES

_SIZE_LIMIT = 12e6


@pytest.fixture(scope='module')
def word_states() -> WordStates:
    """Return the inputs with the installed encoder and dictionary."""
    return WordStates()


@pytest.fixture(scope='module', params=ENGINES)
def tagger(word_states: WordStates, request: pytest.FixtureRequest) -> Tagger:
    """Return the tagger with the shipped weights, for each engine."""
    return Tagger(WEIGHTS, word_states, request.param)


def write_weights(
    path: Path, *, change: dict[str, torch.Tensor] | None = None, **header: object
) -> Path:
    parts = ((TAGGER_PREFIX, TaggerNetwork()), (NOUNS_PREFIX, noun_layer()))
    tensors = {f'{prefix}{k}': v for prefix, part in parts for k, v in part.state_dict().items()}
    save_checkpoint(path, tensors | (change or {}), {'classes': CLASSES, **header})
    return path


def test_states_of_words_and_nouns(word_states: WordStates) -> None:
    pieces = word_states.pieces(['pick', 'up', 'cylinders'])
    assert pieces.words.shape == (3, len(pieces.states))
    assert word_states.features(['red', 'cube']).shape == (2, FEATURES)
    assert word_states.features([]).shape == (0, FEATURES)
    nouns = word_states.noun_states(['cube', 'ice cube'])
    assert nouns.shape == (2, CHANNELS)


def test_tags_of_an_order(tagger: Tagger) -> None:
    words = 'put the red cube in the green bowl'.split()
    tags = tagger.tag(words)
    assert tags.task is RequestedTask.PLACE
    assert tags.speech_act is SpeechAct.ORDER
    kinds = [kind.value for kind in tags.kinds]
    assert kinds == 'act filler color noun relation filler color noun'.split()
    entities = [list(Entity)[i] for i in tags.entity_scores.argmax(-1)]
    assert entities[2:4] == [Entity.TARGET] * 2
    assert entities[6:] == [Entity.DESTINATION] * 2
    assert tags.entity_scores.shape == (8, len(Entity))


@pytest.mark.parametrize('words', [['cube'] * (MAX_WORDS + 5), ['pick', '\N{ZERO WIDTH SPACE}']])
def test_words_without_a_state_are_unaccounted(tagger: Tagger, words: list[str]) -> None:
    tags = tagger.tag(words)
    assert len(tags.kinds) == len(tags.entity_scores) == len(words)
    assert tags.kinds[-1] is WordKind.UNACCOUNTED
    assert tags.entity_scores[-1].argmax() == 0


def test_a_sentence_without_any_state(tagger: Tagger) -> None:
    assert tagger.tag(['\N{ZERO WIDTH SPACE}']).kinds == (WordKind.UNACCOUNTED,)


def test_probabilities_of_nouns(tagger: Tagger) -> None:
    for noun, shape in (('cube', 'cube'), ('ball', 'sphere'), ('soup bowl', 'bowl')):
        probabilities = tagger.classify_noun(noun)
        assert tuple(probabilities) == SHAPES
        assert max(probabilities, key=probabilities.__getitem__) == shape
    assert sum(tagger.classify_noun('banana').values()) < 0.5


def test_shipped_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size < _SIZE_LIMIT


def test_missing_weights(tmp_path: Path, word_states: WordStates) -> None:
    with pytest.raises(CheckpointError, match='needs'):
        Tagger(tmp_path / 'none.safetensors', word_states)


def test_damaged_weights(tmp_path: Path, word_states: WordStates) -> None:
    path = write_weights(tmp_path / 'a.safetensors')
    path.write_bytes(path.read_bytes()[:-1] + b'x')
    with pytest.raises(CheckpointError, match='sha256'):
        Tagger(path, word_states, TORCH)


def test_weights_that_are_not_finite(tmp_path: Path, word_states: WordStates) -> None:
    bad = {f'{NOUNS_PREFIX}bias': torch.full((len(SHAPES) + 1,), torch.nan)}
    path = write_weights(tmp_path / 'a.safetensors', change=bad)
    with pytest.raises(CheckpointError, match='finite'):
        Tagger(path, word_states, TORCH)


def test_weights_of_other_classes(tmp_path: Path, word_states: WordStates) -> None:
    path = write_weights(tmp_path / 'a.safetensors', classes={'kinds': ['noun']})
    with pytest.raises(CheckpointError, match='must have the classes'):
        Tagger(path, word_states, TORCH)


def test_weights_of_another_size(tmp_path: Path, word_states: WordStates) -> None:
    bad = {f'{NOUNS_PREFIX}bias': torch.zeros(2)}
    path = write_weights(tmp_path / 'a.safetensors', change=bad)
    with pytest.raises(CheckpointError, match='must have the tensors of this network'):
        Tagger(path, word_states, TORCH)
