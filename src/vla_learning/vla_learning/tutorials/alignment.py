# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train the alignment of images and descriptions with two losses; `make alignment`."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path

import torch
from vla_language.encoders.minilm import MiniLM
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import positive
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.retrieval import CaptionedScene
from vla_learning.evaluation.retrieval import GROUP
from vla_learning.tutorials.alignment_pictures import AlignedGroup
from vla_learning.tutorials.alignment_pictures import draw_captions
from vla_learning.tutorials.alignment_pictures import draw_spaces
from vla_learning.tutorials.alignment_training import AlignmentBudget
from vla_learning.tutorials.alignment_training import AlignmentQuality
from vla_learning.tutorials.alignment_training import build_alignment
from vla_learning.tutorials.alignment_training import caption_scene
from vla_learning.tutorials.alignment_training import draw_test_scenes
from vla_learning.tutorials.alignment_training import embed_pairs
from vla_learning.tutorials.alignment_training import measure_alignment
from vla_learning.tutorials.alignment_training import pair_scenes
from vla_learning.tutorials.alignment_training import PairedScenes
from vla_learning.tutorials.alignment_training import TEST_GROUPS
from vla_learning.tutorials.alignment_training import train_alignment
from vla_learning.tutorials.scene_features import encode_scenes
from vla_learning.tutorials.scene_features import FEATURES
from vla_learning.tutorials.scene_features import FIRST_TRAINING_SEED
from vla_learning.tutorials.scene_features import render_scene
from vla_learning.tutorials.scene_features import TRAINING_SCENES
from vla_learning.utils.cli import run_cli

_PICTURED = 6
_TITLES = {'l2': 'L2 loss', 'infonce': 'InfoNCE loss'}


@dataclass(frozen=True)
class AlignmentExercise:
    """Arguments of `make alignment`."""

    checkpoint: str
    folder: Path
    scenes: int = TRAINING_SCENES
    groups: int = TEST_GROUPS
    workers: int = 2

    def encode(self, scenes: Sequence[CaptionedScene], text: MiniLM) -> PairedScenes:
        """Return scenes and descriptions as frozen features."""
        seeds = [scene.seed for scene in scenes]
        features = encode_scenes(self.checkpoint, seeds, FEATURES, self.workers)
        return pair_scenes(scenes, features, text)


def run_exercise(exercise: AlignmentExercise, budget: AlignmentBudget) -> str:
    """Train and compare, write report and pictures, and return the table."""
    torch.set_num_threads(1)
    text = MiniLM()
    first = FIRST_TRAINING_SEED
    training = exercise.encode(
        [caption_scene(seed) for seed in range(first, first + exercise.scenes)], text
    )
    held_out = draw_test_scenes(exercise.groups)
    test = exercise.encode(held_out, text)
    groups, losses = {}, {}
    align = build_alignment(training, budget.seed)
    groups['before'] = _measure(embed_pairs(align, test))
    for loss, title in _TITLES.items():
        align = build_alignment(training, budget.seed)
        losses[loss] = train_alignment(align, training, loss, budget)
        groups[title] = _measure(embed_pairs(align, test))
    table = to_table({name: group.quality for name, group in groups.items()})
    facts = {
        'checkpoint': exercise.checkpoint,
        'training_scenes': exercise.scenes,
        **asdict(budget),
        'results': {name: group.quality._asdict() for name, group in groups.items()},
        'loss_at_end': {loss: values[-1] for loss, values in losses.items()},
    }
    write_report(exercise.folder, facts, table)
    draw_spaces(exercise.folder / 'embedding.png', groups)
    images = [render_scene(scene.seed) for scene in held_out[:_PICTURED]]
    captions = [scene.text for scene in held_out[:_PICTURED]]
    draw_captions(exercise.folder / 'captions.png', images, captions, groups)
    return table


def _measure(embedded: tuple[torch.Tensor, torch.Tensor]) -> AlignedGroup:
    scenes, texts = embedded
    return AlignedGroup(scenes[:GROUP], texts[:GROUP], measure_alignment(scenes, texts))


def to_table(qualities: dict[str, AlignmentQuality]) -> str:
    """Return retrieval and mean similarities as a Markdown table."""
    lines = [
        '| alignment | text to image R@1 | image to text R@1 | similarity of pairs |'
        ' of others | n |',
        '|---|---|---|---|---|---|',
    ]
    for name, quality in qualities.items():
        rates = [
            f'{100 * r["rate"]:.1f} % ({100 * r["interval95"][0]:.0f} to '
            f'{100 * r["interval95"][1]:.0f})'
            for r in quality.rates.values()
        ]
        count = quality.rates['text to image R@1']['n']
        lines.append(
            f'| {name} | {" | ".join(rates)} | {quality.paired:.3f} | '
            f'{quality.unpaired:.3f} | {count} |'
        )
    return '\n'.join(lines)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make alignment`."""
    parser = argparse.ArgumentParser(description=__doc__)
    folder = Path('log/tutorials/alignment')
    add_common_arguments(parser, folder, 'number of training scenes', AlignmentExercise.scenes)
    add_workers_argument(parser)
    unit = f'number of test groups of {GROUP} scenes'
    parser.add_argument('--groups', type=positive, default=AlignmentExercise.groups, help=unit)
    parser.add_argument('--steps', type=positive, default=AlignmentBudget.steps)
    a = parser.parse_args(args)
    exercise = AlignmentExercise(a.checkpoint, a.folder, a.episodes, a.groups, a.workers)

    def run() -> None:
        print(run_exercise(exercise, AlignmentBudget(steps=a.steps)))
        print(f'\npictures: {a.folder}/embedding.png, {a.folder}/captions.png')

    run_cli(run, NOTHING_WRITTEN)


if __name__ == '__main__':
    main()
