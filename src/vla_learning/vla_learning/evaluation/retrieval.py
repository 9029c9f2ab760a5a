# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure retrieval between images and scene descriptions (R@1, R@5); `make retrieval`."""

import argparse
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_common.engine import TORCH
from vla_language.encoders.minilm import MiniLM
from vla_learning.evaluation.embedding_plot import draw_embeddings
from vla_learning.evaluation.embedding_plot import EmbeddingSet
from vla_learning.evaluation.metrics import Rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.metrics import to_table
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.language.command_generator import CommandGenerator
from vla_learning.language.referring_expressions import SceneObject
from vla_learning.language.referring_expressions import Split
from vla_learning.training.labels import reference_labels
from vla_learning.utils.cli import run_cli
from vla_perception.encoder_registry import load_trained_encoder
from vla_perception.preprocess import preprocess
from vla_policy.nn.loading import load_torch_model
from vla_policy.types.observation import Observation
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World

FIRST_SEED = 700_000
_SEEDS_PER_SPLIT = 50_000
#: Number of scenes among which a description is ranked.
GROUP = 32
MAX_SCENES = 300 * GROUP
SPLITS: tuple[Split, ...] = ('train', 'heldout_phrasing')
_RANKS = (1, 5)
_WIDTH_PX, _HEIGHT_PX = 256, 192


class CaptionedScene(NamedTuple):
    """A scene that is not in the training data, with a description."""

    seed: int
    objects: list[SceneObject]
    text: str
    described: list[SceneObject]


def draw_group(seeds: Iterator[int], split: Split) -> list[CaptionedScene]:
    """Draw GROUP scenes whose descriptions each match no other scene of the group."""
    group: list[CaptionedScene] = []
    while len(group) < GROUP:
        seed = next(seeds)
        objects = [SceneObject(item.color, item.shape) for item in sample_scene(seed)]
        generator = CommandGenerator(np.random.default_rng((seed, 9)), split)
        text, described = generator.generate_description(objects)
        is_ambiguous = any(
            set(described) <= set(other.objects) or set(other.described) <= set(objects)
            for other in group
        )
        if not is_ambiguous:
            group.append(CaptionedScene(seed, objects, text, described))
    return group


class Embedder:
    """Embeds images, objects, commands and descriptions in the shared space of the policy."""

    def __init__(self, checkpoint: str) -> None:
        self._encoder = load_trained_encoder(checkpoint, TORCH)
        self._policy = load_torch_model(checkpoint)
        self._text = MiniLM()

    @torch.inference_mode()
    def embed_scene(self, seed: int) -> tuple[Tensor, EmbeddingSet]:
        """Embed the image of a scene (space,), its objects and a command about it."""
        scene = sample_scene(seed)
        with World(scene) as world:
            levels = self._encoder.encode(preprocess(world.render()))
            camera, poses = world.camera(_WIDTH_PX, _HEIGHT_PX), world.object_poses()
        features = Observation.from_levels(0.0, levels)
        tokens = torch.from_numpy(features.tokens)[None]
        feature_map = torch.from_numpy(features.feature_map)[None]
        pixels = np.array([camera.project(poses[item.name].position_m) for item in scene])
        align = self._policy.alignment
        objects = align.embed_cells(feature_map)[0, _cells(pixels, *feature_map.shape[-2:])]
        names = [(item.color, item.shape) for item in scene]
        commands, tasks = self._embed_command(seed, names, tokens, feature_map)
        dense = self._policy.dense(feature_map, tokens)
        embeddings = EmbeddingSet(objects.numpy(), names, commands.numpy(), tasks)
        return align.embed_scene(feature_map, dense)[0], embeddings

    def _embed_command(
        self, seed: int, names: list[tuple[str, str]], tokens: Tensor, feature_map: Tensor
    ) -> tuple[Tensor, list[str]]:
        """Embed a command about the objects (0 or 1, space); return it with its task."""
        generator = CommandGenerator(np.random.default_rng((seed, 8)))
        command = generator.generate_valid([SceneObject(*name) for name in names])
        if command is None:
            return torch.zeros(0, self._policy.alignment.task.out_features), []
        states, mask = self._encode_text(command.text)
        references = reference_labels([command])
        grounding = self._policy.forward_grounding(tokens, feature_map, states, mask, references)
        embedding = self._policy.alignment.embed_command(grounding.query)
        return embedding, [command.task.name.lower()]

    @torch.inference_mode()
    def embed_text(self, text: str) -> Tensor:
        """Embed a description (space,)."""
        states, mask = self._encode_text(text)
        return self._policy.alignment.embed_text(self._policy.text(states, mask), mask)[0]

    def _encode_text(self, text: str) -> tuple[Tensor, Tensor]:
        states = torch.as_tensor(self._text.encode(text).states)[None]
        return states, torch.ones(states.shape[:2], dtype=torch.bool)


def _cells(pixels: NDArray, rows: int, columns: int) -> NDArray[np.int64]:
    """Return the indices of the feature map's cells at `pixels` (M, 2)."""
    cells = np.round(pixels / (_WIDTH_PX / columns) - 0.5).astype(int)
    cells = cells.clip(0, (columns - 1, rows - 1))
    indices: NDArray[np.int64] = cells[:, 1] * columns + cells[:, 0]
    return indices


def ranks(scenes: Tensor, texts: Tensor) -> tuple[list[int], list[int]]:
    """
    Return the rank, from 1, of the matching scene for each text, and of the text for each.

    Equal similarities, as of embeddings that are all the same, rank before the matching one.
    """
    similarity = texts @ scenes.T
    matching = similarity.diagonal()
    return (
        (~(similarity < matching[:, None])).sum(1).tolist(),
        (~(similarity < matching)).sum(0).tolist(),
    )


def measure(embedder: Embedder, groups: int) -> tuple[dict[str, dict[str, Rate]], EmbeddingSet]:
    """Return rates by split and direction, and the embeddings of all scenes."""
    table: dict[str, dict[str, Rate]] = {}
    embeddings: list[EmbeddingSet] = []
    for number, split in enumerate(SPLITS):
        first = FIRST_SEED + _SEEDS_PER_SPLIT * number
        seeds = iter(range(first, first + _SEEDS_PER_SPLIT))
        by_direction: dict[str, list[int]] = {'text to image': [], 'image to text': []}
        for _ in range(groups):
            group = draw_group(seeds, split)
            scenes, found = zip(*(embedder.embed_scene(s.seed) for s in group), strict=True)
            texts = [embedder.embed_text(s.text) for s in group]
            embeddings += found
            group_ranks = ranks(torch.stack(scenes), torch.stack(texts))
            for row, part in zip(by_direction.values(), group_ranks, strict=True):
                row += part
        table[split] = {
            f'{direction} R@{k}': rate_with_interval([rank <= k for rank in row])
            for direction, row in by_direction.items()
            for k in _RANKS
        }
    return table, _concatenate(embeddings)


def _concatenate(parts: Sequence[EmbeddingSet]) -> EmbeddingSet:
    return EmbeddingSet(
        np.concatenate([e.vectors for e in parts]),
        [name for e in parts for name in e.names],
        np.concatenate([e.commands for e in parts]),
        [task for e in parts for task in e.tasks],
    )


def evaluate(checkpoint: str, scenes: int, folder: Path) -> str:
    """
    Measure retrieval, write the report into `folder` and return its table.

    Parameters
    ----------
    checkpoint
        Weights to evaluate.
    scenes
        Number of scenes of each split, rounded up to whole groups.
    folder
        Folder of the report.

    Raises
    ------
    ValueError
        If there are more scenes than seeds for them.

    """
    if scenes > MAX_SCENES:
        raise ValueError(f'the number of scenes must be at most {MAX_SCENES}; got {scenes}')
    torch.set_num_threads(1)
    groups = -(-scenes // GROUP)
    table, embeddings = measure(Embedder(checkpoint), groups)
    lines = to_table(table)
    facts = {
        'checkpoint': checkpoint,
        'first_seed': FIRST_SEED,
        'scenes_per_split': groups * GROUP,
        'scenes_per_group': GROUP,
        'splits': table,
    }
    write_report(folder, facts, lines)
    draw_embeddings(folder / 'embeddings.png', embeddings, checkpoint)
    return lines


def main(args: Sequence[str] | None = None) -> None:
    """Run `make retrieval`."""
    parser = argparse.ArgumentParser(description=__doc__)
    unit = f'number of scenes of each split, in groups of {GROUP}'
    add_common_arguments(parser, Path('log/eval/retrieval'), unit, 10 * GROUP)
    parser.add_argument('--groups', help=argparse.SUPPRESS)
    a = parser.parse_args(args)
    if a.groups is not None:
        parser.error(f'--groups has been replaced by --episodes, {GROUP} per group')
    run_cli(lambda: print(evaluate(a.checkpoint, a.episodes, a.folder)), NOTHING_WRITTEN)


if __name__ == '__main__':
    main()
