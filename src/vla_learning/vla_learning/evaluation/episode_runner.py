# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Run many episodes in worker processes, each with its own copy of the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
import os

import numpy as np
import torch
from tqdm import tqdm
from vla_language.command import CommandKind
from vla_language.command import parse_command
from vla_language.minilm import MiniLM
from vla_language.noun_normalizer import load_explainer
from vla_learning.evaluation.perturbations import Disturbance
from vla_learning.evaluation.rollout import Outcome
from vla_learning.evaluation.rollout import run_command
from vla_learning.evaluation.trials import Trial
from vla_learning.utils.cli import worker_pool
from vla_perception.encoder_registry import load_grid_encoder
from vla_policy.nn.loading import load_policy
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene import Scene
from vla_sim.physics.world import World

DEFAULT_CHECKPOINT = 'src/vla_policy/models/tabletop.safetensors'


@dataclass(frozen=True)
class Job:
    """A trial and what disturbs it."""

    trial: Trial
    disturbance: Disturbance = field(default_factory=Disturbance)
    gated: bool = True
    #: Whether a dictionary explains nouns.
    explained: bool = True


@dataclass(frozen=True)
class Result:
    """What became of one trial."""

    seed: int
    kind: str
    split: str
    command: str
    success: bool
    refused: bool
    #: Whether the policy got it; else the language node refused it by its rules.
    heard: bool
    #: Whether it was refused for the right reason, or rightly not refused.
    right_verdict: bool
    verdict: str
    wrong_object_touched: bool
    reason: str
    #: From the command to "done" or the refusal [s]; None if neither came.
    finished_s: float | None
    #: What the policy took for the target when it began to move; empty if it never did.
    chosen: str
    target_moved: bool
    chunks: int
    chunks_refused: int


class Runner:
    """Runs trials with one copy of the network."""

    def __init__(self, checkpoint: str) -> None:
        torch.set_num_threads(1)
        self._encoder = load_grid_encoder(checkpoint)
        self._policy = load_policy(checkpoint).model
        self._text = MiniLM()
        self._explain = load_explainer('wordnet')

    def run(self, job: Job) -> Result:
        """Carry one trial out and judge it."""
        trial = job.trial
        command = parse_command(trial.spoken.text)
        is_task = command.kind == CommandKind.TASK
        text = self._explain(command.text) if job.explained else command.text
        tokens = self._text.encode(text) if is_task else None
        if tokens is None or not tokens.tokens:
            # The language node answers for the policy, which hears of no task.
            return _result(trial, _UNHEARD, heard=False)
        states = torch.as_tensor(tokens.states)
        with World(trial.scene) as world:
            outcome = run_command(
                world,
                self._encoder,
                self._policy,
                states,
                torch.ones(len(states), dtype=torch.bool),
                trial.task,
                disturbance=job.disturbance,
                seed=trial.seed,
                gated=job.gated,
            )
        return _result(trial, outcome, heard=True)


_UNHEARD = Outcome(
    success=True,
    reason='',
    wrong_object_touched=False,
    refused=True,
    verdict=Verdict.NOT_UNDERSTOOD,
    finished_s=0.0,
    target_m=None,
    target_moved=False,
    chunks=0,
    chunks_refused=0,
)


def _result(trial: Trial, o: Outcome, *, heard: bool) -> Result:
    refusal_was_due = trial.task is None
    # To be refused and to stand still are two things: both are asked for.
    success = o.success and refusal_was_due == o.refused
    return Result(
        seed=trial.seed,
        kind=trial.kind,
        split=trial.split,
        command=trial.spoken.text,
        success=success,
        refused=o.refused,
        heard=heard,
        right_verdict=o.verdict == trial.spoken.verdict,
        verdict=o.verdict.name.lower(),
        wrong_object_touched=o.wrong_object_touched,
        reason=o.reason,
        finished_s=None if o.finished_s is None else round(o.finished_s, 2),
        chosen=nearest_name(trial.scene, o.target_m),
        target_moved=o.target_moved,
        chunks=o.chunks,
        chunks_refused=o.chunks_refused,
    )


def nearest_name(scene: Scene, spot_m: tuple[float, ...] | None) -> str:
    """Return the name of the thing nearest to (2,), empty for no place."""
    if spot_m is None:
        return ''
    return min(scene, key=lambda i: float(np.hypot(i.x_m - spot_m[0], i.y_m - spot_m[1]))).name


_runner: Runner | None = None


def _start(checkpoint: str) -> None:
    global _runner
    _runner = Runner(checkpoint)


def _run(job: Job) -> Result:
    assert _runner is not None
    return _runner.run(job)


def run_jobs(checkpoint: str, jobs: Sequence[Job], workers: int, name: str) -> list[Result]:
    """Run `jobs` and return what became of them, in their order."""
    # Read here first: a process that cannot start is started again and again.
    Runner(checkpoint)
    # One thread each, for arithmetic as for a renderer in software.
    os.environ.update(OMP_NUM_THREADS='1', LP_NUM_THREADS='1')
    with worker_pool(workers, _start, checkpoint) as pool:
        return list(tqdm(pool.imap(_run, jobs), total=len(jobs), desc=name))
