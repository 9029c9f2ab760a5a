# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Expert actions as labels of behavior cloning."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_common.rotation import yaw_to_quaternion
from vla_learning.data.frames import Frames
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.training.batches import Batch
from vla_learning.training.labels import ChunkLabels
from vla_learning.training.labels import CommandLabels
from vla_policy.nn.decoder import DecoderInput
from vla_policy.nn.grounding import grasp_yaw
from vla_policy.nn.model import Grounding
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.expert.scripted_expert import expert_chunk
from vla_sim.expert.scripted_expert import ExpertGoal
from vla_sim.expert.scripted_expert import ExpertState

#: Largest grounding error at which an image state is cloned: the decoder aims at the grounded
#: goal, the labels at the true one.
_MAX_AIM_ERROR_M = 0.03


def true_grasp_yaw(truth: CommandLabels) -> NDArray[np.float64]:
    """Return the yaw (N,) of the gripper for the targets [rad]; 0 for all but cubes."""
    # A cube looks the same after a quarter turn.
    yaw = np.angle(np.exp(4j * truth.yaw.numpy().astype(np.float64))) / 4
    return np.asarray(yaw * truth.target_is_cube.numpy())


def chunk_labels(
    *,
    position: NDArray,
    yaw: NDArray,
    gripper: NDArray,
    phase: NDArray,
    time_in_phase: NDArray,
    task: NDArray,
    target: NDArray,
    grasp_yaw: NDArray,
    destination: NDArray,
) -> ChunkLabels:
    """Return the expert's chunks; arguments have one row per state, units as in `DecoderInput`."""
    chunk = expert_chunk(
        ExpertState(position, yaw, gripper, phase, time_in_phase),
        ExpertGoal(task, target, grasp_yaw, destination),
    )
    return ChunkLabels(
        position=torch.from_numpy(chunk.position_m).float(),
        quaternion=torch.from_numpy(yaw_to_quaternion(chunk.yaw_rad)).float(),
        gripper=torch.from_numpy(chunk.gripper).float(),
        phase=torch.from_numpy(chunk.phase).long(),
        termination=torch.from_numpy(chunk.termination).float(),
    )


def expert_batch(
    frames: Frames, batch: Batch, grounding: Grounding, rng: np.random.Generator
) -> tuple[DecoderInput, ChunkLabels, Tensor]:
    """
    Return decoder inputs with the network's own grounding, expert labels and sample weights.

    The decoder gets the grounded goal and the expert the true one, so the gradient of the actions
    reaches vision and language. A command that differs from the demonstrated one starts in the
    first phase.
    """
    y = batch.labels
    rows = np.repeat(batch.rows, len(batch.commands) // len(batch.rows))
    tool = frames.tool[rows].astype(np.float64)
    task_state = _task_states(frames, rows, batch.commands, rng)
    labels = chunk_labels(
        position=tool[:, :3],
        yaw=tool[:, 3],
        gripper=tool[:, 4],
        phase=task_state[:, 0].astype(np.int64),
        time_in_phase=task_state[:, 1],
        task=y.task.numpy(),
        target=y.target.numpy(),
        grasp_yaw=true_grasp_yaw(y),
        destination=y.destination.numpy(),
    )
    inputs = _decoder_inputs(tool, task_state, y, grounding)
    return inputs, labels, _weights(grounding, y)


def _decoder_inputs(
    tool: NDArray, task_state: NDArray, y: CommandLabels, grounding: Grounding
) -> DecoderInput:
    return DecoderInput(
        position=torch.from_numpy(tool[:, :3]).float(),
        yaw=torch.from_numpy(tool[:, 3]).float(),
        gripper=torch.from_numpy(tool[:, 4]).float(),
        phase=torch.from_numpy(task_state[:, 0].astype(np.int64)),
        time_in_phase=torch.from_numpy(task_state[:, 1]).float(),
        task=torch.nn.functional.one_hot(y.task, len(TaskKind)).float(),
        target=grounding.location.position[:, 0],
        destination=grounding.destination,
        grasp_yaw=grasp_yaw(grounding.location.yaw[:, 0]),
    )


def _task_states(
    frames: Frames, rows: NDArray, commands: Sequence[LabeledCommand], rng: np.random.Generator
) -> NDArray[np.floating]:
    """Return phase and time in phase (BK, 2)."""
    demonstrated = frames.task[rows]
    commanded = np.array([(c.task, c.target, c.destination, c.direction) for c in commands])
    same = (demonstrated == commanded).all(1)
    state: NDArray[np.floating] = np.where(same[:, None], frames.phase[rows], 0.0)
    state[:, 1] += ~same * rng.uniform(0, 0.5, len(rows))
    return state


def _weights(grounding: Grounding, y: CommandLabels) -> Tensor:
    """Return 1 for states to clone (BK,), else 0."""
    target, goal = grounding.location.position[:, 0].detach(), grounding.destination.detach()
    near = (target - y.target).norm(dim=-1) < _MAX_AIM_ERROR_M
    has_goal = (y.task == TaskKind.PLACE) | (y.task == TaskKind.PUSH)
    near &= ~has_goal | ((goal - y.destination).norm(dim=-1) < _MAX_AIM_ERROR_M)
    return ((y.verdict == Verdict.OK) & y.target_on_table & near).float()
