# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Draw the shared space."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from vla_learning.evaluation.plots import new_figure
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS

_MARKS = ('s', '^', 'o', 'v', 'P')


class Embedded(NamedTuple):
    """Things and commands in the shared space."""

    vectors: NDArray[np.float32]  # (M, space) of things
    names: Sequence[tuple[str, str]]  # color and class of each
    commands: NDArray[np.float32]  # (C, space)
    tasks: Sequence[str]  # of each command


def project(vectors: NDArray, axes: int = 2) -> NDArray:
    """Return the principal components (M, axes) of `vectors` (M, space)."""
    centered = vectors - vectors.mean(0)
    _, _, directions = np.linalg.svd(centered, full_matrices=False)
    components: NDArray = centered @ directions[:axes].T
    return components


def draw_embeddings(path: Path, seen: Embedded) -> None:
    """Draw things by color and class, and commands by task, on two principal components."""
    spots = project(seen.vectors)
    colors = np.array([color for color, _ in seen.names])
    kinds = np.array([kind for _, kind in seen.names])
    figure = new_figure(15, 5)
    left, middle, right = figure.subplots(1, 3)
    for color in COLORS:
        mine = colors == color
        left.scatter(
            *spots[mine].T,
            s=10,
            c='lightgray' if color == 'white' else color,
            edgecolors='gray',
            linewidths=0.2,
            label=color,
        )
    for kind, mark in zip(CLASSES, _MARKS, strict=True):
        middle.scatter(*spots[kinds == kind].T, s=12, marker=mark, label=kind)
    orders, tasks = project(seen.commands), np.array(seen.tasks)
    for task in dict.fromkeys(seen.tasks):
        right.scatter(*orders[tasks == task].T, s=12, label=task)
    for axes, title in (
        (left, 'things by color'),
        (middle, 'things by class'),
        (right, 'commands by task'),
    ):
        axes.set_title(title)
        axes.set_xlabel('first principal component')
        axes.set_ylabel('second')
        axes.legend(fontsize=8)
    figure.savefig(path, dpi=110)
