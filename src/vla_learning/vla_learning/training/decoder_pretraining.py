# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Practice without images: many hands follow the expert, are disturbed, and are corrected.

The states come from the expert's own visits plus disturbances, so that the decoder learns the way
back too (Laskey et al., DART: Noise Injection for Robust Imitation Learning, CoRL 2017).
"""

from dataclasses import dataclass
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
import torch
from tqdm import tqdm
from vla_learning.training.expert_labels import chunk_labels
from vla_learning.training.losses import ChunkLabels
from vla_policy.nn.transformer_decoder import Situation
from vla_policy.types.vocabulary import DIRECTION_VECTORS
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind

Array = NDArray[np.float64]
#: So many times the situations of a step while there is nothing else to learn.
ALONE = 4
_STEP_S = 0.1
_HANDS = 2048


@dataclass
class Hands:
    """Many independent episodes; every array has one row each."""

    position: Array  # (B, 3) [m]
    yaw: Array  # (B,) [rad]
    gripper: Array  # (B,)
    phase: NDArray[np.int64]  # (B,)
    time_in_phase: Array  # (B,) [s]
    task: NDArray[np.int64]  # (B,)
    target: Array  # (B, 2) [m]
    destination: Array  # (B, 2) [m]
    grasp_yaw: Array  # (B,) [rad]
    width: Array  # (B,) opening at which the fingers meet the thing; 0 when they miss
    age: NDArray[np.int64]  # (B,) rounds since the episode began

    def put(self, rows: NDArray[np.int64], other: 'Hands') -> None:
        """Replace some of the rows."""
        for key, values in vars(self).items():
            values[rows] = getattr(other, key)


def random_hands(rng: np.random.Generator, count: int) -> Hands:
    """Start `count` episodes, half of them in the middle of something."""
    task = rng.integers(len(TaskKind), size=count)
    target = rng.uniform((0.30, -0.29), (0.68, 0.29), (count, 2))
    way = DIRECTION_VECTORS[rng.integers(1, 5, size=count)]
    place = rng.uniform((0.30, -0.29), (0.68, 0.29), (count, 2))
    push = (task == TaskKind.PUSH)[:, None]
    home = rng.normal((0.35, 0.0, 0.30), (0.03, 0.03, 0.02), (count, 3))
    anywhere = rng.uniform((0.25, -0.35, 0.01), (0.75, 0.35, 0.40), (count, 3))
    fresh = rng.random(count) < 0.6
    return Hands(
        position=np.where(fresh[:, None], home, anywhere),
        yaw=np.where(fresh, rng.normal(0, 0.05, count), rng.uniform(-0.9, 0.9, count)),
        gripper=np.where(fresh, 1.0, rng.choice((0.0, 0.55, 1.0), count)),
        phase=np.zeros(count, np.int64),
        time_in_phase=np.zeros(count),
        task=task,
        target=target,
        destination=np.where(push, target + PUSH_DISTANCE_M * way, place),
        grasp_yaw=np.where(
            rng.random(count) < 0.4, rng.uniform(-np.pi / 4, np.pi / 4, count), 0.0
        ),
        width=np.where(rng.random(count) < 0.9, rng.uniform(0.45, 0.68, count), 0.0),
        age=np.zeros(count, np.int64),
    )


class Practice:
    """A pool of situations with what the expert would do in each of them."""

    def __init__(
        self, seed: int, rounds: int, hands: int = _HANDS, *, quiet: bool = False
    ) -> None:
        rng = np.random.default_rng(seed)
        now = random_hands(rng, hands)
        situations, labels = [], []
        for _ in tqdm(range(rounds), desc='practice', disable=quiet):
            wanted = _labels(now)
            situations.append(to_situation(now))
            labels.append(wanted)
            now = advance(rng, now, wanted)
        self._situations = Situation(*map(torch.cat, zip(*situations, strict=True)))
        self._labels = ChunkLabels(*map(torch.cat, zip(*labels, strict=True)))

    def batch(self, rng: np.random.Generator, count: int) -> tuple[Situation, ChunkLabels]:
        """Return `count` situations and their labels."""
        rows = torch.from_numpy(rng.integers(len(self._situations.yaw), size=count))
        return (
            Situation(*(x[rows] for x in self._situations)),
            ChunkLabels(*(x[rows] for x in self._labels)),
        )


def to_situation(hands: Hands) -> Situation:
    """Return what the decoder sees of `hands`."""

    def real(x: NDArray) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(x)).float()

    return Situation(
        position=real(hands.position),
        yaw=real(hands.yaw),
        gripper=real(hands.gripper),
        phase=torch.from_numpy(hands.phase.copy()),
        time_in_phase=real(hands.time_in_phase),
        task=torch.nn.functional.one_hot(torch.from_numpy(hands.task), len(TaskKind)).float(),
        target=real(hands.target),
        destination=real(hands.destination),
        grasp_yaw=real(hands.grasp_yaw),
    )


def advance(rng: np.random.Generator, hands: Hands, labels: ChunkLabels) -> Hands:
    """Play some steps of the labels back, with noise, and start finished episodes anew."""
    count = len(hands.yaw)
    rows, steps = np.arange(count), rng.integers(1, 4, size=count)
    position = labels.position.numpy()[rows, steps - 1].astype(np.float64)
    bump = rng.random(count) < 0.04
    position += rng.normal(0, 0.003, (count, 3)) + bump[:, None] * rng.normal(0, 0.03, (count, 3))
    position[:, 2] = position[:, 2].clip(0.008, 0.5)
    quaternion = labels.quaternion.numpy()[rows, steps - 1]
    phase, time_in_phase = _remember(hands, labels.phase.numpy(), steps)
    moved = replace(
        hands,
        position=position,
        yaw=2 * np.arctan2(quaternion[:, 1], quaternion[:, 0]) + rng.normal(0, 0.02, count),
        gripper=_grip(rng, hands, labels.gripper.numpy()[rows, steps - 1], steps),
        phase=phase,
        time_in_phase=time_in_phase,
        age=hands.age + 1,
    )
    lost = rng.random(count) < 0.01
    moved.phase = np.where(lost, rng.integers(len(Phase), size=count), moved.phase)
    nudge = rng.random(count) < 0.01
    moved.target = moved.target + nudge[:, None] * rng.normal(0, 0.05, (count, 2))
    over = np.flatnonzero((moved.age > 80) | ((phase == Phase.DONE) & (rng.random(count) < 0.3)))
    if len(over):
        moved.put(over, random_hands(rng, len(over)))
    return moved


def _labels(hands: Hands) -> ChunkLabels:
    return chunk_labels(
        position=hands.position,
        yaw=hands.yaw,
        gripper=hands.gripper,
        phase=hands.phase,
        time_in_phase=hands.time_in_phase,
        task=hands.task,
        target=hands.target,
        grasp_yaw=hands.grasp_yaw,
        destination=hands.destination,
    )


def _remember(hands: Hands, phases: NDArray, steps: NDArray) -> tuple[NDArray, NDArray]:
    """Carry phase and time on over `steps`, as vla_policy.control.task_state does."""
    phase, spent = hands.phase.copy(), hands.time_in_phase.copy()
    for i in range(int(steps.max())):
        use = i < steps
        same = phases[:, i] == phase
        spent = np.where(use, np.where(same, spent + _STEP_S, 0.0), spent)
        phase = np.where(use, phases[:, i], phase)
    return phase, spent


def _grip(rng: np.random.Generator, hands: Hands, wanted: NDArray, steps: NDArray) -> Array:
    """Move the fingers at about the real gripper's speed; a held thing stops them."""
    reach = 0.25 * steps
    moved = hands.gripper + np.clip(wanted - hands.gripper, -reach, reach)
    near = np.linalg.norm(hands.position[:, :2] - hands.target, axis=-1) < 0.02
    was_holding = (np.abs(hands.gripper - hands.width) < 0.06) & (hands.width > 0)
    stops = (near & (hands.position[:, 2] < 0.06)) | was_holding
    closing = wanted < hands.gripper
    slips = rng.random(len(moved)) < 0.005
    held = np.where(stops & closing & ~slips, np.maximum(moved, hands.width), moved)
    return np.clip(held + rng.normal(0, 0.01, len(held)), 0.0, 1.0)
