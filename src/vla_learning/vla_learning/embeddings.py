# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Draw the shared space."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from vla_learning.charts import new_figure
from vla_learning.phrases import CLASSES
from vla_learning.phrases import COLORS

_MARKS = ('s', '^', 'o', 'v', 'P')


class Embedded(NamedTuple):
    """Things in the shared space."""

    vectors: NDArray[np.float32]  # (M, space)
    names: Sequence[tuple[str, str]]  # color and class of each


def project(vectors: NDArray, axes: int = 2) -> NDArray:
    """Return the principal components (M, axes) of `vectors` (M, space)."""
    centered = vectors - vectors.mean(0)
    _, _, directions = np.linalg.svd(centered, full_matrices=False)
    components: NDArray = centered @ directions[:axes].T
    return components


def draw_embeddings(path: Path, seen: Embedded) -> None:
    """Draw things by color and by class, on the first two principal components, into a PNG."""
    spots = project(seen.vectors)
    colors = np.array([color for color, _ in seen.names])
    kinds = np.array([kind for _, kind in seen.names])
    figure = new_figure(11, 5)
    left, right = figure.subplots(1, 2)
    for color in COLORS:
        mine = colors == color
        left.scatter(*spots[mine].T, s=10, c='lightgray' if color == 'white' else color,
                     edgecolors='gray', linewidths=0.2, label=color)
    for kind, mark in zip(CLASSES, _MARKS, strict=True):
        right.scatter(*spots[kinds == kind].T, s=12, marker=mark, label=kind)
    for axes, title in ((left, 'things by color'), (right, 'things by class')):
        axes.set_title(title)
        axes.set_xlabel('first principal component')
        axes.set_ylabel('second')
        axes.legend(fontsize=8)
    figure.savefig(path, dpi=110)
