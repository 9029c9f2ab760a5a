# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
One command in a world that never waits, through the pure parts of all nodes.

Camera, encoder, controller and gate work at the times at which the nodes do: a chunk comes a while
after its image, and until then the robot plays on what it had.
"""

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from vla_common.rotation import quaternion_to_yaw
from vla_learning.evaluation.perturbations import Disturbance
from vla_learning.evaluation.perturbations import Nuisance
from vla_learning.evaluation.simulated_robot import FreeRobot
from vla_learning.evaluation.simulated_robot import GuardedRobot
from vla_perception.preprocess import preprocess
from vla_perception.visual_encoder import VisualEncoder
from vla_policy.control.plan_rate_limiter import Pace
from vla_policy.control.policy_controller import Controller
from vla_policy.control.policy_controller import Decision
from vla_policy.control.policy_controller import Sight
from vla_policy.nn.model import VlaPolicy
from vla_policy.ros.settings import PolicySettings
from vla_policy.types.chunk import HandState
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.world import World
from vla_sim.tasks.phases import STEP_DURATION_S
from vla_sim.tasks.task import Task

_CAMERA_HZ = 30.0
# How long physics goes on after the policy is done: what was let go must lie still.
_SETTLE_S = 0.6
# Sums of ticks are not exact.
_ROUNDING_S = 1e-6


@dataclass(frozen=True)
class Outcome:
    """How an episode went."""

    success: bool
    reason: str
    wrong_object_touched: bool
    refused: bool
    verdict: Verdict
    #: When the policy said that it is done or refused; None if it never did.
    finished_s: float | None
    #: Where the policy believed the target to be when the robot began to move (2,) [m].
    target_m: tuple[float, ...] | None
    target_moved: bool
    chunks: int
    chunks_refused: int


class _Answer(NamedTuple):
    """What was decided, on its way to the gate."""

    arrives_s: float
    decision: Decision


class CommandLoop:
    """Carry out one command; `run` once."""

    def __init__(
        self,
        world: World,
        encoder: VisualEncoder,
        model: VlaPolicy,
        task: Task | None,
        disturbance: Disturbance,
        seed: int,
        *,
        gated: bool = True,
    ) -> None:
        self._world, self._encoder, self._task = world, encoder, task
        self._disturbance, self._nuisance = disturbance, Nuisance(disturbance, seed)
        self._controller = Controller(model, STEP_DURATION_S)
        self._pace = Pace(PolicySettings().plan_period_s)
        self._robot = (GuardedRobot if gated else FreeRobot)(world, task)
        self._answers: deque[_Answer] = deque()
        self._images = 0
        self._busy_until_s = 0.0
        self._move_s: float | None = None
        self._last: Decision | None = None
        self._target_m: tuple[float, ...] | None = None
        self._target_moved = False

    def run(self, states: Tensor, mask: Tensor, limit_s: float) -> Outcome:
        """Carry out the command of word states (L, channels) and mask (L,)."""
        world = self._world
        self._controller.start(states, mask)
        over_s: float | None = None
        while world.time_s < (limit_s if over_s is None else over_s + _SETTLE_S) - _ROUNDING_S:
            if self._sees_image():
                self._look()
            self._deliver()
            self._meddle()
            self._robot.tick()
            if over_s is None and self._last is not None and _is_final(self._last):
                over_s = world.time_s
        return self._outcome(over_s)

    def _sees_image(self) -> bool:
        """Return whether an image arrives now and the model has time for it."""
        images = int((self._world.time_s + _ROUNDING_S) * _CAMERA_HZ) + 1
        is_new, self._images = images > self._images, images
        if not is_new or self._nuisance.loses_image():
            return False
        now_s, newest = (
            self._world.time_s,
            self._answers[-1].decision if self._answers else self._last,
        )
        # The node's session is over after a final decision, whatever a further look would say.
        over = newest is not None and _is_final(newest)
        busy = now_s < self._busy_until_s - _ROUNDING_S
        return not over and not busy and self._pace.takes(now_s)

    def _look(self) -> None:
        world, now_s = self._world, self._world.time_s
        image = self._nuisance.spoil(world.render())
        tokens, fine = self._encoder.encode(preprocess(image))
        robot = world.robot_state()
        decision = self._controller.step(
            Sight(now_s, tokens.flatten(0, 1), fine.permute(2, 0, 1)),
            HandState(
                now_s,
                robot.position_m,
                float(quaternion_to_yaw(robot.quaternion_xyzw)),
                robot.opening,
            ),
        )
        assert decision is not None
        self._busy_until_s = now_s + self._disturbance.delay_s
        self._answers.append(_Answer(self._busy_until_s, decision))

    def _deliver(self) -> None:
        """Hand over what has arrived by now."""
        while self._answers and self._answers[0].arrives_s <= self._world.time_s + _ROUNDING_S:
            self._last = decision = self._answers.popleft().decision
            chunk = decision.chunk
            if chunk is not None:
                self._robot.play(chunk)
                self._controller.sent(self._world.time_s)
                self._begin(chunk.target.tolist())
            elif _is_final(decision):
                self._robot.end(refused=not decision.finished)

    def _begin(self, target_m: list[float]) -> None:
        if self._target_m is None:
            self._target_m = tuple(target_m)
            if self._disturbance.moves_target:
                self._move_s = self._world.time_s + self._nuisance.move_after_s()

    def _meddle(self) -> None:
        """Put the target somewhere else when it is time to."""
        if self._move_s is None or self._world.time_s < self._move_s:
            return
        self._move_s = None
        moved = self._task and self._nuisance.moved(self._world.scene, self._task)
        if moved:
            self._robot.put(moved.name, np.array((moved.x_m, moved.y_m)))
            self._target_moved = True

    def _outcome(self, over_s: float | None) -> Outcome:
        judged, robot = self._robot.verdict, self._robot
        verdict = Verdict.OK if self._last is None else self._last.verdict
        return Outcome(
            success=judged.success,
            reason=judged.reason,
            wrong_object_touched=robot.touched_wrong,
            refused=verdict != Verdict.OK,
            verdict=verdict,
            finished_s=over_s,
            target_m=self._target_m,
            target_moved=self._target_moved,
            chunks=robot.sent,
            chunks_refused=robot.refused,
        )


def _is_final(decision: Decision) -> bool:
    return decision.finished or decision.verdict != Verdict.OK


@torch.inference_mode()
def run_command(
    world: World,
    encoder: VisualEncoder,
    model: VlaPolicy,
    states: Tensor,
    mask: Tensor,
    task: Task | None,
    *,
    disturbance: Disturbance | None = None,
    seed: int = 0,
    limit_s: float = 25.0,
    gated: bool = True,
) -> Outcome:
    """
    Carry out one command and let the simulator judge it.

    Parameters
    ----------
    world
        A fresh scene.
    encoder, model
        The trained network.
    states, mask
        Word states (L, channels) and mask (L,) of the command.
    task
        What the command means; None when it should be refused.
    disturbance, seed
        What makes it hard; the seed says where and when.
    limit_s
        Simulated time after which the episode ends.
    gated
        Whether the safety gate stands between policy and robot.

    """
    loop = CommandLoop(
        world, encoder, model, task, disturbance or Disturbance(), seed, gated=gated
    )
    return loop.run(states, mask, limit_s)
