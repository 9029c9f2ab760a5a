# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train the three kinds of attention on one task, side by side; `make attention-kinds`."""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor
from vla_language.encoders.minilm import MiniLM
from vla_learning.evaluation.metrics import Rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.plots import new_figure
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.tutorials.alignment_training import AlignmentBudget
from vla_learning.tutorials.alignment_training import draw_test_scenes
from vla_learning.tutorials.attention_pictures import draw_heat
from vla_learning.tutorials.attention_pointers import draw_samples
from vla_learning.tutorials.attention_pointers import point
from vla_learning.tutorials.attention_pointers import PointerSamples
from vla_learning.tutorials.attention_pointers import points_at_object
from vla_learning.tutorials.attention_pointers import train_pointer
from vla_learning.tutorials.scene_features import encode_scenes
from vla_learning.tutorials.scene_features import FEATURES
from vla_learning.tutorials.scene_features import FIRST_TRAINING_SEED
from vla_learning.tutorials.scene_features import render_scene
from vla_learning.tutorials.scene_features import TRAINING_SCENES
from vla_learning.utils.cli import run_cli
from vla_perception.preprocess import resize_image
from vla_perception.visual_encoder import TOKEN_COLS
from vla_perception.visual_encoder import TOKEN_ROWS
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_sim.physics.rendering import ImageArray

#: Commands in the picture.
_PICTURED = 3


def run_exercise(
    checkpoint: str, scenes: int, folder: Path, workers: int, budget: AlignmentBudget
) -> str:
    """Train all kinds, write report and picture, and return the table."""
    torch.set_num_threads(1)
    text = MiniLM()

    def samples_of(seeds: Sequence[int]) -> PointerSamples:
        features = encode_scenes(checkpoint, seeds, FEATURES, workers)
        return draw_samples(seeds, features.tokens, text)

    training = samples_of(range(FIRST_TRAINING_SEED, FIRST_TRAINING_SEED + scenes))
    test_seeds = [scene.seed for scene in draw_test_scenes()]
    test = samples_of(test_seeds)
    weights = {kind: point(train_pointer(kind, training, budget), test) for kind in ATTENTIONS}
    rates = {k: rate_with_interval(points_at_object(w, test)) for k, w in weights.items()}
    table = to_table(rates, weights)
    facts = {'checkpoint': checkpoint, 'training_scenes': scenes, **asdict(budget), 'rates': rates}
    write_report(folder, facts, table)
    images = [resize_image(render_scene(seed)) for seed in test_seeds[:_PICTURED]]
    draw_kinds(folder / 'kinds.png', weights, rates, list(zip(test.texts, images, strict=False)))
    return table


def to_table(rates: Mapping[str, Rate], weights: Mapping[str, Tensor]) -> str:
    """Return rates and the mean of the highest weights as a Markdown table."""
    lines = [
        '| attention | highest weight is at the object | 95 % interval | highest weight | n |',
        '|---|---|---|---|---|',
    ]
    for kind, rate in rates.items():
        low, high = (100 * end for end in rate['interval95'])
        highest = float(weights[kind].amax(-1).mean())
        lines.append(
            f'| {kind} | {100 * rate["rate"]:.1f} % | {low:.1f} to {high:.1f} % | '
            f'{highest:.2f} | {rate["n"]} |'
        )
    return '\n'.join(lines)


def draw_kinds(
    path: Path,
    weights: Mapping[str, Tensor],
    rates: Mapping[str, Rate],
    images: Sequence[tuple[str, ImageArray]],
) -> None:
    """Draw the weights of each kind for the first commands, with their images, into a PNG file."""
    figure = new_figure(3.4 * (1 + len(weights)), 2.9 * len(images))
    rows = figure.subplots(len(images), 1 + len(weights), squeeze=False)
    for i, (row, (text, image)) in enumerate(zip(rows, images, strict=True)):
        row[0].imshow(image)
        row[0].set_title(f'"{text}"', fontsize=9)
        row[0].set_axis_off()
        for axes, (kind, shares) in zip(row[1:], weights.items(), strict=True):
            draw_heat(axes, image, shares[i].unflatten(-1, (TOKEN_ROWS, TOKEN_COLS)).numpy())
            rate = rates[kind]
            title = f'{kind}: {100 * rate["rate"]:.0f} % (n = {rate["n"]})'
            axes.set_title(title if i == 0 else '', fontsize=9)
    figure.savefig(path, dpi=110)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make attention-kinds`."""
    parser = argparse.ArgumentParser(description=__doc__)
    folder = Path('log/tutorials/attention_kinds')
    add_common_arguments(parser, folder, 'number of training scenes', TRAINING_SCENES)
    add_workers_argument(parser)
    a = parser.parse_args(args)

    def run() -> None:
        print(run_exercise(a.checkpoint, a.episodes, a.folder, a.workers, AlignmentBudget()))
        print(f'\npicture: {a.folder}/kinds.png')

    run_cli(run, NOTHING_WRITTEN)


if __name__ == '__main__':
    main()
