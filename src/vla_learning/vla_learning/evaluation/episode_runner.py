# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Run episodes in worker processes, each with its own copy of the network."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
import os

import numpy as np
import torch
from tqdm import tqdm
from vla_common.engine import ONNX_RUNTIME
from vla_common.engine import TORCH
from vla_language.command import parse_command
from vla_language.interpreter import Interpretation
from vla_language.interpreter import InterpretedStep
from vla_language.interpreter import load_interpreter
from vla_language.meaning.meaning_verdict import RefusalReason
from vla_learning.evaluation.perturbations import move_scene_camera
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.rollout import EpisodeOutcome
from vla_learning.evaluation.rollout import simulate_episode
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.utils.cli import worker_pool
from vla_perception.encoder_registry import load_trained_encoder
from vla_policy.nn.loading import load_policy
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.torch_networks import TorchNetworks
from vla_policy.types.command_step import CommandStep
from vla_policy.types.network_types import PolicyNetworks
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.robot_arm import BUILTIN_NAME
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import direction
from vla_sim.physics.scene_constants import DIRECTIONS
from vla_sim.physics.world import World
from vla_sim.tasks.task import Task
from vla_sim.tasks.task_destinations import is_at_destination
from vla_sim.tasks.task_destinations import is_towards

DEFAULT_CHECKPOINT = 'src/vla_policy/models/tabletop.safetensors'


@dataclass(frozen=True)
class EpisodeJob:
    """A trial with its perturbations."""

    trial: EvaluationTrial
    perturbation: PerturbationConfig = field(default_factory=PerturbationConfig)
    gated: bool = True
    #: Simulated arm.
    robot: str = BUILTIN_NAME


@dataclass(frozen=True)
class EpisodeResult:
    """Result of one trial."""

    seed: int
    kind: str
    split: str
    command: str
    success: bool
    refused: bool
    #: Whether the policy received the command; otherwise its text or meaning was refused.
    reached_policy: bool
    #: Whether the verdict of the policy equals the label, also for accepted commands.
    correct_verdict: bool
    verdict: str
    wrong_object_touched: bool
    reason: str
    #: Time from the command to its end or refusal [s]; None if there was neither.
    finished_s: float | None
    #: Object nearest to the target of the first chunk; empty without a chunk.
    chosen: str
    target_moved: bool
    chunks: int
    chunks_refused: int
    #: Reason of a refusal: problem of the text or its meaning, or verdict of the policy.
    refusal_reason: str = ''
    #: Task of the first chunk, and its destination or direction; empty for none.
    executed_task: str = ''
    executed_destination: str = ''
    #: Number of the last step of the command that was begun.
    step: int = 1
    #: Time at which the camera was moved without notice, 0 for before the command; None for never.
    camera_moved_s: float | None = None


#: A point this close to the center of an object is on it.
_ON_TOP_M = 0.03


class EpisodeRunner:
    """
    Runs trials with one copy of the networks, computed as in the nodes by an engine.

    A `policy` of torch replaces that of the checkpoint; then torch computes the encoder, too.
    """

    def __init__(
        self, checkpoint: str, policy: VlaPolicy | None = None, engine: str = ONNX_RUNTIME
    ) -> None:
        torch.set_num_threads(1)
        self._policy: PolicyNetworks
        if policy is None:
            self._encoder = load_trained_encoder(checkpoint, engine)
            self._policy = load_policy(checkpoint, engine).model
        else:
            self._encoder = load_trained_encoder(checkpoint, TORCH)
            self._policy = TorchNetworks(policy)
        self._interpreter = load_interpreter(engine=engine)

    def run(self, job: EpisodeJob) -> EpisodeResult:
        """Simulate one trial and check its result."""
        trial = job.trial
        result = self._interpreter.interpret(parse_command(trial.command.text))
        if result.encoded is None:
            # As in the live system, the language node refuses; the policy gets no command.
            refused = replace(_REFUSED_BY_LANGUAGE, verdict=_refusal_verdict(result))
            return _result(trial, refused, str(result.command.problem or result.command.kind))
        first, *further = map(_to_step, result.steps)
        scene = move_scene_camera(trial.scene, job.perturbation, trial.seed)
        with World(scene, robot=robot_arm(job.robot)) as world:
            outcome = simulate_episode(
                world,
                self._encoder,
                self._policy,
                first.states,
                first.mask,
                trial.task,
                meaning=first.meaning,
                further=further,
                further_tasks=trial.further_tasks,
                perturbation=job.perturbation,
                seed=trial.seed,
                gated=job.gated,
            )
        return _result(trial, outcome)


_REFUSED_BY_LANGUAGE = EpisodeOutcome(
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


def _to_step(step: InterpretedStep) -> CommandStep:
    assert step.encoded is not None
    states = step.encoded.states
    return CommandStep(states, np.ones(len(states), np.bool_), step.meaning)


def _refusal_verdict(result: Interpretation) -> Verdict:
    """Return the verdict for a refusal by language: a thing that no list has is not found."""
    unknown = (RefusalReason.UNKNOWN_COLOR, RefusalReason.UNKNOWN_NOUN)
    if result.meaning is None or result.command.problem not in unknown:
        return Verdict.NOT_UNDERSTOOD
    target = result.meaning.target
    is_target = target is not None and frozenset() in (target.colors, target.shapes)
    return Verdict.TARGET_NOT_FOUND if is_target else Verdict.DESTINATION_NOT_FOUND


def _result(trial: EvaluationTrial, o: EpisodeOutcome, problem: str = '') -> EpisodeResult:
    """Return the result; `problem` is why the language side refused."""
    must_refuse = trial.task is None
    # A refusal must be reported, and the robot must not move.
    success = o.success and must_refuse == o.refused
    return EpisodeResult(
        seed=trial.seed,
        kind=trial.kind,
        split=trial.split,
        command=trial.command.text,
        success=success,
        refused=o.refused,
        reached_policy=not problem,
        correct_verdict=o.verdict == trial.command.verdict,
        verdict=o.verdict.name.lower(),
        wrong_object_touched=o.wrong_object_touched,
        reason=o.reason,
        finished_s=None if o.finished_s is None else round(o.finished_s, 2),
        chosen=nearest_name(trial.scene, o.target_m),
        target_moved=o.target_moved,
        chunks=o.chunks,
        chunks_refused=o.chunks_refused,
        refusal_reason=problem
        or o.refusal_reason
        or (o.verdict.name.lower() if o.refused else ''),
        executed_task='' if o.task is None else o.task.name.lower(),
        executed_destination=_destination_name(trial.scene, trial.task, o),
        step=o.step,
        camera_moved_s=o.camera_moved_s,
    )


def nearest_name(items: Iterable[Item], position_m: tuple[float, ...] | None) -> str:
    """Return the name of the object nearest to (2,) [m]; empty for no position or no object."""
    if position_m is None:
        return ''
    nearest = min(
        items,
        key=lambda i: float(np.hypot(i.x_m - position_m[0], i.y_m - position_m[1])),
        default=None,
    )
    return nearest.name if nearest else ''


def _destination_name(scene: Scene, task: Task | None, o: EpisodeOutcome) -> str:
    """
    Return the destination or direction that the first chunk was planned for.

    A point on an object or in a receptacle has its name, a point at the destination of the trial
    the name of that, and any other point the name 'table'.
    """
    if o.destination_m is None or o.target_m is None:
        return ''
    destination_m = np.array(o.destination_m)
    offset_m = destination_m - o.target_m
    if o.task != TaskKind.PLACE:
        if task is not None and is_towards(scene, task, offset_m):
            return task.destination_name
        return max(DIRECTIONS, key=lambda name: float(offset_m @ direction(name)))
    target = nearest_name(scene.items, o.target_m)
    for item in (*scene.receptacles, *scene.items):
        distance_m = np.hypot(*destination_m - (item.x_m, item.y_m))
        if item.name != target and distance_m <= max(item.radius_m, _ON_TOP_M):
            is_stack = task is not None and task.relation == 'stacked_on'
            return f'stacked_on {item.name}' if is_stack else item.name
    if task is not None and is_at_destination(scene, task, destination_m):
        return task.destination_name
    return 'table'


_runner: EpisodeRunner | None = None


def _start(checkpoint: str, engine: str) -> None:
    global _runner
    _runner = EpisodeRunner(checkpoint, engine=engine)


def _run(job: EpisodeJob) -> EpisodeResult:
    assert _runner is not None
    return _runner.run(job)


def run_jobs(
    checkpoint: str,
    jobs: Sequence[EpisodeJob],
    workers: int,
    name: str,
    engine: str = ONNX_RUNTIME,
) -> list[EpisodeResult]:
    """Run `jobs` and return their results in the same order."""
    # Load the weights here first: a pool restarts a worker that fails to start forever.
    EpisodeRunner(checkpoint, engine=engine)
    # One thread per worker, for arithmetic and for the software renderer.
    os.environ.update(OMP_NUM_THREADS='1', LP_NUM_THREADS='1')
    with worker_pool(workers, _start, checkpoint, engine) as pool:
        return list(tqdm(pool.imap(_run, jobs), total=len(jobs), desc=name))
