# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Token states of MiniLM against reference values, and its load errors."""

import hashlib
from pathlib import Path
import shutil

import numpy as np
import pytest
from safetensors.torch import load_file
from safetensors.torch import save_file
import torch
from vla_common.engine import ENGINES
from vla_language.encoders import minilm
from vla_language.encoders.minilm import MAX_TOKENS
from vla_language.encoders.minilm import MAX_WORD_PIECES
from vla_language.encoders.minilm import MiniLM
from vla_language.encoders.text_encoder import TextEncoderError

# First four channels and norm of the first and the last token, computed with the reference
# implementations of the model (transformers 5.23 and ONNX Runtime 1.32).
REFERENCES = {
    'pick up the red cube': (
        ('pick', 'up', 'the', 'red', 'cube'),
        (0.56663, 0.22470, 0.13277, 0.75266),
        (-0.44816, -0.19883, -0.67246, 0.73583),
        (11.12684, 11.27996),
    ),
    'Put the BLUE sphere in the green bowl, please.': (
        ('put', 'the', 'blue', 'sphere', 'in', 'the', 'green', 'bowl', ',', 'please', '.'),
        (0.19940, 0.67616, -0.80930, -0.22381),
        (0.27502, 0.00034, 0.29111, 0.01060),
        (11.13616, 6.15014),
    ),
    'nimm den Würfel': (
        ('ni', '##mm', 'den', 'wu', '##rf', '##el'),
        (-0.54416, 0.16072, 0.44135, -0.10439),
        (-0.13737, 0.18937, -0.16590, 0.07902),
        (7.15453, 9.18911),
    ),
    'stop': (
        ('stop',),
        (0.16986, -0.18461, 0.61014, -0.62252),
        (0.16986, -0.18461, 0.61014, -0.62252),
        (11.58455, 11.58455),
    ),
}


@pytest.fixture(scope='module', params=ENGINES)
def encoder(request: pytest.FixtureRequest) -> MiniLM:
    """Return the encoder with its real weights, for each engine."""
    return MiniLM(engine=request.param)


@pytest.mark.parametrize('text', REFERENCES)
def test_states_equal_the_reference(encoder: MiniLM, text: str) -> None:
    tokens, first, last, norms = REFERENCES[text]
    encoded = encoder.encode(text)
    assert encoded.tokens == tokens
    assert encoded.states.shape == (len(tokens), 384)
    assert encoded.states.dtype == np.float32
    np.testing.assert_allclose(encoded.states[0, :4], first, atol=5e-4)
    np.testing.assert_allclose(encoded.states[-1, :4], last, atol=5e-4)
    np.testing.assert_allclose(np.linalg.norm(encoded.states[[0, -1]], axis=1), norms, atol=1e-3)


def test_states_depend_on_context(encoder: MiniLM) -> None:
    left = encoder.encode('the cube left of the bowl').states
    right = encoder.encode('the bowl left of the cube').states
    assert np.abs(left[1] - right[5]).max() > 0.1  # the same word, cube


def test_a_batch_equals_single_texts(encoder: MiniLM) -> None:
    texts = [*REFERENCES, '', 'a ' * 60] * 12  # more than one batch of the network
    states, mask = encoder.encode_batch(texts)
    assert states.shape == (len(texts), MAX_TOKENS, 384)
    assert mask.dtype == np.bool_
    assert not states[~mask].any()
    for row, text in enumerate(texts[:6]):
        single = encoder.encode(text)
        assert mask[row].tolist() == [True] * len(single.tokens) + [False] * (
            MAX_TOKENS - len(single.tokens)
        )
        np.testing.assert_allclose(states[row][mask[row]], single.states, atol=1e-4)


def test_states_of_words_are_those_of_their_pieces(encoder: MiniLM) -> None:
    plain = encoder.encode('pick up the red cube').states
    (words,) = encoder.encode_words([['pick', 'up', 'the', 'red', 'cube']])
    assert words.shape == (5, 384)
    np.testing.assert_allclose(words, plain, rtol=1e-4, atol=1e-5)
    (german,) = encoder.encode_words([['nimm', 'den']])
    pieces = encoder.encode('nimm den').states
    np.testing.assert_allclose(german[0], pieces[:2].mean(0), rtol=1e-4, atol=1e-5)


def test_words_of_other_sentences_do_not_change_states(encoder: MiniLM) -> None:
    short, long = ['the', 'cube'], ['put', 'it', 'in', 'the', 'bowl', 'that', 'is', 'blue']
    first, second = encoder.encode_words([short, long])
    np.testing.assert_allclose(first, encoder.encode_words([short])[0], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(second, encoder.encode_words([long])[0], rtol=1e-4, atol=1e-5)


def test_words_without_pieces(encoder: MiniLM) -> None:
    (states,) = encoder.encode_words([['a', '\u200b', 'b']])
    assert states.shape == (3, 384) and not states[1].any() and states[2].any()
    assert encoder.encode_pieces(['a', '\u200b']).words.sum(1).tolist() == [1, 0]


def test_pieces_of_the_words_of_a_sentence(encoder: MiniLM) -> None:
    words = ['nimm', 'den', 'cube']
    pieces = encoder.encode_pieces(words)
    assert pieces.words.sum(1).tolist() == [2, 1, 1]  # "ni ##mm den cube"
    assert pieces.words.argmax(1).tolist() == [1, 3, 4]
    assert pieces.states.shape == (6, 384)
    middle = pieces.states[1:-1]
    assert np.abs(middle - encoder.encode(' '.join(words)).states).max() > 0.1  # of another layer
    ids, of_words = encoder.tokenize(words)
    assert len(ids) == 6
    np.testing.assert_array_equal(of_words, pieces.words)


def test_sentences_of_too_many_pieces_are_cut(encoder: MiniLM) -> None:
    pieces = encoder.encode_pieces(['cube'] * (MAX_WORD_PIECES + 9))
    assert pieces.words.sum() == MAX_WORD_PIECES
    assert not pieces.words[MAX_WORD_PIECES:].any()


def test_no_text_gives_an_empty_batch(encoder: MiniLM) -> None:
    states, mask = encoder.encode_batch([])
    assert (states.shape, mask.shape) == ((0, MAX_TOKENS, 384), (0, MAX_TOKENS))


@pytest.mark.parametrize('count', [31, 32, 33])
def test_long_texts_are_truncated(encoder: MiniLM, count: int) -> None:
    encoded = encoder.encode(' '.join(['cube'] * count))
    assert encoded.tokens == ('cube',) * min(count, MAX_TOKENS)


def test_the_same_text_gives_the_same_states(encoder: MiniLM) -> None:
    first, second = (encoder.encode('push the white cube').states for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(TextEncoderError, match=r'cannot read .*model\.safetensors'):
        MiniLM(tmp_path)


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    for name in minilm.SHA256:
        shutil.copy(minilm.find_weights() / name, tmp_path)
    with (tmp_path / 'tokenizer.json').open('a') as file:
        file.write(' ')
    with pytest.raises(TextEncoderError, match=r'tokenizer\.json must have sha256 be50c36'):
        MiniLM(tmp_path)


def test_weights_that_are_not_finite_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, name = tmp_path / 'model.safetensors', 'encoder.layer.3.output.dense.weight'
    tensors = load_file(minilm.find_weights() / path.name)
    tensors[name][7, 5] = torch.nan
    save_file(tensors, path)
    shutil.copy(minilm.find_weights() / 'tokenizer.json', tmp_path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.setitem(minilm.SHA256, path.name, digest)
    with pytest.raises(TextEncoderError, match=rf"1 of \d+ values .* '{name}' .*pip install"):
        MiniLM(tmp_path)
