# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Show the cross-modal attention of one command in one scene; `make attention`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from vla_language.interpreter import load_interpreter
from vla_learning.evaluation.attention_faithfulness import draw_deletion_curves
from vla_learning.evaluation.deletion_metric import area_under_curve
from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.tutorials import attention_masks
from vla_learning.tutorials.attention_pictures import draw_attention
from vla_learning.tutorials.attention_trace import AttentionTrace
from vla_learning.tutorials.attention_trace import interpret_first_step
from vla_learning.tutorials.attention_trace import QUERIES
from vla_learning.tutorials.attention_trace import require_target
from vla_learning.tutorials.attention_trace import trace_attention
from vla_learning.tutorials.scene_features import render_scene
from vla_learning.utils.cli import run_cli
from vla_sim.physics.scene_sampling import sample_scene


def run_exercise(checkpoint: str, command: str, seed: int, folder: Path) -> str:
    """Write pictures and report of one command, and return the report."""
    torch.set_num_threads(1)
    step = interpret_first_step(load_interpreter(), command)
    require_target(step, sample_scene(seed), seed)
    trace = trace_attention(
        checkpoint, step, sample_scene(seed), render_scene(seed), command, seed
    )
    masks = attention_masks.all_mask_errors()
    text = '\n\n'.join(
        (attention_masks.to_table(masks), words_table(trace), deletion_table(trace))
    )
    facts = {
        'checkpoint': checkpoint,
        'command': command,
        'seed': seed,
        'tokens': trace.tokens,
        'words': trace.words.round(4).tolist(),
        'located': trace.located,
        'deletion': trace.deletion,
        'masks': {kind: errors._asdict() for kind, errors in masks.items()},
    }
    write_report(folder, facts, text)
    draw_attention(folder / 'attention.png', trace)
    curves = {name: np.array([curve]) for name, curve in trace.deletion.items()}
    draw_deletion_curves(folder / 'deletion.png', curves, f'"{command}", one image')
    return text


def words_table(trace: AttentionTrace) -> str:
    """Return the word that each query reads most, as a Markdown table."""
    lines = ['| query | word with the highest weight | weight |', '|---|---|---|']
    for query, weights in zip(QUERIES, trace.words, strict=True):
        best = int(weights.argmax())
        lines.append(f'| {query} | {trace.tokens[best]} | {weights[best]:.2f} |')
    return '\n'.join(lines)


def deletion_table(trace: AttentionTrace) -> str:
    """Return the areas under the deletion curves, as a Markdown table."""
    lines = ['| deleted first | area under the curve |', '|---|---|']
    for name, curve in trace.deletion.items():
        lines.append(f'| {name} | {float(area_under_curve(curve)):.3f} |')
    return '\n'.join(lines)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make attention`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--checkpoint', default=DEFAULT_CHECKPOINT, help='weights to show')
    parser.add_argument('--command', default='pick up the red cube')
    parser.add_argument('--seed', type=int, default=3, help='seed of the scene')
    parser.add_argument('--folder', type=Path, default=Path('log/tutorials/attention'))
    a = parser.parse_args(args)

    def run() -> None:
        print(run_exercise(a.checkpoint, a.command, a.seed, a.folder))
        print(f'\npictures: {a.folder}/attention.png, {a.folder}/deletion.png')

    run_cli(run, NOTHING_WRITTEN)


if __name__ == '__main__':
    main()
