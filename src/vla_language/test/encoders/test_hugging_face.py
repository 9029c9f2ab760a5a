# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of Hugging Face checkpoints."""

import torch
from vla_language.encoders.bert import BertEncoder
from vla_language.encoders.hugging_face import from_hugging_face


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
