# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""BERT encoder: contextual token states from token ids."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray
import torch
from torch import nn
from torch import Tensor


def transformer_layer(
    *, dim: int = 384, heads: int = 12, hidden: int = 1536
) -> nn.TransformerEncoderLayer:
    """Return a layer with new weights."""
    return nn.TransformerEncoderLayer(
        dim, heads, hidden, activation='gelu', layer_norm_eps=1e-12, batch_first=True
    )


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
            transformer_layer(dim=dim, heads=heads, hidden=hidden) for _ in range(layers)
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
        # The table of the words may have half precision.
        words = self.words(ids).to(positions.dtype)
        states = [self.norm(words + positions + self.types.weight[0])]
        for layer in self.layers:
            states.append(layer(states[-1], src_key_padding_mask=~mask))
        return states[1:]


def build_encoder(weights: Mapping[str, NDArray[Any]]) -> BertEncoder:
    """Build the encoder of the default sizes with weights by the names of its parameters."""
    encoder = BertEncoder()
    encoder.words = encoder.words.to(torch.from_numpy(weights['words.weight']).dtype)
    encoder.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    return encoder


class BertLayers(nn.Module):
    """
    States after two layers of an encoder, as the text encoder of the nodes needs them.

    Parameters
    ----------
    encoder
        The network.
    middle
        Number of layers before the first states.

    """

    def __init__(self, encoder: BertEncoder, middle: int) -> None:
        super().__init__()
        self.encoder, self._middle = encoder, middle

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the states (B, L, dim) after the middle and after the last layer."""
        states = self.encoder.layer_states(ids, mask)
        return states[self._middle - 1], states[-1]
