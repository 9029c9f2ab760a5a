# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Retrieval counts ranks, in groups whose descriptions tell them apart."""

from pathlib import Path

import numpy as np
import pytest
import torch
from vla_learning.evaluation.embedding_plot import draw_embeddings
from vla_learning.evaluation.embedding_plot import Embedded
from vla_learning.evaluation.embedding_plot import project
from vla_learning.evaluation.retrieval import draw_group
from vla_learning.evaluation.retrieval import GROUP
from vla_learning.evaluation.retrieval import ranks
from vla_learning.evaluation.trials import TASKS
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_learning.language.referring_expressions import Split


def test_ranks_count_what_is_nearer() -> None:
    scenes = torch.eye(3)
    texts = torch.tensor([[1.0, 0.0, 0.0], [0.9, 0.5, 0.0], [0.0, 0.4, 0.3]])
    to_scene, to_text = ranks(scenes, texts)
    assert to_scene == [1, 2, 2]
    assert to_text == [1, 1, 1]


@pytest.mark.parametrize('split', ['train', 'phrases'])
def test_a_description_is_true_of_one_scene_of_its_group(split: Split) -> None:
    group = draw_group(iter(range(700_000, 701_000)), split)
    assert len(group) == GROUP
    for told in group:
        fitting = [d.seed for d in group if set(told.shown) <= set(d.things)]
        assert fitting == [told.seed]


def test_principal_components_keep_the_widest_directions() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(200, 6)) * np.array((0.1, 5.0, 0.1, 2.0, 0.1, 0.1))
    spots = project(points)
    assert spots.shape == (200, 2)
    assert spots.std(0) == pytest.approx(points[:, [1, 3]].std(0), rel=0.02)


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    names = [(color, kind) for color in COLORS for kind in CLASSES]
    vectors = np.random.default_rng(0).normal(size=(len(names), 8)).astype(np.float32)
    draw_embeddings(tmp_path / 'space.png', Embedded(vectors, names, vectors[:4], TASKS))
    assert (tmp_path / 'space.png').stat().st_size > 10_000
