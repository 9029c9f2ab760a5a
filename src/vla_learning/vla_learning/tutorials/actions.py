# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Film the expert, train an action decoder on frozen features, evaluate it; `make actions`."""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from vla_common.checkpoint import load_checkpoint
from vla_language.encoders.minilm import MiniLM
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import format_rate
from vla_learning.evaluation.metrics import Rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import positive
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import TASKS
from vla_learning.graphs.export_graphs import export_graphs
from vla_learning.training.config import TrainConfig
from vla_learning.training.network import save_network
from vla_learning.training.network import VlaNetwork
from vla_learning.training.text_cache import CachedTextEncoder
from vla_learning.tutorials.action_samples import collect_samples
from vla_learning.tutorials.action_samples import load_network
from vla_learning.tutorials.action_samples import record_demonstrations
from vla_learning.tutorials.action_training import ActionBudget
from vla_learning.tutorials.action_training import ActionData
from vla_learning.tutorials.action_training import build_decoder
from vla_learning.tutorials.action_training import draw_curves
from vla_learning.tutorials.action_training import perturbed_states
from vla_learning.tutorials.action_training import position_error_mm
from vla_learning.tutorials.action_training import train_decoder
from vla_learning.tutorials.expert_film import run_expert
from vla_learning.tutorials.expert_film import save_film
from vla_learning.utils.cli import run_cli
from vla_policy.nn.decoder import Decoder
from vla_policy.types.policy_config import PolicyConfig
from vla_sim.tasks.task import Task

DEMONSTRATIONS, TRIALS = 100, 20
_WHEN_INTERRUPTED = (
    'No report was written; the same command reuses recorded demonstrations and trains from the '
    'beginning'
)
#: Task and scene of the film.
FILM_TASK, FILM_SEED = Task('place', 'blue sphere', 'green bowl'), 1
_HELD_OUT_SHARE = 0.1
_DELAY_S = 0.08
#: Results by the name of a run: whether perturbed states are trained too, name of the file.
RUNS = {
    'demonstrations only': (False, 'demonstrations.safetensors'),
    'with perturbed states': (True, 'policy.safetensors'),
}
SHIPPED = 'shipped decoder'


@dataclass(frozen=True)
class ActionsExercise:
    """Arguments of `make actions`."""

    checkpoint: str
    folder: Path
    demonstrations: int = DEMONSTRATIONS
    trials: int = TRIALS
    workers: int = 2

    def film(self) -> Path:
        """Film the expert and return the path."""
        path = self.folder / 'expert.webp'
        demonstration = run_expert(FILM_SEED, FILM_TASK)
        save_film(path, demonstration.frames)
        return path

    def data(self, budget: ActionBudget) -> tuple[VlaNetwork, ActionData]:
        """
        Record demonstrations, encode them with the frozen network, draw perturbed states.

        Raises
        ------
        ValueError
            If no demonstration is left to train on or to validate with.

        """
        torch.set_num_threads(1)
        folder = self.folder / 'demonstrations'
        frames = record_demonstrations(folder, self.demonstrations, self.workers)
        network = load_network(self.checkpoint)
        text = CachedTextEncoder(MiniLM().encode_batch)
        samples, rows = collect_samples(network, frames, text, self.folder / 'features')
        training, _ = frames.split(_HELD_OUT_SHARE)
        inside = torch.isin(torch.from_numpy(rows), torch.from_numpy(training))
        if not 0 < int(inside.sum()) < len(rows):
            raise ValueError(
                'training needs demonstrations to train on and to validate with; got '
                f'{int(inside.sum())} and {int((~inside).sum())} frames with a located goal of '
                f'{self.demonstrations} demonstrations. Record more: EPISODES=20'
            )
        return network, ActionData(
            training=samples.rows(torch.nonzero(inside)[:, 0]),
            held_out=samples.rows(torch.nonzero(~inside)[:, 0]),
            perturbed=perturbed_states(budget, budget.seed, budget.rounds),
            perturbed_held_out=perturbed_states(budget, budget.seed + 1, 1),
        )

    def new_decoder(self, budget: ActionBudget) -> nn.Module:
        """Return an action decoder of the size of the shipped one, with random weights."""
        return build_decoder(self._policy_config(), budget.seed)

    def save(self, network: VlaNetwork, decoder: nn.Module, name: str) -> Path:
        """Write a checkpoint with the trained decoder, and its graphs for the nodes."""
        path = self.folder / name
        network.policy.decoder = decoder
        config = TrainConfig(policy=self._policy_config(), output=str(path), log=str(self.folder))
        facts = {
            'frozen_weights': load_checkpoint(self.checkpoint, 'policy.').sha256,
            'demonstrations': self.demonstrations,
        }
        save_network(path, network, config, {'tutorial': facts})
        export_graphs(path)
        return path

    def evaluate(self, checkpoint: Path | str) -> Rate:
        """Return the success in physics, `trials` of each task."""
        jobs = [
            EpisodeJob(trial, PerturbationConfig(delay_s=_DELAY_S))
            for trial in draw_trials(self.trials, ['train'], TASKS)
        ]
        results = run_jobs(
            str(checkpoint), jobs, self.workers, f'episodes {Path(checkpoint).stem}'
        )
        return rate_with_interval([r.success for r in results])

    def _policy_config(self) -> PolicyConfig:
        header = load_checkpoint(self.checkpoint, 'policy.').header
        return PolicyConfig.from_dict(header['policy'])


def run_exercise(exercise: ActionsExercise, budget: ActionBudget) -> str:
    """Run all parts, write films, curves, checkpoints and report, and return the table."""
    film = exercise.film()
    print(f'film of the expert: {film}')
    network, data = exercise.data(budget)
    errors = {SHIPPED: _errors(network.policy.decoder, data)}
    curves, paths = {}, {SHIPPED: Path(exercise.checkpoint)}
    for name, (perturbed, file) in RUNS.items():
        decoder = exercise.new_decoder(budget)
        curves[name] = train_decoder(decoder, data, budget, perturbed=perturbed)
        errors[name] = _errors(decoder, data)
        paths[name] = exercise.save(network, decoder.eval(), file)
    draw_curves(exercise.folder / 'curves.png', curves, exercise.demonstrations)
    rates = {name: exercise.evaluate(path) for name, path in paths.items()}
    table = to_table(errors, rates)
    facts = {
        **{name: str(value) for name, value in asdict(exercise).items()},
        **asdict(budget),
        'samples': {name: len(part.inputs.yaw) for name, part in data._asdict().items()},
        'errors_mm': errors,
        'success': rates,
    }
    write_report(exercise.folder, facts, table)
    return table


def _errors(decoder: Decoder, data: ActionData) -> tuple[float, float]:
    return (
        position_error_mm(decoder, data.held_out),
        position_error_mm(decoder, data.perturbed_held_out),
    )


def to_table(errors: Mapping[str, tuple[float, float]], rates: Mapping[str, Rate]) -> str:
    """Return errors and success as a Markdown table."""
    lines = [
        '| decoder | error, demonstrations | error, perturbed states | success |'
        ' 95 % interval | n |',
        '|---|---|---|---|---|---|',
    ]
    lines += [
        f'| {name} | {errors[name][0]:.1f} mm | {errors[name][1]:.1f} mm | {format_rate(rate)} |'
        for name, rate in rates.items()
    ]
    return '\n'.join(lines)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make actions`."""
    parser = argparse.ArgumentParser(description=__doc__)
    folder = Path('log/tutorials/actions')
    add_common_arguments(parser, folder, 'number of demonstrations', DEMONSTRATIONS)
    add_workers_argument(parser)
    parser.add_argument('--trials', type=positive, default=TRIALS, help='trials of each task')
    parser.add_argument('--steps', type=positive, default=ActionBudget().steps)
    a = parser.parse_args(args)
    exercise = ActionsExercise(a.checkpoint, a.folder, a.episodes, a.trials, a.workers)

    def run() -> None:
        print(run_exercise(exercise, ActionBudget(steps=a.steps)))
        policy = a.folder / RUNS['with perturbed states'][1]
        print(f'\ncurves: {a.folder}/curves.png\nyour policy: make demo CHECKPOINT={policy}')

    run_cli(run, _WHEN_INTERRUPTED)


if __name__ == '__main__':
    main()
