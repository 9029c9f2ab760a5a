# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversions between values of the controller and arrays of the networks."""

from collections.abc import Sequence
from dataclasses import replace
import math

import numpy as np
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.probabilities import softmax
from vla_policy.control.requested_action import RequestedAction
from vla_policy.control.surface_height import from_decoder_height
from vla_policy.control.surface_height import to_decoder_height
from vla_policy.control.task_state import GoalEstimate
from vla_policy.control.task_state import PhaseTracker
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.network_types import Grounding
from vla_policy.types.network_types import LanguageContext
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind

#: Logit whose probability is 1 in single precision.
_CERTAIN = np.float32(50.0)


def to_decoder_input(
    state: EndEffectorState,
    tracker: PhaseTracker,
    task: TaskKind,
    goal: GoalEstimate,
    surface_m: float = 0.0,
) -> DecoderInput[Float32Array]:
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
    if task == TaskKind.PUSH:
        goal = _full_push(goal, tracker.phase)
    return DecoderInput(
        position=_single([position_m]),
        yaw=_single([state.yaw_rad]),
        gripper=_single([state.gripper]),
        phase=np.array([tracker.phase], np.int64),
        time_in_phase=_single([tracker.time_in_phase_s]),
        task=_one_hot(task, len(TaskKind)),
        target=_single([goal.target]),
        destination=_single([goal.destination]),
        grasp_yaw=_single([goal.grasp_yaw_rad]),
    )


def positions_from_prediction(
    prediction: ChunkPrediction[Float32Array], surface_m: float
) -> FloatArray:
    """Read the positions (K, 3) [m] of the first chunk; `surface_m` is that of its input."""
    position = to_double(prediction.position[0])
    position[:, 2] = from_decoder_height(position[:, 2], surface_m)
    return position


def _full_push(goal: GoalEstimate, phase: Phase) -> GoalEstimate:
    """Return the goal of a push by PUSH_DISTANCE_M with the same start, later the same end."""
    way = goal.destination - goal.target
    way = way * (PUSH_DISTANCE_M / max(float(np.linalg.norm(way)), 1e-6))
    if phase in (Phase.APPROACH, Phase.DESCEND):
        return replace(goal, destination=goal.target + way)
    return replace(goal, target=goal.destination - way)


def with_action(
    context: LanguageContext[Float32Array], action: RequestedAction
) -> LanguageContext[Float32Array]:
    """Replace the predicted task and direction of a command, a batch of one."""
    task = _CERTAIN * _one_hot(action.task, len(TaskKind))
    direction = _CERTAIN * _one_hot(action.direction, len(Direction))
    return context._replace(task=task, direction=direction)


def goal_from_grounding(g: Grounding[Float32Array]) -> GoalEstimate:
    """Read the goal of the first command; the spread is that of the cells' probabilities."""
    share, cells = softmax(g.location.logits[0]), g.dense.position[0]  # (2, N), (N, 2)
    square = np.square(cells[None] - g.location.position[0, :, None]).sum(-1)  # (2, N)
    spread = np.sqrt((share * square).sum(-1)).tolist()
    cos, sin = g.location.yaw[0, 0].tolist()
    return GoalEstimate(
        spread_m=(spread[0], spread[1]),
        target=to_double(g.location.position[0, 0]),
        destination=to_double(g.destination[0]),
        grasp_yaw_rad=math.atan2(sin, cos) / 4,
    )


def median_goal(goals: Sequence[GoalEstimate]) -> GoalEstimate:
    """Return the median position and the mean yaw, modulo quarter turns."""
    spin = np.sum(np.exp([4j * g.grasp_yaw_rad for g in goals]))
    return GoalEstimate(
        target=np.median([g.target for g in goals], axis=0),
        destination=np.median([g.destination for g in goals], axis=0),
        grasp_yaw_rad=float(np.angle(spin) / 4),
    )


def attention_from_grounding(g: Grounding[Float32Array], grid: Sequence[int]) -> AttentionMaps:
    """Read the attention of the first command on a feature map of `grid` rows and columns."""
    share = (
        to_double(softmax(g.location.logits[0])).reshape(2, -1, *grid).sum(1)
    )  # (2, rows, cols)
    words = g.text_weights  # (1, 3, L)
    assert words is not None
    return AttentionMaps(share[0], share[1], to_double(words[0]))


def to_double(x: Float32Array) -> FloatArray:
    """Return a copy in double precision."""
    return x.astype(np.float64)


def _single(values: object) -> Float32Array:
    return np.array(values, np.float32)


def _one_hot(index: int, count: int) -> Float32Array:
    """Return zeros (1, count) with a one at an index."""
    return np.eye(count, dtype=np.float32)[None, index]
