# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Probabilities of logits, also of large ones."""

import numpy as np
from vla_policy.control.probabilities import sigmoid
from vla_policy.control.probabilities import softmax


def test_probabilities_of_independent_logits() -> None:
    shares = sigmoid(np.array([-200.0, 0.0, np.log(3.0), 200.0], np.float32))
    np.testing.assert_allclose(shares, [0.0, 0.5, 0.75, 1.0], atol=1e-6)
    assert shares.dtype == np.float32


def test_probabilities_of_exclusive_logits() -> None:
    shares = softmax(np.array([[0.0, np.log(3.0)], [500.0, -500.0]], np.float32))
    np.testing.assert_allclose(shares, [[0.25, 0.75], [1.0, 0.0]], atol=1e-6)
    assert shares.dtype == np.float32
