# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train every member of the model family on the same and compare them; `make compare`."""

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
from vla_language.minilm import MiniLM
from vla_learning.ablation.comparison_table import to_table
from vla_learning.ablation.shared_data import Budget
from vla_learning.ablation.shared_data import Material
from vla_learning.ablation.shared_data import Source
from vla_learning.ablation.variant_trainer import Contest
from vla_learning.ablation.variant_trainer import latency_ms
from vla_learning.ablation.variant_trainer import size_of
from vla_learning.ablation.variants import VARIANTS
from vla_learning.training.config import TrainConfig
from vla_learning.utils.cli import run_tool
from vla_learning.utils.cli import worker_pool

_contest: Contest | None = None


def _start(source: Source, budget: Budget) -> None:
    global _contest
    _contest = Contest(Material(source, budget))


def _run(episodes: int, name: str) -> dict[str, Any]:
    """Train and judge one variant."""
    assert _contest is not None
    variant = VARIANTS[name]
    policy = _contest.build(variant)
    training_s = _contest.train(policy)
    found = {
        'name': name,
        'group': variant.group,
        'training_s': training_s,
        **_contest.judge(policy),
    }
    if episodes:
        from vla_learning.ablation.closed_loop_score import count_successes

        found['success'] = count_successes(policy, _contest.material.source.checkpoint, episodes)
    return found


def compare(
    source: Source, budget: Budget, names: Sequence[str], episodes: int, workers: int
) -> str:
    """Compare the variants `names`, write ``report.json`` and ``table.md``, return the table."""
    material = Material(source, budget)
    material.prepare(lambda: MiniLM().encode_batch)
    key = {'budget': asdict(budget), 'sha256': material.sha256, 'episodes': episodes}
    known = {name: found for name in names if (found := _read(source.folder, name, key))}
    missing = [name for name in names if name not in known]
    with worker_pool(min(workers, len(missing)) or 1, _start, source, budget) as pool:
        results = pool.imap_unordered(partial(_run, episodes), missing)
        for found in tqdm(results, total=len(missing), desc='compare'):
            # Kept at once, so that a stopped comparison goes on with the next variant.
            _path(source.folder, found['name']).write_text(json.dumps({**key, 'found': found}))
            known[found['name']] = found
    report = {
        **key,
        'checkpoint': source.checkpoint,
        'results': [known[name] | _measure(material, name) for name in names],
    }
    table = to_table(report)
    (source.folder / 'report.json').write_text(json.dumps(report, indent=2))
    (source.folder / 'table.md').write_text(table + '\n')
    return table


def _measure(material: Material, name: str) -> dict[str, float]:
    """Measure what does not depend on training, after all others have gone."""
    torch.set_num_threads(1)
    policy = VARIANTS[name].build(material.config)
    return {**size_of(policy), 'latency_ms': latency_ms(policy, material.config)}


def _path(folder: Path, name: str) -> Path:
    return folder / f'{name.replace(", ", "_").replace(" ", "_")}.json'


def _read(folder: Path, name: str, key: dict[str, Any]) -> dict[str, Any] | None:
    """Return what an earlier run with the same `key` has found, if any."""
    path = _path(folder, name)
    stored = json.loads(path.read_text()) if path.exists() else {}
    found: dict[str, Any] | None = stored.pop('found', None)
    return found if stored == key else None


def main(args: Sequence[str] | None = None) -> None:
    """Run `make compare`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--checkpoint', default=TrainConfig().output, help='gives the features')
    parser.add_argument('--data', default=TrainConfig().data.folder, help='made by make data')
    parser.add_argument('--folder', type=Path, default=Path('log/compare'))
    parser.add_argument('--only', nargs='+', choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument(
        '--episodes',
        type=int,
        default=0,
        help='of every task in physics, for each variant; about 3 s each',
    )
    parser.add_argument('--workers', type=int, default=2)
    for field in fields(Budget):
        parser.add_argument(f'--{field.name.replace("_", "-")}', type=int, default=field.default)
    a = parser.parse_args(args)
    source = Source(a.checkpoint, a.data, a.folder)
    run_tool(
        lambda: print(
            compare(
                source,
                Budget(**{f.name: getattr(a, f.name) for f in fields(Budget)}),
                a.only,
                a.episodes,
                a.workers,
            )
        ),
        'The same command goes on with the variants that are missing',
    )


if __name__ == '__main__':
    main()
