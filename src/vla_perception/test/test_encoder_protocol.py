# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Layout of the levels of the shipped encoder."""

import numpy as np
from vla_perception.encoder_protocol import to_levels


def test_levels_have_rows_columns_and_channels() -> None:
    tokens = np.arange(192 * 2, dtype=np.float32).reshape(1, 192, 2)
    feature_map = np.arange(3 * 24 * 32, dtype=np.float32).reshape(1, 3, 24, 32)
    coarse, fine = to_levels(tokens, feature_map)
    assert coarse.shape == (12, 16, 2)
    assert fine.shape == (24, 32, 3)
    np.testing.assert_array_equal(coarse[3, 5], tokens[0, 3 * 16 + 5])
    np.testing.assert_array_equal(fine[7, 9], feature_map[0, :, 7, 9])
    assert fine.flags.c_contiguous
