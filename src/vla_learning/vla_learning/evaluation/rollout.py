# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Simulation of one episode with the same policy, gate and timing as the nodes, without ROS.

Physics never waits for inference: a chunk arrives some time after its image, and meanwhile the
robot continues with the previous chunk.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_common.command_meaning import CommandMeaning
from vla_common.rotation import quaternion_to_yaw
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.perturbations import Perturber
from vla_learning.evaluation.simulated_robot import GatedRobot
from vla_learning.evaluation.simulated_robot import UngatedRobot
from vla_perception.encoder_protocol import VisualEncoder
from vla_perception.preprocess import preprocess
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.command_step import CommandStep
from vla_policy.types.network_types import PolicyNetworks
from vla_policy.types.observation import Observation
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.world import World
from vla_sim.tasks.phases import STEP_DURATION_S
from vla_sim.tasks.task import Task

_CAMERA_HZ = 30.0
# Simulated time after the end of the command, so that released objects come to rest.
_SETTLE_S = 0.6
# Tolerance for accumulated rounding errors of the simulated time.
_ROUNDING_S = 1e-6


@dataclass(frozen=True)
class EpisodeOutcome:
    """Outcome of an episode."""

    success: bool
    reason: str
    wrong_object_touched: bool
    refused: bool
    verdict: Verdict
    #: Time at which the policy finished or refused; None if it did neither.
    finished_s: float | None
    #: Target position (2,) [m] that the first chunk was planned for; None without a chunk.
    target_m: tuple[float, ...] | None
    target_moved: bool
    chunks: int
    chunks_refused: int
    #: Task and destination (2,) [m] of the first chunk; None without a chunk or a destination.
    task: TaskKind | None = None
    destination_m: tuple[float, ...] | None = None
    #: Machine-readable reason of a refusal; empty without one.
    refusal_reason: str = ''
    #: Number of the last step of which a chunk was sent, or that was refused.
    step: int = 1
    #: Time at which the camera was moved without notice, 0 for before the command; None for never.
    camera_moved_s: float | None = None


class _PendingDecision(NamedTuple):
    """Decision of the policy that has not arrived at the gate yet."""

    arrives_s: float
    decision: PolicyOutput


class EpisodeSimulator:
    """Simulates the execution of one command; `run` must be called once."""

    def __init__(
        self,
        world: World,
        encoder: VisualEncoder,
        model: PolicyNetworks,
        tasks: Sequence[Task],
        perturbation: PerturbationConfig,
        seed: int,
        *,
        gated: bool = True,
    ) -> None:
        self._world, self._encoder = world, encoder
        self._task = tasks[0] if tasks else None
        self._perturbation, self._perturber = perturbation, Perturber(perturbation, seed)
        self._controller = PolicyController(model, STEP_DURATION_S)
        self._robot = (GatedRobot if gated else UngatedRobot)(world, tasks)
        self._pending: deque[_PendingDecision] = deque()
        self._images = 0
        self._busy_until_s = 0.0
        self._move_s: float | None = None
        self._last: PolicyOutput | None = None
        self._step = 1
        self._first_chunk: PredictedChunk | None = None
        self._target_moved = False
        moved_before = perturbation.camera_offset and not perturbation.bumps_camera
        self._camera_moved_s = 0.0 if moved_before else None

    def run(self, steps: Sequence[CommandStep], limit_s: float) -> EpisodeOutcome:
        """Execute the steps of a command."""
        world, (first, *further) = self._world, steps
        self._controller.start(first.states, first.mask, first.meaning, further)
        self._judge_images_before_command()
        over_s: float | None = None
        while world.time_s < (limit_s if over_s is None else over_s + _SETTLE_S) - _ROUNDING_S:
            if self._takes_image():
                self._infer()
            self._deliver_decisions()
            self._apply_perturbation()
            self._robot.tick()
            if over_s is None and self._last is not None and _is_final(self._last):
                over_s = world.time_s
        return self._outcome(over_s)

    def _judge_images_before_command(self) -> None:
        """Judge the command by images from before it, which the node keeps; nothing moved then."""
        for images in range(self._controller.settings.min_observations_before_motion - 1, 0, -1):
            if not self._perturber.drops_image():
                self._decide(-images / _CAMERA_HZ)

    def _takes_image(self) -> bool:
        """Return whether an image arrives now and the policy processes it, one at a time."""
        images = int((self._world.time_s + _ROUNDING_S) * _CAMERA_HZ) + 1
        is_new, self._images = images > self._images, images
        if not is_new or self._perturber.drops_image():
            return False
        now_s = self._world.time_s
        latest = self._pending[-1].decision if self._pending else self._last
        # As in the node, a final decision ends the command; later images are ignored.
        over = latest is not None and _is_final(latest)
        busy = now_s < self._busy_until_s - _ROUNDING_S
        return not over and not busy

    def _infer(self) -> None:
        """Run the policy on the present image; its decision arrives after the delay."""
        now_s = self._world.time_s
        decision = self._decide(now_s)
        self._busy_until_s = now_s + self._perturbation.delay_s
        if decision is not None:
            self._pending.append(_PendingDecision(self._busy_until_s, decision))

    def _decide(self, stamp_s: float) -> PolicyOutput | None:
        """Return the decision on the present image; as in the node, some errors are refusals."""
        try:
            return self._controller.step(*self._observe(stamp_s))
        except RefusalError as error:
            return _refusal(error)

    def _observe(self, stamp_s: float) -> tuple[Observation, EndEffectorState]:
        """Return features of the present image and the state of the end effector."""
        image = self._perturber.camera_image(self._world)
        levels = self._encoder.encode(preprocess(image))
        robot = self._world.robot_state()
        yaw_rad = float(quaternion_to_yaw(robot.quaternion_xyzw))
        state = EndEffectorState(stamp_s, robot.position_m, yaw_rad, robot.opening)
        camera_m = self._perturber.camera_m(self._world)
        return Observation.from_levels(stamp_s, levels, camera_m), state

    def _deliver_decisions(self) -> None:
        """Pass the decisions that have arrived to the robot."""
        while self._pending and self._pending[0].arrives_s <= self._world.time_s + _ROUNDING_S:
            self._last = decision = self._pending.popleft().decision
            if decision.step > self._step:
                self._step = decision.step
                self._robot.begin_step()
            chunk = decision.chunk
            if chunk is not None:
                self._robot.send_chunk(chunk)
                self._controller.on_chunk_sent(self._world.time_s)
                self._record_first_chunk(chunk)
            elif _is_final(decision):
                self._robot.end_command(refused=not decision.finished)

    def _record_first_chunk(self, chunk: PredictedChunk) -> None:
        """Keep the first chunk; schedule the move of the target."""
        if self._first_chunk is None:
            self._first_chunk = chunk
            if self._perturbation.moves_target or self._perturbation.bumps_camera:
                self._move_s = self._world.time_s + self._perturber.move_delay_s()

    def _apply_perturbation(self) -> None:
        """Move target or camera when the time has come."""
        if self._move_s is None or self._world.time_s < self._move_s:
            return
        self._move_s = None
        if self._perturbation.bumps_camera:
            self._camera_moved_s = self._world.time_s
            self._perturber.bump_camera(self._world)
            return
        if moved := self._task and self._perturber.moved_target(self._world.scene, self._task):
            self._robot.relocate_object(moved.name, np.array((moved.x_m, moved.y_m)))
            self._target_moved = True

    def _outcome(self, over_s: float | None) -> EpisodeOutcome:
        result, robot = self._robot.task_result, self._robot
        verdict, first = self._last.verdict if self._last else Verdict.OK, self._first_chunk
        return EpisodeOutcome(
            success=result.success,
            reason=result.reason,
            wrong_object_touched=robot.wrong_object_contact,
            refused=verdict != Verdict.OK,
            verdict=verdict,
            finished_s=over_s,
            target_m=None if first is None else _to_tuple(first.target),
            target_moved=self._target_moved,
            chunks=robot.chunks_sent,
            chunks_refused=robot.chunks_rejected,
            task=None if first is None else first.task,
            destination_m=None if first is None else _to_tuple(first.destination),
            refusal_reason='' if self._last is None else self._last.refusal_reason,
            step=self._step,
            camera_moved_s=self._camera_moved_s,
        )


def _refusal(error: RefusalError) -> PolicyOutput:
    """Return the output for an error by which the node refuses a command."""
    return PolicyOutput(
        verdict=Verdict.NOT_UNDERSTOOD,
        confidence=0.0,
        task=TaskKind.PICK,
        phase=Phase.APPROACH,
        progress=0.0,
        finished=False,
        chunk=None,
        attention=AttentionMaps(*np.zeros((3, 0, 0))),
        explanation=str(error),
        reason=error.reason,
    )


def _is_final(decision: PolicyOutput) -> bool:
    return decision.finished or decision.verdict != Verdict.OK


def _to_tuple(position_m: FloatArray | None) -> tuple[float, ...] | None:
    return None if position_m is None else tuple(position_m.tolist())


def simulate_episode(
    world: World,
    encoder: VisualEncoder,
    model: PolicyNetworks,
    states: Float32Array,
    mask: BoolArray,
    task: Task | None,
    *,
    meaning: CommandMeaning,
    further: Sequence[CommandStep] = (),
    further_tasks: Sequence[Task] = (),
    perturbation: PerturbationConfig | None = None,
    seed: int = 0,
    limit_s: float = 25.0,
    gated: bool = True,
) -> EpisodeOutcome:
    """
    Simulate one episode and check its success.

    Parameters
    ----------
    world, encoder, model
        New scene and trained network.
    states, mask, meaning, further
        First step of the command, see `CommandStep`, and the steps after it.
    task, further_tasks
        Tasks that the command describes; None when it must be refused.
    perturbation, seed, limit_s, gated
        Perturbations and their seed, limit of each step in simulated time, use of the gate.

    """
    perturbation = perturbation or PerturbationConfig()
    tasks = () if task is None else (task, *further_tasks)
    steps = (CommandStep(states, mask, meaning), *further)
    simulator = EpisodeSimulator(world, encoder, model, tasks, perturbation, seed, gated=gated)
    return simulator.run(steps, limit_s * len(steps))
