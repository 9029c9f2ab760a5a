# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words of a sentence with the attention to them."""

import numpy as np
import pytest
from vla_common.conversions import to_array
from vla_interfaces.msg import AttentionMap
from vla_visualization.command_words import plain_words
from vla_visualization.command_words import to_word_pieces
from vla_visualization.command_words import to_words
from vla_visualization.observations import QueryWord


def message(tokens: list[str], weights: list[float]) -> AttentionMap:
    array = to_array(np.array(weights, np.float32))
    return AttentionMap(command_id='c1', tokens=tokens, token_weights=array)


def test_pieces_of_a_word_are_joined_and_special_tokens_omitted() -> None:
    tokens = ['[CLS]', 'cyl', '##inder', 'red', '[SEP]', '[PAD]']
    command_id, pieces = to_word_pieces(message(tokens, [0.125, 0.25, 0.25, 0.25, 0.125, 0.0]))
    assert command_id == 'c1'
    assert to_words({'target': pieces}) == (
        QueryWord('cylinder', {'target': 1.0}),
        QueryWord('red', {'target': 0.5}),
    )


def test_each_query_has_its_own_largest_weight() -> None:
    words = to_words(
        {'target': (('cube', 0.2), ('bowl', 0.1)), 'destination': (('cube', 0.0), ('bowl', 0.5))}
    )
    assert [w.weights for w in words] == [
        {'target': 1.0, 'destination': 0.0},
        {'target': 0.5, 'destination': 1.0},
    ]


def test_a_query_about_another_sentence_is_ignored() -> None:
    words = to_words({'target': (('cube', 1.0),), 'destination': (('bowl', 1.0),)})
    assert words == (QueryWord('cube', {'target': 1.0}),)
    assert to_words({}) == ()


def test_weights_of_zero_color_no_word() -> None:
    assert to_words({'target': (('cube', 0.0),)}) == (QueryWord('cube'),)


def test_a_sentence_without_attention() -> None:
    assert plain_words('pick  it') == (QueryWord('pick'), QueryWord('it'))


@pytest.mark.parametrize(
    ('weights', 'rule'),
    [([0.5], 'got 2 tokens and 1 weights'), ([0.5, np.nan], '0 .. 1'), ([0.5, -0.1], '0 .. 1')],
)
def test_invalid_weights_are_an_error(weights: list[float], rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        to_word_pieces(message(['a', 'b'], weights))
