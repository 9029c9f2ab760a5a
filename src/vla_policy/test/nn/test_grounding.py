# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Where queries point."""

import torch
from vla_policy.nn.grounding import around_peak


def test_in_use_the_strongest_thing_is_the_place() -> None:
    share = torch.zeros(1, 1, 6 * 8)
    share[0, 0, [9, 10]] = torch.tensor((0.3, 0.3))
    share[0, 0, 44] = 0.4
    kept = around_peak(share, 6)
    assert kept[0, 0, 44] == 0
    torch.testing.assert_close(kept[0, 0, [9, 10]], torch.tensor((0.5, 0.5)))
    torch.testing.assert_close(kept.sum(-1), torch.ones(1, 1))
