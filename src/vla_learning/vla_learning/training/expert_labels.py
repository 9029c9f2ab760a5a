# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the expert would do, as labels of behavior cloning."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_common.rotation import yaw_to_quaternion
from vla_learning.data.frames import Frames
from vla_learning.language.command_generator import Spoken
from vla_learning.training.batches import Batch
from vla_learning.training.labels import CommandLabels
from vla_learning.training.losses import ChunkLabels
from vla_policy.nn.model import grasp_yaw
from vla_policy.nn.model import Grounding
from vla_policy.nn.transformer_decoder import Situation
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.expert.scripted_expert import expert_chunk
from vla_sim.expert.scripted_expert import ExpertGoal
from vla_sim.expert.scripted_expert import ExpertState

#: Clones from images aim at what was grounded; farther off than this they would teach nonsense.
_AIM_ERROR_M = 0.03


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
    """Ask the expert; every argument has one row per situation, units as in `Situation`."""
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
) -> tuple[Situation, ChunkLabels, Tensor]:
    """
    Return situations seen through the network's own grounding, and what the expert would do.

    The decoder sees the grounded goal, the expert the true one, so the gradient of the actions
    reaches vision and language. A command that is not the one of the demonstration gets the
    memory of a new command.
    """
    y = batch.labels
    rows = np.repeat(batch.rows, len(batch.spoken) // len(batch.rows))
    hand = frames.hand[rows].astype(np.float64)
    memory = _memories(frames, rows, batch.spoken, rng)
    phase = memory[:, 0].astype(np.int64)
    true_yaw = y.yaw.numpy().astype(np.float64)
    quarter = np.angle(np.exp(4j * true_yaw)) / 4 * y.target_is_cube.numpy()
    labels = chunk_labels(
        position=hand[:, :3],
        yaw=hand[:, 3],
        gripper=hand[:, 4],
        phase=phase,
        time_in_phase=memory[:, 1],
        task=y.task.numpy(),
        target=y.target.numpy(),
        grasp_yaw=quarter,
        destination=y.destination.numpy(),
    )
    situation = Situation(
        position=torch.from_numpy(hand[:, :3]).float(),
        yaw=torch.from_numpy(hand[:, 3]).float(),
        gripper=torch.from_numpy(hand[:, 4]).float(),
        phase=torch.from_numpy(phase),
        time_in_phase=torch.from_numpy(memory[:, 1]).float(),
        task=torch.nn.functional.one_hot(y.task, len(TaskKind)).float(),
        target=grounding.located.position[:, 0],
        destination=grounding.destination,
        grasp_yaw=grasp_yaw(grounding.located.yaw[:, 0]),
    )
    return situation, labels, _weights(grounding, y)


def _memories(
    frames: Frames, rows: NDArray, spoken: Sequence[Spoken], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return phase and time in phase (BK, 2)."""
    demonstrated = frames.task[rows]
    said = np.array([(s.task, s.target, s.destination, s.direction) for s in spoken])
    same = (demonstrated == said).all(1)
    memory: NDArray[np.float64] = np.where(same[:, None], frames.memory[rows], 0.0)
    memory[:, 1] += ~same * rng.uniform(0, 0.5, len(rows))
    return memory


def _weights(grounding: Grounding, y: CommandLabels) -> Tensor:
    """Return 1 where cloning makes sense (BK,), else 0."""
    seen, goal = grounding.located.position[:, 0].detach(), grounding.destination.detach()
    near = (seen - y.target).norm(dim=-1) < _AIM_ERROR_M
    goes = (y.task == TaskKind.PLACE) | (y.task == TaskKind.PUSH)
    near &= ~goes | ((goal - y.destination).norm(dim=-1) < _AIM_ERROR_M)
    return ((y.verdict == Verdict.OK) & y.target_on_table & near).float()
