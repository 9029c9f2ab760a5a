# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The picture of an attention trace is written as a PNG file."""

from pathlib import Path

import numpy as np
from tutorial_samples import uniform_trace
from vla_learning.evaluation.plots import new_figure
from vla_learning.tutorials.attention_pictures import draw_attention
from vla_learning.tutorials.attention_pictures import draw_heat


def test_the_attention_is_drawn(tmp_path: Path) -> None:
    draw_attention(tmp_path / 'attention.png', uniform_trace())
    assert (tmp_path / 'attention.png').read_bytes().startswith(b'\x89PNG')
    assert (tmp_path / 'attention.png').stat().st_size > 20_000


def test_a_heat_map_without_weight_is_drawn() -> None:
    axes = new_figure(2, 2).subplots()
    draw_heat(axes, np.zeros((192, 256, 3), np.uint8), np.zeros((12, 16)))
    assert axes.get_xlabel() == 'maximum 0.00'
