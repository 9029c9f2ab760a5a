# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words of the encoded sentence, with the attention of each query to them."""

from collections.abc import Mapping
from collections.abc import Sequence

from vla_interfaces.msg import AttentionMap
from vla_visualization.observations import QueryWord

#: Word pieces that are no words.
_SPECIAL = ('[CLS]', '[SEP]', '[PAD]', '')
_CONTINUATION = '##'


def to_word_pieces(message: AttentionMap) -> tuple[str, tuple[tuple[str, float], ...]]:
    """
    Return the id of the command, and its word pieces, each with its weight.

    Raises
    ------
    ValueError
        If the numbers of pieces and weights differ, or if a weight is not a share.

    """
    if len(message.tokens) != len(message.token_weights):
        raise ValueError(
            f'attention needs one weight per token, got {len(message.tokens)} tokens and '
            f'{len(message.token_weights)} weights; correct the policy that publishes it'
        )
    if not all(0 <= weight <= 1 for weight in message.token_weights):
        raise ValueError(
            f'token_weights must be within 0 .. 1, got {list(message.token_weights)}; '
            'correct the policy that publishes it'
        )
    weights = map(float, message.token_weights)
    return message.command_id, tuple(zip(message.tokens, weights, strict=True))


def to_words(pieces: Mapping[str, Sequence[tuple[str, float]]]) -> tuple[QueryWord, ...]:
    """
    Join word pieces to words.

    Parameters
    ----------
    pieces
        Word pieces and their weights by query, such as 'target'. All queries have the same pieces;
        those that have others than the first one are ignored.

    """
    texts: list[str] = []
    weights: dict[str, list[float]] = {}
    first = next((tuple(text for text, _ in parts) for parts in pieces.values()), ())
    for query, parts in pieces.items():
        if tuple(text for text, _ in parts) == first:
            texts, weights[query] = _join(parts)
    top = {query: max(values, default=0.0) for query, values in weights.items()}
    return tuple(
        QueryWord(text, {q: values[i] / top[q] for q, values in weights.items() if top[q] > 0})
        for i, text in enumerate(texts)
    )


def plain_words(sentence: str) -> tuple[QueryWord, ...]:
    """Return the words of a sentence without attention."""
    return tuple(QueryWord(word) for word in sentence.split())


def _join(pieces: Sequence[tuple[str, float]]) -> tuple[list[str], list[float]]:
    texts: list[str] = []
    weights: list[float] = []
    for text, weight in pieces:
        if text in _SPECIAL:
            continue
        if text.startswith(_CONTINUATION) and texts:
            texts[-1] += text.removeprefix(_CONTINUATION)
            weights[-1] += weight
        else:
            texts.append(text)
            weights.append(weight)
    return texts, weights
