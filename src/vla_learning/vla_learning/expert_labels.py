# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the expert would do, as labels of behavior cloning."""

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_common.rotation import yaw_to_quaternion
from vla_learning.batches import Batch
from vla_learning.frames import Frames
from vla_learning.losses import ChunkLabels
from vla_policy.chunk_decoder import Situation
from vla_policy.model import grasp_yaw
from vla_policy.model import Grounding
from vla_policy.vocabulary import TaskKind
from vla_policy.vocabulary import Verdict
from vla_sim.expert import expert_chunk
from vla_sim.expert import ExpertGoal
from vla_sim.expert import ExpertState

#: Clones from images aim at what was grounded; farther off than this they would teach nonsense.
_AIM_ERROR_M = 0.03


def chunk_labels(
    *, position: NDArray, yaw: NDArray, gripper: NDArray, phase: NDArray, time_in_phase: NDArray,
    task: NDArray, target: NDArray, grasp_yaw: NDArray, destination: NDArray,
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
    same = np.array([
        tuple(frames.task[r, :2]) == (s.task, s.target)
        and frames.task[r, 2] == s.destination and frames.task[r, 3] == s.direction
        for r, s in zip(rows, batch.spoken, strict=True)])
    memory = np.where(same[:, None], frames.memory[rows], 0.0)
    memory[:, 1] += ~same * rng.uniform(0, 0.5, len(rows))
    phase = memory[:, 0].astype(np.int64)
    true_yaw = y.yaw.numpy().astype(np.float64)
    quarter = np.angle(np.exp(4j * true_yaw)) / 4 * y.target_is_cube.numpy()
    labels = chunk_labels(
        position=hand[:, :3], yaw=hand[:, 3], gripper=hand[:, 4], phase=phase,
        time_in_phase=memory[:, 1], task=y.task.numpy(), target=y.target.numpy(),
        grasp_yaw=quarter, destination=y.destination.numpy(),
    )
    seen = grounding.located.position[:, 0]
    situation = Situation(
        position=torch.from_numpy(hand[:, :3]).float(),
        yaw=torch.from_numpy(hand[:, 3]).float(),
        gripper=torch.from_numpy(hand[:, 4]).float(),
        phase=torch.from_numpy(phase),
        time_in_phase=torch.from_numpy(memory[:, 1]).float(),
        task=torch.nn.functional.one_hot(y.task, len(TaskKind)).float(),
        target=seen,
        destination=grounding.destination,
        grasp_yaw=grasp_yaw(grounding.located.yaw[:, 0]),
    )
    near = (seen.detach() - y.target).norm(dim=-1) < _AIM_ERROR_M
    goes = (y.task == TaskKind.PLACE) | (y.task == TaskKind.PUSH)
    near &= ~goes | ((grounding.destination.detach() - y.destination).norm(dim=-1) < _AIM_ERROR_M)
    weight = ((y.verdict == Verdict.OK) & y.target_on_table & near).float()
    return situation, labels, weight
