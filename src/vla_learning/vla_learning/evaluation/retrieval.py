# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure whether scenes and descriptions find each other in one space; `make retrieval`."""

import argparse
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from vla_language.minilm import MiniLM
from vla_learning.evaluation.embedding_plot import draw_embeddings
from vla_learning.evaluation.embedding_plot import Embedded
from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.evaluation.metrics import Share
from vla_learning.evaluation.metrics import share_of
from vla_learning.evaluation.metrics import to_table
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import positive
from vla_learning.evaluation.report import write_report
from vla_learning.language.command_generator import Speaker
from vla_learning.language.referring_expressions import Split
from vla_learning.language.referring_expressions import Thing
from vla_learning.utils.cli import run_tool
from vla_perception.encoder_registry import load_grid_encoder
from vla_perception.preprocess import preprocess
from vla_policy.nn.loading import load_policy
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World

FIRST_SEED = 700_000
#: Scenes that a description is told from.
GROUP = 32
SPLITS: tuple[Split, ...] = ('train', 'phrases')
_RANKS = (1, 5)


class Described(NamedTuple):
    """A scene that was never trained on, and its description."""

    seed: int
    things: list[Thing]
    text: str
    shown: list[Thing]


def draw_group(seeds: Iterator[int], split: Split) -> list[Described]:
    """Draw scenes from `seeds` until each of GROUP descriptions is true of its own scene only."""
    group: list[Described] = []
    while len(group) < GROUP:
        seed = next(seeds)
        things = [Thing(item.color, item.shape) for item in sample_scene(seed)]
        text, shown = Speaker(np.random.default_rng((seed, 9)), split).describe(things)
        new = Described(seed, things, text, shown)
        clash = any(
            set(new.shown) <= set(old.things) or set(old.shown) <= set(things) for old in group
        )
        if not clash:
            group.append(new)
    return group


class Embedder:
    """The network's way from pictures and texts to the shared space."""

    def __init__(self, checkpoint: str) -> None:
        self._encoder = load_grid_encoder(checkpoint)
        self._policy = load_policy(checkpoint).model
        self._text = MiniLM()

    @torch.inference_mode()
    def scene(self, seed: int) -> tuple[Tensor, Embedded]:
        """Embed a picture as a vector, each of its things, and a command about it."""
        scene = sample_scene(seed)
        with World(scene) as world:
            tokens, fine = self._encoder.encode(preprocess(world.render()))
            camera, poses = world.camera(256, 192), world.object_poses()
        picture = fine.permute(2, 0, 1)[None]
        dense = self._policy.dense(picture, tokens.flatten(0, 1)[None])
        align = self._policy.alignment
        rows, columns = picture.shape[-2:]
        pixels = np.array([camera.project(poses[item.name].position_m) for item in scene])
        cell = (
            np.round(pixels / (256 / columns) - 0.5).astype(int).clip(0, (columns - 1, rows - 1))
        )
        things = align.things(picture)[0, cell[:, 1] * columns + cell[:, 0]]
        names = [(item.color, item.shape) for item in scene]
        spoken = Speaker(np.random.default_rng((seed, 8))).say_valid([Thing(*n) for n in names])
        commands, tasks = np.zeros((0, things.shape[1]), np.float32), []
        if spoken is not None:
            states = torch.as_tensor(self._text.encode(spoken.text).states)[None]
            grounding = self._policy.ground(
                tokens.flatten(0, 1)[None],
                picture,
                states,
                torch.ones(states.shape[:2], dtype=torch.bool),
            )
            commands, tasks = align.command(grounding.query).numpy(), [spoken.task.name.lower()]
        found = Embedded(things.numpy(), names, commands, tasks)
        return align.scene(picture, dense)[0], found

    @torch.inference_mode()
    def text(self, text: str) -> Tensor:
        """Embed a description (space,)."""
        states = torch.as_tensor(self._text.encode(text).states)[None]
        mask = torch.ones(states.shape[:2], dtype=torch.bool)
        return self._policy.alignment.text(self._policy.text(states, mask), mask)[0]


def ranks(scenes: Tensor, texts: Tensor) -> tuple[list[int], list[int]]:
    """Return the rank, from 1, of the right scene for each text and of the right text for each."""
    likeness = texts @ scenes.T
    right = likeness.diagonal()
    return (
        (likeness > right[:, None]).sum(1).add(1).tolist(),
        (likeness > right).sum(0).add(1).tolist(),
    )


def measure(embedder: Embedder, groups: int) -> tuple[dict[str, dict[str, Share]], Embedded]:
    """Return shares by split and direction, and the things of all scenes."""
    table: dict[str, dict[str, Share]] = {}
    seen: list[Embedded] = []
    for number, split in enumerate(SPLITS):
        seeds = iter(range(FIRST_SEED + 50_000 * number, FIRST_SEED + 50_000 * (number + 1)))
        places: dict[str, list[int]] = {'text to image': [], 'image to text': []}
        for _ in range(groups):
            group = draw_group(seeds, split)
            scenes, things = zip(*(embedder.scene(d.seed) for d in group), strict=True)
            seen += things
            found = ranks(torch.stack(scenes), torch.stack([embedder.text(d.text) for d in group]))
            for row, part in zip(places.values(), found, strict=True):
                row += part
        table[split] = {
            f'{way} R@{k}': share_of([place <= k for place in row])
            for way, row in places.items()
            for k in _RANKS
        }
    return table, Embedded(
        np.concatenate([e.vectors for e in seen]),
        [name for e in seen for name in e.names],
        np.concatenate([e.commands for e in seen]),
        [task for e in seen for task in e.tasks],
    )


def evaluate(checkpoint: str, groups: int, folder: Path) -> str:
    """Measure, write reports and a picture of the space into `folder`, return the table."""
    torch.set_num_threads(1)
    table, seen = measure(Embedder(checkpoint), groups)
    lines = to_table(table)
    facts = {
        'checkpoint': checkpoint,
        'first_seed': FIRST_SEED,
        'scenes_per_group': GROUP,
        'splits': table,
    }
    write_report(folder, facts, lines)
    draw_embeddings(folder / 'embeddings.png', seen)
    return lines


def main(args: Sequence[str] | None = None) -> None:
    """Run `make retrieval`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--checkpoint', default=DEFAULT_CHECKPOINT)
    parser.add_argument(
        '--groups',
        type=positive,
        default=10,
        help=f'of {GROUP} scenes, for each split of the words',
    )
    parser.add_argument('--folder', type=Path, default=Path('log/eval/retrieval'))
    a = parser.parse_args(args)
    run_tool(lambda: print(evaluate(a.checkpoint, a.groups, a.folder)), NOTHING_WRITTEN)


if __name__ == '__main__':
    main()
