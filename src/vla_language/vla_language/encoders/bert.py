# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""BERT encoder: contextual token states from token ids."""

from collections.abc import Mapping

import torch
from torch import nn
from torch import Tensor

# Parameter names in each layer of `BertEncoder`, and the names in Hugging Face checkpoints.
_LAYER_NAMES = {
    'self_attn.out_proj': 'attention.output.dense',
    'norm1': 'attention.output.LayerNorm',
    'linear1': 'intermediate.dense',
    'linear2': 'output.dense',
    'norm2': 'output.LayerNorm',
}
_EMBEDDING_NAMES = {
    'words': 'word_embeddings',
    'positions': 'position_embeddings',
    'types': 'token_type_embeddings',
}


class BertEncoder(nn.Module):
    """Transformer encoder over word pieces, with layer normalization after each block."""

    def __init__(
        self,
        *,
        vocabulary: int = 30522,
        max_length: int = 512,
        dim: int = 384,
        layers: int = 6,
        heads: int = 12,
        hidden: int = 1536,
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, dim)
        self.positions = nn.Embedding(max_length, dim)
        self.types = nn.Embedding(2, dim)
        self.norm = nn.LayerNorm(dim, eps=1e-12)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                dim, heads, hidden, activation='gelu', layer_norm_eps=1e-12, batch_first=True
            )
            for _ in range(layers)
        )

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the states (B, L, dim) of token ids (B, L); `mask` is False at padding."""
        return self.layer_states(ids, mask)[-1]

    def layer_states(self, ids: Tensor, mask: Tensor) -> list[Tensor]:
        """Return the states (B, L, dim) after each layer, as `forward` does after the last."""
        if ids.ndim != 2 or ids.shape != mask.shape:
            raise ValueError(
                'ids and mask must have the same shape (batch, length), '
                f'got {tuple(ids.shape)} and {tuple(mask.shape)}; pad both to the same length'
            )
        if ids.shape[1] > self.positions.num_embeddings:
            raise ValueError(
                f'ids must have at most {self.positions.num_embeddings} columns, '
                f'got shape {tuple(ids.shape)}; truncate the text'
            )
        positions = self.positions.weight[: ids.shape[1]]
        states = [self.norm(self.words(ids) + positions + self.types.weight[0])]
        for layer in self.layers:
            states.append(layer(states[-1], src_key_padding_mask=~mask))
        return states[1:]


def from_hugging_face(tensors: Mapping[str, Tensor], *, layers: int) -> dict[str, Tensor]:
    """Convert the tensors of a Hugging Face BERT checkpoint to the names of `BertEncoder`."""
    renamed = {
        f'{name}.weight': tensors[f'embeddings.{source}.weight']
        for name, source in _EMBEDDING_NAMES.items()
    }
    for part in ('weight', 'bias'):
        renamed[f'norm.{part}'] = tensors[f'embeddings.LayerNorm.{part}']
        for index in range(layers):
            layer, source_layer = f'layers.{index}', f'encoder.layer.{index}'
            renamed[f'{layer}.self_attn.in_proj_{part}'] = torch.cat(
                [
                    tensors[f'{source_layer}.attention.self.{n}.{part}']
                    for n in ('query', 'key', 'value')
                ]
            )
            for name, source in _LAYER_NAMES.items():
                renamed[f'{layer}.{name}.{part}'] = tensors[f'{source_layer}.{source}.{part}']
    return renamed
