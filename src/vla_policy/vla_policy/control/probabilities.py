# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Probabilities of logits."""

import numpy as np
from vla_common.arrays import Float32Array


def sigmoid(logits: Float32Array) -> Float32Array:
    """Return the probabilities of independent logits of any shape."""
    # Without overflow for large negative logits.
    return np.exp(-np.logaddexp(np.float32(0), -logits))


def softmax(logits: Float32Array) -> Float32Array:
    """Return the probabilities of exclusive logits, along the last dimension."""
    powers: Float32Array = np.exp(logits - logits.max(-1, keepdims=True))
    shares: Float32Array = powers / powers.sum(-1, keepdims=True)
    return shares
