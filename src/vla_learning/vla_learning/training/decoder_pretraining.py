# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Synthetic states for the pretraining of the action decoder without images.

Many end effectors follow the expert, are perturbed, and get the expert's correction as label. The
decoder thus learns to recover, too (Laskey et al., DART: Noise Injection for Robust Imitation
Learning, CoRL 2017).
"""

from dataclasses import dataclass
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
import torch
from tqdm import tqdm
from vla_common.arrays import FloatArray
from vla_learning.training.expert_labels import chunk_labels
from vla_learning.training.labels import ChunkLabels
from vla_policy.nn.decoder import DecoderInput
from vla_policy.types.vocabulary import DIRECTION_VECTORS
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind

#: Factor on the states per step during pretraining, before the first image.
PRETRAIN_FACTOR = 4
_STEP_S = 0.1
_STATES_PER_ROUND = 2048
_MAX_AGE = 80


@dataclass
class ToolStates:
    """End effectors of many independent episodes; every array has one row per episode."""

    position: FloatArray  # (B, 3) [m]
    yaw: FloatArray  # (B,) [rad]
    gripper: FloatArray  # (B,)
    phase: NDArray[np.int64]  # (B,)
    time_in_phase: FloatArray  # (B,) [s]
    task: NDArray[np.int64]  # (B,)
    target: FloatArray  # (B, 2) [m]
    destination: FloatArray  # (B, 2) [m]
    grasp_yaw: FloatArray  # (B,) [rad]
    width: FloatArray  # (B,) opening at which the fingers touch the object; 0 when they miss it
    age: NDArray[np.int64]  # (B,) rounds since the start of the episode

    def replace_rows(self, rows: NDArray[np.int64], other: 'ToolStates') -> None:
        """Copy `other` to some of the rows."""
        for key, values in vars(self).items():
            values[rows] = getattr(other, key)


class SyntheticStates:
    """A pool of decoder inputs with expert labels, recorded once."""

    def __init__(
        self,
        seed: int,
        rounds: int,
        states_per_round: int = _STATES_PER_ROUND,
        *,
        quiet: bool = False,
    ) -> None:
        rng = np.random.default_rng(seed)
        states = random_tool_states(rng, states_per_round)
        inputs, all_labels = [], []
        for _ in tqdm(range(rounds), desc='synthetic states', disable=quiet):
            labels = label_states(states)
            inputs.append(to_decoder_input(states))
            all_labels.append(labels)
            states = advance_states(rng, states, labels)
        self._inputs = DecoderInput(*map(torch.cat, zip(*inputs, strict=True)))
        self._labels = ChunkLabels(*map(torch.cat, zip(*all_labels, strict=True)))

    def sample(self, rng: np.random.Generator, count: int) -> tuple[DecoderInput, ChunkLabels]:
        """Return `count` random states and their labels."""
        rows = torch.from_numpy(rng.integers(len(self._inputs.yaw), size=count))
        return (
            DecoderInput(*(x[rows] for x in self._inputs)),
            ChunkLabels(*(x[rows] for x in self._labels)),
        )


def random_tool_states(rng: np.random.Generator, count: int) -> ToolStates:
    """Start `count` episodes: 60 % at the home pose, the others at a random pose."""
    task = rng.integers(len(TaskKind), size=count)
    target = rng.uniform((0.30, -0.29), (0.68, 0.29), (count, 2))
    direction = DIRECTION_VECTORS[rng.integers(1, 5, size=count)]
    place = rng.uniform((0.30, -0.29), (0.68, 0.29), (count, 2))
    push = (task == TaskKind.PUSH)[:, None]
    home = rng.normal((0.35, 0.0, 0.30), (0.03, 0.03, 0.02), (count, 3))
    anywhere = rng.uniform((0.25, -0.35, 0.01), (0.75, 0.35, 0.40), (count, 3))
    fresh = rng.random(count) < 0.6
    return ToolStates(
        position=np.where(fresh[:, None], home, anywhere),
        yaw=np.where(fresh, rng.normal(0, 0.05, count), rng.uniform(-0.9, 0.9, count)),
        gripper=np.where(fresh, 1.0, rng.choice((0.0, 0.55, 1.0), count)),
        phase=np.zeros(count, np.int64),
        time_in_phase=np.zeros(count),
        task=task,
        target=target,
        destination=np.where(push, target + PUSH_DISTANCE_M * direction, place),
        grasp_yaw=np.where(
            rng.random(count) < 0.4, rng.uniform(-np.pi / 4, np.pi / 4, count), 0.0
        ),
        width=np.where(rng.random(count) < 0.9, rng.uniform(0.45, 0.68, count), 0.0),
        age=np.zeros(count, np.int64),
    )


def to_decoder_input(states: ToolStates) -> DecoderInput:
    """Convert `states` to tensors."""

    def real(x: NDArray) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(x)).float()

    return DecoderInput(
        position=real(states.position),
        yaw=real(states.yaw),
        gripper=real(states.gripper),
        phase=torch.from_numpy(states.phase.copy()),
        time_in_phase=real(states.time_in_phase),
        task=torch.nn.functional.one_hot(torch.from_numpy(states.task), len(TaskKind)).float(),
        target=real(states.target),
        destination=real(states.destination),
        grasp_yaw=real(states.grasp_yaw),
    )


def label_states(states: ToolStates) -> ChunkLabels:
    """Return the expert's chunks for `states`."""
    return chunk_labels(
        position=states.position,
        yaw=states.yaw,
        gripper=states.gripper,
        phase=states.phase,
        time_in_phase=states.time_in_phase,
        task=states.task,
        target=states.target,
        grasp_yaw=states.grasp_yaw,
        destination=states.destination,
    )


def advance_states(
    rng: np.random.Generator, states: ToolStates, labels: ChunkLabels
) -> ToolStates:
    """Execute one to three steps of the labels with noise; restart finished episodes."""
    count = len(states.yaw)
    rows, steps = np.arange(count), rng.integers(1, 4, size=count)
    position = labels.position.numpy()[rows, steps - 1].astype(np.float64)
    bump = rng.random(count) < 0.04
    position += rng.normal(0, 0.003, (count, 3)) + bump[:, None] * rng.normal(0, 0.03, (count, 3))
    position[:, 2] = position[:, 2].clip(0.008, 0.5)
    quaternion = labels.quaternion.numpy()[rows, steps - 1]
    phase, time_in_phase = _advance_phase(states, labels.phase.numpy(), steps)
    moved = replace(
        states,
        position=position,
        yaw=2 * np.arctan2(quaternion[:, 1], quaternion[:, 0]) + rng.normal(0, 0.02, count),
        gripper=_advance_gripper(rng, states, labels.gripper.numpy()[rows, steps - 1], steps),
        phase=phase,
        time_in_phase=time_in_phase,
        age=states.age + 1,
    )
    _perturb_goals(rng, moved)
    done = (phase == Phase.DONE) & (rng.random(count) < 0.3)
    over = np.flatnonzero((moved.age > _MAX_AGE) | done)
    if len(over):
        moved.replace_rows(over, random_tool_states(rng, len(over)))
    return moved


def _perturb_goals(rng: np.random.Generator, states: ToolStates) -> None:
    """Set a random phase, or shift the target, in 1 % of the rows each."""
    count = len(states.yaw)
    wrong = rng.random(count) < 0.01
    states.phase = np.where(wrong, rng.integers(len(Phase), size=count), states.phase)
    shifted = rng.random(count) < 0.01
    states.target = states.target + shifted[:, None] * rng.normal(0, 0.05, (count, 2))


def _advance_phase(states: ToolStates, phases: NDArray, steps: NDArray) -> tuple[NDArray, NDArray]:
    """Update phase and time in phase over `steps`, as vla_policy.control.task_state does."""
    phase, spent = states.phase.copy(), states.time_in_phase.copy()
    for i in range(int(steps.max())):
        use = i < steps
        same = phases[:, i] == phase
        spent = np.where(use, np.where(same, spent + _STEP_S, 0.0), spent)
        phase = np.where(use, phases[:, i], phase)
    return phase, spent


def _advance_gripper(
    rng: np.random.Generator, states: ToolStates, goal: NDArray, steps: NDArray
) -> FloatArray:
    """Move the fingers at about the speed of the real gripper; a grasped object stops them."""
    reach = 0.25 * steps
    moved = states.gripper + np.clip(goal - states.gripper, -reach, reach)
    near = np.linalg.norm(states.position[:, :2] - states.target, axis=-1) < 0.02
    was_holding = (np.abs(states.gripper - states.width) < 0.06) & (states.width > 0)
    stops = (near & (states.position[:, 2] < 0.06)) | was_holding
    closing = goal < states.gripper
    slips = rng.random(len(moved)) < 0.005
    held = np.where(stops & closing & ~slips, np.maximum(moved, states.width), moved)
    return np.clip(held + rng.normal(0, 0.01, len(held)), 0.0, 1.0)
