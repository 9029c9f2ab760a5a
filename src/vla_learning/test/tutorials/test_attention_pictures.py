# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The picture of an attention trace is written as a PNG file."""

from pathlib import Path

import numpy as np
from vla_learning.evaluation.plots import new_figure
from vla_learning.tutorials.attention_pictures import draw_attention
from vla_learning.tutorials.attention_pictures import draw_heat
from vla_learning.tutorials.attention_trace import AttentionTrace


def uniform_trace(task: str = 'pick') -> AttentionTrace:
    return AttentionTrace(
        command='pick up the red cube',
        task=task,
        image=np.zeros((192, 256, 3), np.uint8),
        tokens=('pick', 'up', 'the', 'red', 'cube'),
        words=np.full((3, 5), 0.2),
        patches=np.full((3, 12, 16), 1 / 192),
        location=np.full((2, 24, 32), 1 / 768),
        location_alone=np.full((2, 24, 32), 1 / 768),
        located='red cube',
        deletion={},
    )


def test_the_attention_is_drawn(tmp_path: Path) -> None:
    draw_attention(tmp_path / 'attention.png', uniform_trace())
    assert (tmp_path / 'attention.png').read_bytes().startswith(b'\x89PNG')
    assert (tmp_path / 'attention.png').stat().st_size > 20_000


def test_a_heat_map_without_weight_is_drawn() -> None:
    axes = new_figure(2, 2).subplots()
    draw_heat(axes, np.zeros((192, 256, 3), np.uint8), np.zeros((12, 16)))
    assert axes.get_xlabel() == 'maximum 0.00'
