# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Multi-head attention with padding masks and, on request, its weights."""

from typing import NamedTuple
from typing import Protocol

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional


class Attended(NamedTuple):
    """Result of attention."""

    values: Tensor  # (B, Q, dim)
    weights: Tensor | None  # (B, Q, N), mean over heads, or None when not asked for


class Attention(Protocol):
    """What every kind of attention can do."""

    def __call__(
        self, query: Tensor, context: Tensor, mask: Tensor | None = None, *, weights: bool = False
    ) -> Attended:
        """Attend from `query` (B, Q, dim) to `context` (B, N, dim) where `mask` (B, N) is True."""
        ...


class MultiHeadAttention(nn.Module):
    """
    What the kinds of attention share: projections, heads, masks and checks.

    A row whose context is masked altogether gives zeros, not NaN.
    """

    def __init__(self, *, dim: int, heads: int) -> None:
        super().__init__()
        if dim % heads:
            raise ValueError(f'dim must be a multiple of heads; got dim={dim}, heads={heads}')
        self.heads = heads
        self.query = nn.Linear(dim, dim)
        self.key_value = nn.Linear(dim, 2 * dim)
        self.output = nn.Linear(dim, dim)

    def forward(
        self, query: Tensor, context: Tensor, mask: Tensor | None = None, *, weights: bool = False
    ) -> Attended:
        """
        Attend from `query` (B, Q, dim) to `context` (B, N, dim).

        Parameters
        ----------
        query, context
            Tokens.
        mask
            (B, N), True where a context token counts. All count when None.
        weights
            Whether to return the attention weights too, at the cost of a fused kernel.

        Raises
        ------
        ValueError
            If the shapes do not fit each other.

        """
        _check_shapes(query, context, mask)
        q = self._split(self.query(query))  # (B, H, Q, d)
        k, v = (self._split(x) for x in self.key_value(context).chunk(2, dim=-1))
        allowed = None if mask is None else mask[:, None, None, :]
        out, share = self.mix(q, k, v, allowed, weights=weights)
        values = self.output(out.transpose(1, 2).flatten(2))
        if mask is not None:
            values = values * mask.any(-1)[:, None, None]
        return Attended(values, None if share is None else share.mean(1))

    def mix(
        self, q: Tensor, k: Tensor, v: Tensor, allowed: Tensor | None, *, weights: bool
    ) -> tuple[Tensor, Tensor | None]:
        """
        Mix the values; this is where the kinds differ.

        Parameters
        ----------
        q
            Queries (B, H, Q, d).
        k, v
            Keys and values (B, H, N, d).
        allowed
            (B, 1, 1, N), True where a key counts, or None.
        weights
            Whether to return the weights.

        Returns
        -------
        tuple
            Mixed values (B, H, Q, d) and their weights (B, H, Q, N) or None.

        """
        raise NotImplementedError

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class ScaledDotProductAttention(MultiHeadAttention):
    """
    Softmax(Q K^T / sqrt(d)) V, on torch's fused kernel unless weights are asked for.

    Vaswani et al., Attention Is All You Need, NeurIPS 2017.
    """

    def mix(
        self, q: Tensor, k: Tensor, v: Tensor, allowed: Tensor | None, *, weights: bool
    ) -> tuple[Tensor, Tensor | None]:
        """Mix by the softmax of products."""
        if not weights:
            return functional.scaled_dot_product_attention(q, k, v, attn_mask=allowed), None
        share = masked_softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5, allowed)
        return share @ v, share


def masked_softmax(scores: Tensor, allowed: Tensor | None) -> Tensor:
    """Return the softmax over what is allowed; zeros where nothing is."""
    if allowed is not None:
        scores = scores.masked_fill(~allowed, -torch.inf)
    return scores.softmax(-1).nan_to_num(0.0)


def _check_shapes(query: Tensor, context: Tensor, mask: Tensor | None) -> None:
    if query.ndim != 3 or context.ndim != 3 or query.shape[::2] != context.shape[::2]:
        raise ValueError(
            'query and context must be (B, Q, dim) and (B, N, dim) with the same B and dim; '
            f'got {tuple(query.shape)} and {tuple(context.shape)}'
        )
    if mask is not None and mask.shape != context.shape[:2]:
        raise ValueError(
            f'mask must be (B, N) = {tuple(context.shape[:2])} like the context; '
            f'got {tuple(mask.shape)}'
        )
