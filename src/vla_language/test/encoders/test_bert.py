# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""BERT encoder: shapes, masks, gradients, conversion of Hugging Face checkpoints."""

import pytest
import torch
from vla_language.encoders.bert import BertEncoder
from vla_language.encoders.hugging_face import from_hugging_face


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


def test_conversion_of_a_hugging_face_checkpoint_is_complete() -> None:
    encoder = BertEncoder(vocabulary=5, max_length=4, dim=4, layers=1, heads=2, hidden=8)
    layer = 'encoder.layer.0.'
    square = ['attention.self.query', 'attention.self.key', 'attention.self.value']
    tensors = {
        'embeddings.word_embeddings.weight': torch.rand(5, 4),
        'embeddings.position_embeddings.weight': torch.rand(4, 4),
        'embeddings.token_type_embeddings.weight': torch.rand(2, 4),
    }
    for name in [f'{layer}{n}' for n in (*square, 'attention.output.dense')]:
        tensors |= {f'{name}.weight': torch.rand(4, 4), f'{name}.bias': torch.rand(4)}
    norms = ['embeddings.', f'{layer}attention.output.', f'{layer}output.']
    for name in [f'{n}LayerNorm' for n in norms]:
        tensors |= {f'{name}.weight': torch.rand(4), f'{name}.bias': torch.rand(4)}
    for name, rows, cols in (('intermediate.dense', 8, 4), ('output.dense', 4, 8)):
        tensors[f'{layer}{name}.weight'] = torch.rand(rows, cols)
        tensors[f'{layer}{name}.bias'] = torch.rand(rows)
    arrays = {name: value.numpy() for name, value in tensors.items()}
    renamed = from_hugging_face(arrays, layers=1)
    encoder.load_state_dict({name: torch.from_numpy(value) for name, value in renamed.items()})
    projection = encoder.state_dict()['layers.0.self_attn.in_proj_weight']
    for part, name in zip(projection.chunk(3), square, strict=True):
        assert torch.equal(part, tensors[f'{layer}{name}.weight'])


def test_states_of_each_layer() -> None:
    encoder = BertEncoder(vocabulary=5, max_length=4, dim=4, layers=3, heads=2, hidden=8).eval()
    ids, mask = torch.tensor([[1, 2, 3]]), torch.ones(1, 3, dtype=torch.bool)
    states = encoder.layer_states(ids, mask)
    assert len(states) == 3
    assert torch.equal(states[-1], encoder(ids, mask))
    assert not torch.equal(states[0], states[1])
