# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures of `make alignment`: embedding space, similarity matrices, scenes with captions."""

from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import Any
from typing import NamedTuple

import numpy as np
from torch import Tensor
from vla_learning.evaluation.embedding_plot import project
from vla_learning.evaluation.plots import new_figure
from vla_learning.tutorials.alignment_training import AlignmentQuality
from vla_sim.physics.rendering import ImageArray

#: Pairs with a color and a number of their own in the embedding plot.
_MARKED = 8
_WRAP = 60


class AlignedGroup(NamedTuple):
    """Embeddings of one group of scenes and their texts, and the quality over all groups."""

    scenes: Tensor  # (N, space)
    texts: Tensor  # (N, space)
    quality: AlignmentQuality


def draw_spaces(path: Path, groups: Mapping[str, AlignedGroup]) -> None:
    """Plot image and text embeddings, and their similarities, one column per alignment."""
    figure = new_figure(4.4 * len(groups), 8.6)
    panels = figure.subplots(2, len(groups), squeeze=False)
    shown = None
    for (name, group), space, matrix in zip(groups.items(), *panels, strict=True):
        quality = group.quality
        rate = quality.rates['text to image R@1']
        space.set_title(f'{name}\nR@1 {100 * rate["rate"]:.0f} % (n = {rate["n"]})')
        _draw_space(space, group)
        shown = matrix.imshow(
            (group.texts @ group.scenes.T).numpy(), vmin=-1, vmax=1, cmap='RdBu_r'
        )
        matrix.set_title(f'mean of pairs {quality.paired:z.2f}, of others {quality.unpaired:z.2f}')
        matrix.set_xlabel('image')
        matrix.set_ylabel('description')
    assert shown is not None
    figure.colorbar(shown, ax=panels[1].tolist(), label='cosine similarity', shrink=0.8)
    figure.savefig(path, dpi=110)


def _draw_space(axes: Any, group: AlignedGroup) -> None:
    """Plot the pairs on the two principal components of images and texts together."""
    points = project(np.concatenate([group.scenes.numpy(), group.texts.numpy()]))
    images, texts = np.split(points, 2)
    colors = [f'C{i}' if i < _MARKED else '0.75' for i in range(len(images))]
    for i, (image, text) in enumerate(zip(images, texts, strict=True)):
        axes.plot(*np.stack([image, text]).T, color=colors[i], linewidth=0.8, zorder=1)
        if i < _MARKED:
            axes.annotate(str(i), image, xytext=(4, 4), textcoords='offset points', fontsize=8)
    axes.scatter(*images.T, c=colors, marker='o', s=30, label='image', zorder=2)
    axes.scatter(*texts.T, c=colors, marker='^', s=30, label='description', zorder=2)
    axes.set_xlabel('first principal component')
    axes.set_ylabel('second')
    # Equal limits in all panels, at least those of unit vectors: a collapse is seen as one point.
    axes.set_xlim(-1.1, 1.1)
    axes.set_ylim(-1.1, 1.1)
    axes.set_aspect('equal')
    axes.legend(loc='upper right', fontsize=8)


def draw_captions(
    path: Path,
    images: Sequence[ImageArray],
    captions: Sequence[str],
    groups: Mapping[str, AlignedGroup],
) -> None:
    """Show scenes of a group beside their descriptions, with the image that each retrieves."""
    figure = new_figure(7.5, 1.9 * len(images))
    rows = figure.subplots(len(images), 2, width_ratios=(1, 2), squeeze=False)
    closest = {name: (g.texts @ g.scenes.T).argmax(1).tolist() for name, g in groups.items()}
    for i, (left, right) in enumerate(rows):
        left.imshow(images[i])
        left.set_title(f'image {i}', fontsize=9)
        left.set_axis_off()
        right.set_axis_off()
        found = [
            f'{"✓" if best[i] == i else "✗"} {name}: image {best[i]}'
            for name, best in closest.items()
        ]
        text = f'{fill(captions[i], _WRAP)}\n\nclosest image\n' + '\n'.join(found)
        right.text(0, 0.95, text, va='top', fontsize=9, transform=right.transAxes)
    figure.savefig(path, dpi=110)
