# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure the policy in physics on held-out scenes; `make eval`."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from itertools import islice
import json
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm
from vla_language.minilm import MiniLM
from vla_learning.closed_loop import run_command
from vla_learning.commands import Split
from vla_learning.processes import run_tool
from vla_learning.processes import worker_pool
from vla_learning.statistics import wilson_interval
from vla_learning.trials import draw_trial
from vla_learning.trials import REFUSALS
from vla_learning.trials import Trial
from vla_perception.encoders import load_grid_encoder
from vla_policy.loading import load_policy
from vla_sim.world import World

TASKS = ('pick', 'place', 'push', 'point')
_FIRST_SEED = 100_000
_SEEDS_PER_KIND = 10_000
DEFAULT_CHECKPOINT = 'src/vla_policy/models/tabletop.safetensors'


@dataclass(frozen=True)
class Result:
    """What became of one trial."""

    seed: int
    kind: str
    split: str
    command: str
    success: bool
    refused: bool
    verdict: str
    wrong_object_touched: bool
    reason: str
    duration_s: float


class Runner:
    """Runs trials with one copy of the network."""

    def __init__(self, checkpoint: str) -> None:
        torch.set_num_threads(1)
        self._encoder = load_grid_encoder(checkpoint)
        self._policy = load_policy(checkpoint).model
        self._text = MiniLM()

    def run(self, trial: Trial) -> Result:
        """Carry one trial out and judge it."""
        said = self._text.encode(trial.spoken.text)
        states = torch.as_tensor(said.states)
        with World(trial.scene) as world:
            o = run_command(
                world, self._encoder, self._policy,  # type: ignore[arg-type]
                states, torch.ones(len(states), dtype=torch.bool), trial.task)
        ok = o.success and (trial.task is not None or o.refused)
        return Result(
            trial.seed, trial.kind, trial.split, trial.spoken.text, ok, o.refused,
            o.verdict.name.lower(), o.wrong_object_touched, o.reason,
            round(o.duration_s, 2))


def draw_trials(episodes: int, splits: Sequence[Split]) -> list[tuple[int, str, Split]]:
    """Return `episodes` trials of every kind for the first split, fewer kinds for others."""
    keys: list[tuple[int, str, Split]] = []
    for number, split in enumerate(splits):
        kinds = (*TASKS, *REFUSALS) if split != 'pairs' else TASKS
        for place, kind in enumerate(kinds):
            seed = _FIRST_SEED + _SEEDS_PER_KIND * (10 * number + place)
            seeds = (s for s in range(seed, seed + _SEEDS_PER_KIND)
                     if draw_trial(s, kind, split) is not None)
            keys += [(s, kind, split) for s in islice(seeds, episodes)]
    return keys


_runner: Runner | None = None


def _start(checkpoint: str) -> None:
    global _runner
    _runner = Runner(checkpoint)


def _run(key: tuple[int, str, Split]) -> Result:
    trial = draw_trial(*key)
    assert _runner is not None
    assert trial is not None
    return _runner.run(trial)


def summarize(results: Sequence[Result]) -> dict[str, Any]:
    """Return shares with intervals by split and kind, and over all."""
    def share(rows: Sequence[Result], name: str = 'success') -> dict[str, Any]:
        good = sum(getattr(r, name) for r in rows)
        low, high = wilson_interval(good, len(rows))
        return {'share': round(good / max(1, len(rows)), 4), 'n': len(rows),
                'interval95': [round(low, 4), round(high, 4)]}

    table: dict[str, Any] = {}
    for split in dict.fromkeys(r.split for r in results):
        rows = [r for r in results if r.split == split]
        table[split] = {kind: share([r for r in rows if r.kind == kind])
                        for kind in dict.fromkeys(r.kind for r in rows)}
        valid = [r for r in rows if r.kind in TASKS]
        table[split]['all tasks'] = share(valid)
        table[split]['wrong object touched'] = share(valid, 'wrong_object_touched')
        table[split]['valid command refused'] = share(valid, 'refused')
        invalid = [r for r in rows if r.kind in REFUSALS]
        if invalid:
            table[split]['invalid command refused'] = share(invalid, 'refused')
    return table


def evaluate(checkpoint: str, episodes: int, splits: Sequence[Split], workers: int,
             folder: Path) -> str:
    """Run all trials, write reports and ``episodes.jsonl`` into `folder`, return the table."""
    keys = draw_trials(episodes, splits)
    # Read here first: a process that cannot start is started again and again.
    Runner(checkpoint)
    with worker_pool(workers, _start, checkpoint) as pool:
        results = list(tqdm(pool.imap_unordered(_run, keys), total=len(keys), desc='eval'))
    results.sort(key=lambda r: (r.split, r.kind, r.seed))
    report = {'checkpoint': checkpoint, 'episodes': episodes, 'first_seed': _FIRST_SEED,
              'splits': summarize(results)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'report.json').write_text(json.dumps(report, indent=2))
    lines = [json.dumps(asdict(r)) for r in results]
    (folder / 'episodes.jsonl').write_text('\n'.join(lines) + '\n')
    table = to_table(report)
    (folder / 'report.md').write_text(table + '\n')
    return table


def to_table(report: dict[str, Any]) -> str:
    """Return the report as a Markdown table."""
    lines = ['| split | kind | share | 95 % interval | n |', '|---|---|---|---|---|']
    for split, kinds in report['splits'].items():
        for kind, s in kinds.items():
            low, high = s['interval95']
            lines.append(f'| {split} | {kind} | {100 * s["share"]:.1f} % | '
                         f'{100 * low:.1f} to {100 * high:.1f} % | {s["n"]} |')
    return '\n'.join(lines)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make eval`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--checkpoint', default=DEFAULT_CHECKPOINT)
    parser.add_argument('--episodes', type=int, default=50, help='per kind of trial')
    parser.add_argument('--splits', nargs='+', default=['train', 'phrases', 'pairs'],
                        choices=['train', 'phrases', 'pairs'])
    parser.add_argument('--workers', type=int, default=2)
    parser.add_argument('--folder', type=Path, default=Path('log/eval'))
    a = parser.parse_args(args)
    run_tool(lambda: print(evaluate(a.checkpoint, a.episodes, a.splits, a.workers, a.folder)),
             'Nothing was written; the same command starts anew')


if __name__ == '__main__':
    main()
