# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Multi-head attention with padding masks and optional attention weights."""

from typing import NamedTuple
from typing import Protocol

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional


class AttentionOutput(NamedTuple):
    """Result of attention."""

    values: Tensor  # (B, Q, dim)
    weights: Tensor | None  # (B, Q, N), mean over heads, or None if not requested


class Attention(Protocol):
    """Interface of every kind of attention."""

    def __call__(
        self, query: Tensor, context: Tensor, mask: Tensor | None = None, *, weights: bool = False
    ) -> AttentionOutput:
        """Attend from `query` (B, Q, dim) to `context` (B, N, dim) where `mask` (B, N) is True."""
        ...


class MultiHeadAttention(nn.Module):
    """
    Base class of the kinds of attention: projections, heads, masks and shape checks.

    A row whose context is fully masked gives zeros, not NaN.
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
    ) -> AttentionOutput:
        """
        Attend from queries to a context.

        Parameters
        ----------
        query, context
            Tokens (B, Q, dim) and (B, N, dim).
        mask
            (B, N), True for valid context tokens. All are valid if None.
        weights
            Whether to return the attention weights too; this disables the fused kernel.

        Raises
        ------
        ValueError
            If the shapes are not consistent.

        """
        _check_shapes(query, context, mask)
        q = self._split(self.query(query))  # (B, H, Q, d)
        k, v = (self._split(x) for x in self.key_value(context).chunk(2, dim=-1))  # (B, H, N, d)
        allowed = None if mask is None else mask[:, None, None, :]  # (B, 1, 1, N)
        out, share = self.attend(q, k, v, allowed, weights=weights)  # (B, H, Q, d), (B, H, Q, N)
        values = self.output(out.transpose(1, 2).flatten(2))  # (B, Q, dim)
        if mask is not None:
            values = values * mask.any(-1)[:, None, None]
        return AttentionOutput(values, None if share is None else share.mean(1))

    def attend(
        self, q: Tensor, k: Tensor, v: Tensor, allowed: Tensor | None, *, weights: bool
    ) -> tuple[Tensor, Tensor | None]:
        """
        Compute the weighted mean of the values; each kind of attention overrides this.

        Parameters
        ----------
        q
            Queries (B, H, Q, d).
        k, v
            Keys and values (B, H, N, d).
        allowed
            (B, 1, 1, N), True for valid keys, or None.
        weights
            Whether to return the weights.

        Returns
        -------
        tuple
            Values (B, H, Q, d) and weights (B, H, Q, N) or None.

        """
        raise NotImplementedError

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class ScaledDotProductAttention(MultiHeadAttention):
    """
    Softmax(Q K^T / sqrt(d)) V, on torch's fused kernel unless weights are requested.

    Vaswani et al., Attention Is All You Need, NeurIPS 2017.
    """

    def attend(
        self, q: Tensor, k: Tensor, v: Tensor, allowed: Tensor | None, *, weights: bool
    ) -> tuple[Tensor, Tensor | None]:
        """Weight the values by the softmax of the scaled dot products."""
        if not weights:
            values = functional.scaled_dot_product_attention(q, k, v, attn_mask=allowed)
            return values + _nan_term(q, k), None
        share = masked_softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5, allowed)
        return share @ v, share


def _nan_term(q: Tensor, k: Tensor) -> Tensor:
    """Return zeros (B, H, Q, 1); NaN where torch's fused kernel gives zeros for NaN scores."""
    queries, keys = q.detach().mean(-1, keepdim=True), k.detach().mean((-2, -1), keepdim=True)
    return (queries + keys) * 0.0


def masked_softmax(scores: Tensor, allowed: Tensor | None) -> Tensor:
    """Return the softmax of `scores` (..., N) where `allowed` is True; zeros if it never is."""
    if allowed is not None:
        scores = scores.masked_fill(~allowed, -torch.inf)
    share = scores.softmax(-1)
    # Only masked weights are set: a NaN of the scores stays visible.
    return share if allowed is None else share.masked_fill(~allowed, 0.0)


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
