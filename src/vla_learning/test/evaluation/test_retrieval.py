# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Retrieval ranks scenes and descriptions in groups of distinct descriptions."""

import json
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
from vla_learning.evaluation import retrieval
from vla_learning.evaluation.embedding_plot import EmbeddingSet
from vla_learning.evaluation.retrieval import draw_group
from vla_learning.evaluation.retrieval import Embedder
from vla_learning.evaluation.retrieval import GROUP
from vla_learning.evaluation.retrieval import main
from vla_learning.evaluation.retrieval import measure
from vla_learning.evaluation.retrieval import ranks
from vla_learning.language.referring_expressions import Split


def test_ranks_count_higher_similarities() -> None:
    scenes = torch.eye(3)
    texts = torch.tensor([[1.0, 0.0, 0.0], [0.9, 0.5, 0.0], [0.0, 0.4, 0.3]])
    to_scene, to_text = ranks(scenes, texts)
    assert to_scene == [1, 2, 2]
    assert to_text == [1, 1, 1]


@pytest.mark.parametrize('value', [1.0, torch.nan])
def test_equal_or_undefined_similarities_rank_before_the_matching_one(value: float) -> None:
    assert ranks(torch.full((3, 2), value), torch.ones(3, 2)) == ([3, 3, 3], [3, 3, 3])


@pytest.mark.parametrize('split', ['train', 'heldout_phrasing'])
def test_a_description_matches_one_scene_of_its_group(split: Split) -> None:
    group = draw_group(iter(range(700_000, 701_000)), split)
    assert len(group) == GROUP
    for scene in group:
        matching = [s.seed for s in group if set(scene.described) <= set(s.objects)]
        assert matching == [scene.seed]


class AxisEmbedder:
    """Embeds each scene of a group as one axis, and its description as this or another axis."""

    def __init__(self, shift: int = 0) -> None:
        self.images = self.texts = 0
        self.shift = shift

    def embed_scene(self, seed: int) -> tuple[torch.Tensor, EmbeddingSet]:
        axis = torch.eye(GROUP)[self.images % GROUP]
        self.images += 1
        row = axis[None].numpy()
        return axis, EmbeddingSet(row, [('red', 'cube')], row, ['pick'])

    def embed_text(self, text: str) -> torch.Tensor:
        axis = torch.eye(GROUP)[(self.texts + self.shift) % GROUP]
        self.texts += 1
        return axis


@pytest.mark.parametrize(('shift', 'rate'), [(0, 1.0), (1, 0.0)])
def test_rates_count_the_matching_scene(shift: int, rate: float) -> None:
    table, embeddings = measure(cast(Embedder, AxisEmbedder(shift)), groups=2)
    assert set(table) == {'train', 'heldout_phrasing'}
    assert {(name, r['n']) for name, r in table['train'].items()} == {
        (f'{direction} R@{k}', 2 * GROUP)
        for direction in ('text to image', 'image to text')
        for k in (1, 5)
    }
    assert table['train']['text to image R@1']['rate'] == rate
    assert len(embeddings.names) == len(embeddings.vectors) == 4 * GROUP


@pytest.mark.parametrize(('scenes', 'groups'), [(1, 1), (32, 1), (33, 2)])
def test_scenes_are_rounded_up_to_groups(
    scenes: int, groups: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, int]] = []

    def run(embedder: str, count: int) -> tuple[dict, EmbeddingSet]:
        calls.append((embedder, count))
        empty = np.zeros((1, 2), np.float32)
        return {}, EmbeddingSet(empty, [], empty, [])

    monkeypatch.setattr(retrieval, 'Embedder', lambda checkpoint: checkpoint)
    monkeypatch.setattr(retrieval, 'measure', run)
    monkeypatch.setattr(retrieval, 'draw_embeddings', lambda path, embeddings, checkpoint: None)
    main(['--checkpoint', 'some', '--episodes', str(scenes), '--folder', str(tmp_path)])
    assert calls == [('some', groups)]
    report = json.loads((tmp_path / 'report.json').read_text())
    assert (report['checkpoint'], report['scenes_per_split']) == ('some', 32 * groups)


def test_too_many_scenes_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(['--episodes', '100000'])
    assert 'at most 9600; got 100000' in capsys.readouterr().err


def test_the_former_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(['--groups', '3'])
    assert '--groups has been replaced by --episodes' in capsys.readouterr().err
