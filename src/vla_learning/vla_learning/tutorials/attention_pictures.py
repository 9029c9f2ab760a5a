# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Picture of `make attention`: words by queries, and where each query looked."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vla_learning.evaluation.plots import new_figure
from vla_learning.tutorials.attention_trace import AttentionTrace
from vla_learning.tutorials.attention_trace import QUERIES
from vla_sim.physics.rendering import ImageArray

_HEATS = 'inferno'
#: Tasks whose goal has a destination in the image.
_WITH_DESTINATION = ('place',)


def draw_attention(path: Path, trace: AttentionTrace) -> None:
    """Draw words by queries, patches of each query, and the located target into a PNG file."""
    figure = new_figure(15, 10)
    figure.suptitle(
        f'"{trace.command}"\ntask {trace.task}, target nearest to the {trace.located}', fontsize=14
    )
    grid = figure.add_gridspec(3, 1 + len(QUERIES))
    _draw_words(figure.add_subplot(grid[0, :]), trace)
    camera = figure.add_subplot(grid[1, 0])
    camera.imshow(trace.image)
    camera.set_title('camera image')
    camera.set_axis_off()
    for column, (query, heat) in enumerate(zip(QUERIES, trace.patches, strict=True), 1):
        axes = figure.add_subplot(grid[1, column])
        draw_heat(axes, trace.image, heat)
        axes.set_title(f'{query} query: attention{_unused(query, trace.task)}')
    for column, (query, heat) in enumerate(zip(QUERIES[:2], trace.location, strict=True), 1):
        axes = figure.add_subplot(grid[2, column])
        draw_heat(axes, trace.image, heat)
        axes.set_title(f'{query}: location{_unused(query, trace.task)}')
    axes = figure.add_subplot(grid[2, 3])
    draw_heat(axes, trace.image, trace.location_alone[0])
    axes.set_title('target: location without prior')
    figure.savefig(path, dpi=110)


def _unused(query: str, task: str) -> str:
    is_unused = query == 'destination' and task not in _WITH_DESTINATION
    return f'\n(not used by {task})' if is_unused else ''


def _draw_words(axes: Any, trace: AttentionTrace) -> None:
    axes.imshow(trace.words, vmin=0, vmax=1, cmap=_HEATS, aspect='auto')
    axes.set_xticks(range(len(trace.tokens)), trace.tokens)
    axes.set_yticks(range(len(QUERIES)), [f'{query} query' for query in QUERIES])
    axes.set_title('attention to words, last layer, mean of the heads (each row sums to 1)')
    for (row, column), weight in np.ndenumerate(trace.words):
        color = 'black' if weight > 0.6 else 'white'
        axes.text(column, row, f'{weight:.2f}', ha='center', va='center', color=color)


def draw_heat(axes: Any, image: ImageArray, heat: NDArray) -> None:
    """Draw a heat map (rows, cols), scaled to its maximum, over a gray copy of the image."""
    extent = (0, image.shape[1], image.shape[0], 0)
    axes.imshow(image.mean(-1), cmap='gray', vmin=0, vmax=255, extent=extent)
    share = heat / max(float(heat.max()), 1e-12)
    axes.imshow(share, cmap=_HEATS, alpha=0.25 + 0.65 * share, extent=extent, vmin=0, vmax=1)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlabel(f'maximum {heat.max():.2f}')
