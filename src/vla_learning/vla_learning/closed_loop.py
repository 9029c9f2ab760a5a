# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Close the loop in physics through the pure parts of the nodes: look, understand, plan, move."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from vla_common.rotation import quaternion_to_yaw
from vla_perception.encoder import VisualEncoder
from vla_perception.preprocess import preprocess
from vla_policy.chunk import HandState
from vla_policy.controller import Controller
from vla_policy.controller import Decision
from vla_policy.controller import Sight
from vla_policy.model import VlaPolicy
from vla_policy.vocabulary import Verdict
from vla_sim.rollout import Chunk
from vla_sim.rollout import run_episode
from vla_sim.task import Task
from vla_sim.world import World

_STEP_S = 0.1
_HOLD_STEPS = 2


@dataclass(frozen=True)
class Outcome:
    """How an episode went."""

    success: bool
    reason: str
    wrong_object_touched: bool
    refused: bool
    verdict: Verdict
    duration_s: float


class LoopPolicy:
    """The trained network as a policy of the simulator."""

    def __init__(
        self, world: World, encoder: VisualEncoder, model: VlaPolicy, states: Tensor, mask: Tensor
    ) -> None:
        self._world, self._encoder = world, encoder
        self._controller = Controller(model, _STEP_S)
        self._controller.start(states, mask)
        robot = world.robot_state()
        self._hold = robot.position_m, float(quaternion_to_yaw(robot.quaternion_xyzw))
        self.decision: Decision | None = None

    def plan(self) -> Chunk:
        """Look and plan; a refused command holds the hand and ends the episode."""
        # The node's session is over after either, whatever a further look would say.
        if self.decision is not None and _is_final(self.decision):
            return self._still(over=True)
        world = self._world
        robot = world.robot_state()
        yaw = float(quaternion_to_yaw(robot.quaternion_xyzw))
        tokens, fine = self._encoder.encode(preprocess(world.render()))
        sight = Sight(world.time_s, tokens.flatten(0, 1), fine.permute(2, 0, 1))
        hand = HandState(world.time_s, robot.position_m, yaw, robot.opening)
        self.decision = self._controller.step(sight, hand)
        assert self.decision is not None
        chunk = self.decision.chunk
        if chunk is None:
            return self._still(over=_is_final(self.decision))
        yaws = quaternion_to_yaw(chunk.quaternion)
        self._hold = chunk.position[_HOLD_STEPS - 1], float(yaws[_HOLD_STEPS - 1])
        return Chunk(chunk.position, yaws, chunk.gripper.round(), np.zeros(len(yaws)))

    def _still(self, *, over: bool) -> Chunk:
        position, yaw = self._hold
        opening = self._world.robot_state().opening
        last = self.decision.chunk if self.decision else None
        grip = opening if last is None else float(last.gripper[0])
        # A held thing stays held: the fingers' opening is the thing's width, not the command.
        grip = 0.0 if 0.2 < grip < 0.85 else grip
        return Chunk(np.tile(position, (_HOLD_STEPS, 1)), np.full(_HOLD_STEPS, yaw),
                     np.full(_HOLD_STEPS, grip), np.full(_HOLD_STEPS, float(over)))


def _is_final(decision: Decision) -> bool:
    return decision.finished or decision.verdict != Verdict.OK


@torch.inference_mode()
def run_command(
    world: World, encoder: VisualEncoder, model: VlaPolicy, states: Tensor, mask: Tensor,
    task: Task | None, *, limit_s: float = 25.0,
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
    limit_s
        Simulated time after which the episode ends.

    """
    policy = LoopPolicy(world, encoder, model, states, mask)
    episode = run_episode(world, policy, task, limit_s=limit_s)
    judged, decision = episode.verdict, policy.decision
    assert decision is not None
    return Outcome(
        success=judged.success, reason=judged.reason,
        wrong_object_touched=judged.wrong_object_touched,
        refused=decision.verdict != Verdict.OK, verdict=decision.verdict,
        duration_s=episode.duration_s,
    )
