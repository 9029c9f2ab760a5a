# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""BERT encoder: shapes, masks, gradients."""

import pytest
import torch
from vla_language.encoders.bert import BertEncoder


@pytest.fixture
def encoder() -> BertEncoder:
    """Return a small encoder with random weights."""
    torch.manual_seed(0)
    return BertEncoder(vocabulary=50, max_length=12, dim=16, layers=2, heads=4, hidden=32).eval()


def test_output_shape(encoder: BertEncoder) -> None:
    ids = torch.randint(50, (3, 7))
    assert encoder(ids, torch.ones(3, 7, dtype=torch.bool)).shape == (3, 7, 16)


def test_padding_has_no_effect(encoder: BertEncoder) -> None:
    ids, mask = torch.randint(50, (1, 9)), torch.arange(9)[None] < 5
    other = ids.clone()
    other[:, 5:] = 3
    with torch.no_grad():
        states = encoder(ids, mask)[:, :5]
        torch.testing.assert_close(encoder(other, mask)[:, :5], states)
        torch.testing.assert_close(encoder(ids[:, :5], mask[:, :5]), states)


def test_order_of_tokens_matters(encoder: BertEncoder) -> None:
    mask = torch.ones(1, 3, dtype=torch.bool)
    forward, reversed_ids = torch.tensor([[1, 2, 3]]), torch.tensor([[3, 2, 1]])
    assert (encoder(forward, mask)[0, 1] - encoder(reversed_ids, mask)[0, 1]).abs().max() > 1e-3


def test_every_parameter_has_a_gradient(encoder: BertEncoder) -> None:
    encoder.train()
    encoder(torch.randint(50, (2, 5)), torch.ones(2, 5, dtype=torch.bool)).sin().sum().backward()
    for name, parameter in encoder.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize(
    ('ids_shape', 'mask_shape', 'words'),
    [
        ((2, 5), (2, 6), r'\(2, 5\) and \(2, 6\)'),
        ((5,), (5,), r'\(5,\) and \(5,\)'),
        ((1, 13), (1, 13), r'at most 12 columns, got shape \(1, 13\)'),
    ],
)
def test_wrong_shapes_are_reported(
    encoder: BertEncoder, ids_shape: tuple[int, ...], mask_shape: tuple[int, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        encoder(torch.zeros(ids_shape, dtype=torch.long), torch.ones(mask_shape, dtype=torch.bool))


def test_states_of_each_layer() -> None:
    encoder = BertEncoder(vocabulary=5, max_length=4, dim=4, layers=3, heads=2, hidden=8).eval()
    ids, mask = torch.tensor([[1, 2, 3]]), torch.ones(1, 3, dtype=torch.bool)
    states = encoder.layer_states(ids, mask)
    assert len(states) == 3
    assert torch.equal(states[-1], encoder(ids, mask))
    assert not torch.equal(states[0], states[1])
