# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Linear attention: cost grows with queries plus keys, not with their product."""

from torch import Tensor
from torch.nn import functional
from vla_policy.nn.attention import MultiHeadAttention

_MIN_TOTAL = 1e-6


class LinearAttention(MultiHeadAttention):
    """
    Kernel attention f(Q) (f(K)^T V) / f(Q) f(K)^T 1 with f(x) = elu(x) + 1.

    Katharopoulos et al., Transformers are RNNs, ICML 2020.
    """

    def attend(
        self, q: Tensor, k: Tensor, v: Tensor, allowed: Tensor | None, *, weights: bool
    ) -> tuple[Tensor, Tensor | None]:
        """Weight the values by the kernel; only `weights` compares every query and key."""
        q, k = functional.elu(q) + 1, functional.elu(k) + 1
        if allowed is not None:
            k = k * allowed.transpose(-1, -2)
        total = q @ k.sum(-2, keepdim=True).transpose(-1, -2)  # (B, H, Q, 1)
        q = q / total.clamp(min=_MIN_TOTAL)
        share = q @ k.transpose(-1, -2) if weights else None  # (B, H, Q, N)
        return q @ (k.transpose(-1, -2) @ v), share
