# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Projection and plot of the shared embedding space."""

from pathlib import Path

import numpy as np
import pytest
from vla_learning.evaluation.embedding_plot import draw_embeddings
from vla_learning.evaluation.embedding_plot import EmbeddingSet
from vla_learning.evaluation.embedding_plot import project
from vla_learning.evaluation.trials import TASKS
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS


def test_principal_components_have_the_largest_variance() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(200, 6)) * np.array((0.1, 5.0, 0.1, 2.0, 0.1, 0.1))
    projected = project(points)
    assert projected.shape == (200, 2)
    assert projected.std(0) == pytest.approx(points[:, [1, 3]].std(0), rel=0.02)


def test_the_plot_is_written(tmp_path: Path) -> None:
    names = [(color, kind) for color in COLORS for kind in CLASSES]
    vectors = np.random.default_rng(0).normal(size=(len(names), 8)).astype(np.float32)
    embeddings = EmbeddingSet(vectors, names, vectors[:4], TASKS)
    draw_embeddings(tmp_path / 'space.png', embeddings, 'models/a.safetensors')
    assert (tmp_path / 'space.png').stat().st_size > 10_000
