# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What is right for a batch of frames and commands, as tensors."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from vla_learning.data.frames import Frames
from vla_learning.data.frames import MAX_THINGS
from vla_learning.language.command_generator import Spoken
from vla_learning.language.command_templates import COLORS
from vla_learning.language.referring_expressions import Name
from vla_policy.types.vocabulary import DIRECTION_VECTORS
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

#: Image pixels per cell of the feature map.
CELL_PX = 8
#: A thing higher than this is in the hand, and its table position cannot be seen.
HELD_HEIGHT_M = 0.06


class CommandLabels(NamedTuple):
    """Labels of B * K commands."""

    task: Tensor  # (BK,) int64
    direction: Tensor  # (BK,) int64
    verdict: Tensor  # (BK,) int64
    target: Tensor  # (BK, 2) [m]
    destination: Tensor  # (BK, 2) [m]
    yaw: Tensor  # (BK,) of the target [rad]
    cells: Tensor  # (BK, T, 2) column, row of every thing on the feature map
    meant: Tensor  # (BK, 2, T) bool: what target and destination may be, several if ambiguous
    asked_color: Tensor  # (BK, 2) int64, of target and destination; len(COLORS) for none
    asked_noun: Tensor  # (BK, 2) int64, see Noun
    has_target: Tensor  # (BK,) bool
    target_on_table: Tensor  # (BK,) bool
    target_is_cube: Tensor  # (BK,) bool
    has_destination: Tensor  # (BK,) bool: a place on the table, not a direction


class DenseLabels(NamedTuple):
    """Labels of every thing in B images, M in all."""

    image: Tensor  # (M,) int64
    cell: Tensor  # (M, 2) float column, row on the feature map
    color: Tensor  # (M,) int64
    kind: Tensor  # (M,) int64
    position: Tensor  # (M, 2) [m]
    yaw: Tensor  # (M,) [rad]
    on_table: Tensor  # (M,) bool


def command_labels(frames: Frames, rows: Sequence[int], spoken: Sequence[Spoken]) -> CommandLabels:
    """Return labels of `spoken`, one command for each entry of `rows`."""
    index = np.asarray(rows)
    target = np.array([s.target for s in spoken])
    goal = np.array([s.destination for s in spoken])
    verdict = np.array([s.verdict for s in spoken])
    task = np.array([s.task for s in spoken])
    direction = np.array([s.direction for s in spoken])
    pose = frames.poses[index, target]
    push = DIRECTION_VECTORS[direction] * PUSH_DISTANCE_M
    place = np.where(
        (task == TaskKind.PUSH)[:, None], pose[:, :2] + push, frames.poses[index, goal, :2]
    )
    colors = [[_color(name) for name in s.names] for s in spoken]
    return CommandLabels(
        task=torch.from_numpy(task),
        direction=torch.from_numpy(direction),
        verdict=torch.from_numpy(verdict),
        target=torch.from_numpy(pose[:, :2]).float(),
        destination=torch.from_numpy(place).float(),
        yaw=torch.from_numpy(pose[:, 3]).float(),
        cells=torch.from_numpy(_to_cells(frames.pixels[index])).float(),
        meant=torch.from_numpy(_meant(frames, rows, spoken)),
        asked_color=torch.tensor(colors),
        asked_noun=torch.tensor([[name.noun for name in s.names] for s in spoken]),
        has_target=torch.from_numpy(target >= 0),
        target_on_table=torch.from_numpy(pose[:, 2] < HELD_HEIGHT_M),
        target_is_cube=torch.from_numpy(frames.things[index, target, 1] == 0),
        has_destination=torch.from_numpy((goal >= 0) & (verdict == Verdict.OK)),
    )


def dense_labels(frames: Frames, rows: Sequence[int]) -> DenseLabels:
    """Return labels of everything that stands in the frames `rows`."""
    index = np.asarray(rows)
    things = frames.things[index]
    image, slot = np.nonzero(things[..., 0] >= 0)
    pose, pixel = frames.poses[index][image, slot], frames.pixels[index][image, slot]
    return DenseLabels(
        image=torch.from_numpy(image),
        cell=torch.from_numpy(_to_cells(pixel)).float(),
        color=torch.from_numpy(things[image, slot, 0]).long(),
        kind=torch.from_numpy(things[image, slot, 1]).long(),
        position=torch.from_numpy(pose[:, :2]).float(),
        yaw=torch.from_numpy(pose[:, 3]).float(),
        on_table=torch.from_numpy(pose[:, 2] < HELD_HEIGHT_M),
    )


def _color(name: Name) -> int:
    return COLORS.index(name.color) if name.color else len(COLORS)


def _meant(frames: Frames, rows: Sequence[int], spoken: Sequence[Spoken]) -> np.ndarray:
    """Return what each command may mean (BK, 2, T)."""
    meant = np.zeros((len(spoken), 2, MAX_THINGS), bool)
    for i, (row, said) in enumerate(zip(rows, spoken, strict=True)):
        for slot, (one, name) in enumerate(
            zip((said.target, said.destination), said.names, strict=True)
        ):
            if one >= 0:
                meant[i, slot, one] = True
            else:
                fits = [name.fits(thing) for thing in frames.things_of(row)]
                meant[i, slot, : len(fits)] = fits
    return meant


def _to_cells(pixels: np.ndarray) -> np.ndarray:
    """Turn pixels (..., 2) into fractional cells whose centers are whole numbers."""
    return pixels / CELL_PX - 0.5
