# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Plot of the shared embedding space of objects and commands."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from vla_learning.evaluation.plots import new_figure
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS

_MARKERS = ('s', '^', 'o', 'v', 'P')


class EmbeddingSet(NamedTuple):
    """Embeddings of objects and commands in the shared space."""

    vectors: NDArray[np.float32]  # (M, space) of objects
    names: Sequence[tuple[str, str]]  # color and class of each object
    commands: NDArray[np.float32]  # (C, space)
    tasks: Sequence[str]  # of each command


def project(vectors: NDArray, axes: int = 2) -> NDArray:
    """Return the principal components (M, axes) of `vectors` (M, space)."""
    centered = vectors - vectors.mean(0)
    _, _, directions = np.linalg.svd(centered, full_matrices=False)
    components: NDArray = centered @ directions[:axes].T
    return components


def draw_embeddings(path: Path, embeddings: EmbeddingSet, checkpoint: str) -> None:
    """Plot objects by color and by class, and commands by task, on two principal components."""
    points = project(embeddings.vectors)
    colors = np.array([color for color, _ in embeddings.names])
    kinds = np.array([kind for _, kind in embeddings.names])
    figure = new_figure(15, 5.3)
    figure.suptitle(f'shared embedding space; {Path(checkpoint).stem}')
    by_color, by_class, by_task = figure.subplots(1, 3)
    for color in COLORS:
        face = 'lightgray' if color == 'white' else color
        style = {'s': 10, 'edgecolors': 'gray', 'linewidths': 0.2}
        by_color.scatter(*points[colors == color].T, c=face, label=color, **style)
    for kind, marker in zip(CLASSES, _MARKERS, strict=True):
        by_class.scatter(*points[kinds == kind].T, s=12, marker=marker, label=kind)
    commands, tasks = project(embeddings.commands), np.array(embeddings.tasks)
    for task in dict.fromkeys(embeddings.tasks):
        by_task.scatter(*commands[tasks == task].T, s=12, label=task)
    for axes, title in (
        (by_color, f'objects by color, n = {len(points)}'),
        (by_class, f'objects by class, n = {len(points)}'),
        (by_task, f'commands by task, n = {len(commands)}'),
    ):
        axes.set_title(title)
        axes.set_xlabel('first principal component')
        axes.set_ylabel('second')
        axes.legend(fontsize=8)
    figure.savefig(path, dpi=110)
