# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train all variants of the policy under equal conditions and compare them; `make compare`."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import fields
from functools import partial
import json
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm
from vla_language.encoders.minilm import MiniLM
from vla_learning.ablation.comparison_settings import ComputeBudget
from vla_learning.ablation.comparison_settings import DataSource
from vla_learning.ablation.comparison_table import to_table
from vla_learning.ablation.shared_data import SharedTrainingData
from vla_learning.ablation.variant_trainer import latency_ms
from vla_learning.ablation.variant_trainer import model_size
from vla_learning.ablation.variant_trainer import VariantTrainer
from vla_learning.ablation.variants import VARIANTS
from vla_learning.training.config import TrainConfig
from vla_learning.utils.cli import run_cli
from vla_learning.utils.cli import worker_pool

_trainer: VariantTrainer | None = None
# Result files of former versions have the former name.
_FIGURE, _FORMER_FIGURE = 'correct_target', 'right_thing'


def _start(source: DataSource, budget: ComputeBudget) -> None:
    global _trainer
    _trainer = VariantTrainer(SharedTrainingData(source, budget))


def _run(episodes: int, name: str) -> dict[str, Any]:
    """Train and evaluate one variant."""
    assert _trainer is not None
    variant = VARIANTS[name]
    policy = _trainer.build(variant)
    training_s = _trainer.train(policy)
    figures = {
        'name': name,
        'group': variant.group,
        'training_s': training_s,
        **_trainer.evaluate(policy),
    }
    if episodes:
        from vla_learning.ablation.closed_loop_score import count_successes

        figures['success'] = count_successes(policy, _trainer.data.source.checkpoint, episodes)
    return figures


def compare(
    source: DataSource, budget: ComputeBudget, names: Sequence[str], episodes: int, workers: int
) -> str:
    """Compare the variants `names`, write ``report.json`` and ``table.md``, return the table."""
    data = SharedTrainingData(source, budget)
    data.build_caches(lambda: MiniLM().encode_batch)
    key = {'budget': asdict(budget), 'sha256': data.sha256, 'episodes': episodes}
    results = {
        name: figures
        for name in names
        if (figures := _read_result(source.folder, name, key)) is not None
    }
    missing = [name for name in names if name not in results]
    with worker_pool(min(workers, len(missing)) or 1, _start, source, budget) as pool:
        trained = pool.imap_unordered(partial(_run, episodes), missing)
        for figures in tqdm(trained, total=len(missing), desc='compare'):
            # Written at once, so that a stopped comparison resumes with the next variant.
            path = _result_path(source.folder, figures['name'])
            path.write_text(json.dumps({**key, 'figures': figures}))
            results[figures['name']] = figures
    report = {
        **key,
        'checkpoint': source.checkpoint,
        'results': [results[name] | _measure(data, name) for name in names],
    }
    table = to_table(report)
    (source.folder / 'report.json').write_text(json.dumps(report, indent=2))
    (source.folder / 'table.md').write_text(table + '\n')
    return table


def _measure(data: SharedTrainingData, name: str) -> dict[str, float]:
    """Measure size and latency, which need no training, after the workers have ended."""
    torch.set_num_threads(1)
    policy = VARIANTS[name].build(data.config)
    return {**model_size(policy), 'latency_ms': latency_ms(policy, data.config)}


def _result_path(folder: Path, name: str) -> Path:
    return folder / f'{name.replace(", ", "_").replace(" ", "_")}.json'


def _read_result(folder: Path, name: str, key: dict[str, Any]) -> dict[str, Any] | None:
    """Return the figures of an earlier run with the same `key`, if there are any."""
    path = _result_path(folder, name)
    stored = json.loads(path.read_text()) if path.exists() else {}
    figures: dict[str, Any] | None = stored.pop('figures', None)
    if figures is None or stored != key:
        return None
    return {name.replace(_FORMER_FIGURE, _FIGURE): value for name, value in figures.items()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        '--checkpoint', default=TrainConfig().output, help='source of the visual features'
    )
    parser.add_argument(
        '--data', default=TrainConfig().data.folder, help='data set, recorded by make data'
    )
    parser.add_argument('--folder', type=Path, default=Path('log/compare'))
    parser.add_argument('--only', nargs='+', choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument(
        '--episodes',
        type=int,
        default=0,
        help='simulated episodes of every task for each variant; about 3 s each',
    )
    parser.add_argument('--workers', type=int, default=2)
    for field in fields(ComputeBudget):
        parser.add_argument(f'--{field.name.replace("_", "-")}', type=int, default=field.default)
    return parser


def main(args: Sequence[str] | None = None) -> None:
    """Run `make compare`."""
    a = _parser().parse_args(args)

    def run() -> None:
        budget = ComputeBudget(**{f.name: getattr(a, f.name) for f in fields(ComputeBudget)})
        source = DataSource(a.checkpoint, a.data, a.folder)
        print(compare(source, budget, a.only, a.episodes, a.workers))

    run_cli(run, 'The same command resumes with the variants that are missing')


if __name__ == '__main__':
    main()
