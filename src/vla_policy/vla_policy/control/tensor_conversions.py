# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversions between the controller's arrays and the tensors of the networks."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from vla_common.arrays import FloatArray
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.requested_action import RequestedAction
from vla_policy.control.surface_height import from_decoder_height
from vla_policy.control.surface_height import to_decoder_height
from vla_policy.control.task_state import GoalEstimate
from vla_policy.control.task_state import PhaseTracker
from vla_policy.nn.decoder import ChunkPrediction
from vla_policy.nn.decoder import DecoderInput
from vla_policy.nn.grounding import grasp_yaw
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import LanguageContext
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind

#: Logit whose probability is 1 in single precision.
_CERTAIN = 50.0


def to_decoder_input(
    state: EndEffectorState,
    tracker: PhaseTracker,
    task: TaskKind,
    goal: GoalEstimate,
    surface_m: float = 0.0,
) -> DecoderInput:
    """
    Build the decoder input, a batch of one.

    Parameters
    ----------
    state, tracker, task, goal
        State of robot and command.
    surface_m
        Height of the surface at the destination, see `surface_height`.

    """
    x_m, y_m, z_m = state.position
    position_m = (x_m, y_m, to_decoder_height(z_m, surface_m))
    onehot = torch.zeros(1, len(TaskKind))
    onehot[0, task] = 1.0
    if task == TaskKind.PUSH:
        goal = _full_push(goal, tracker.phase)
    return DecoderInput(
        position=torch.tensor(position_m, dtype=torch.float32)[None],
        yaw=torch.tensor([state.yaw_rad], dtype=torch.float32),
        gripper=torch.tensor([state.gripper], dtype=torch.float32),
        phase=torch.tensor([int(tracker.phase)]),
        time_in_phase=torch.tensor([tracker.time_in_phase_s], dtype=torch.float32),
        task=onehot,
        target=torch.tensor(goal.target, dtype=torch.float32)[None],
        destination=torch.tensor(goal.destination, dtype=torch.float32)[None],
        grasp_yaw=torch.tensor([goal.grasp_yaw_rad], dtype=torch.float32),
    )


def positions_from_prediction(prediction: ChunkPrediction, surface_m: float) -> FloatArray:
    """Read the positions (K, 3) [m] of the first chunk; `surface_m` is that of its input."""
    position = to_numpy(prediction.position[0])
    position[:, 2] = from_decoder_height(position[:, 2], surface_m)
    return position


def _full_push(goal: GoalEstimate, phase: Phase) -> GoalEstimate:
    """Return the goal of a push by PUSH_DISTANCE_M with the same start, later the same end."""
    way = goal.destination - goal.target
    way = way * (PUSH_DISTANCE_M / max(float(np.linalg.norm(way)), 1e-6))
    if phase in (Phase.APPROACH, Phase.DESCEND):
        return replace(goal, destination=goal.target + way)
    return replace(goal, target=goal.destination - way)


def with_action(context: LanguageContext, action: RequestedAction) -> LanguageContext:
    """Replace the predicted task and direction of a command, a batch of one."""
    task, direction = torch.zeros(1, len(TaskKind)), torch.zeros(1, len(Direction))
    task[0, action.task] = direction[0, action.direction] = _CERTAIN
    return context._replace(task=task, direction=direction)


def goal_from_grounding(g: Grounding) -> GoalEstimate:
    """Read the goal of the first command; the spread is that of the cells' probabilities."""
    share, cells = g.location.logits[0].softmax(-1), g.dense.position[0]  # (2, N), (N, 2)
    square = (cells[None] - g.location.position[0, :, None]).square().sum(-1)  # (2, N)
    spread = (share * square).sum(-1).sqrt().tolist()
    return GoalEstimate(
        spread_m=(spread[0], spread[1]),
        target=to_numpy(g.location.position[0, 0]),
        destination=to_numpy(g.destination[0]),
        grasp_yaw_rad=float(grasp_yaw(g.location.yaw[0, 0])),
    )


def median_goal(goals: Sequence[GoalEstimate]) -> GoalEstimate:
    """Return the median position and the mean yaw, modulo quarter turns."""
    spin = np.sum(np.exp([4j * g.grasp_yaw_rad for g in goals]))
    return GoalEstimate(
        target=np.median([g.target for g in goals], axis=0),
        destination=np.median([g.destination for g in goals], axis=0),
        grasp_yaw_rad=float(np.angle(spin) / 4),
    )


def attention_from_grounding(g: Grounding, grid: Sequence[int]) -> AttentionMaps:
    """Read the attention of the first command on a feature map of `grid` rows and columns."""
    share = to_numpy(g.location.logits[0].softmax(-1)).reshape(-1, *grid)  # (2, rows, cols)
    words = g.text_weights  # (1, 3, L)
    assert words is not None
    return AttentionMaps(share[0], share[1], to_numpy(words[0]))


def to_numpy(x: Tensor) -> FloatArray:
    """Return the values of a CPU tensor as float64."""
    return x.double().numpy()
