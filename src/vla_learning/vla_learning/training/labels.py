# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training labels of frames, commands and action chunks, as tensors."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_learning.data.frames import Frames
from vla_learning.data.frames import MAX_OBJECTS
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_learning.language.labeled_command import LabeledCommand
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.types.vocabulary import DIRECTION_VECTORS
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

#: Image pixels per cell of the feature map.
CELL_PX = 8
#: An object above this height is grasped: its position on the table is not visible.
HELD_HEIGHT_M = 0.06
_RECEPTACLES = [CLASSES.index(name) for name in RECEPTACLE_SHAPES]


class CommandLabels(NamedTuple):
    """Labels of B * K commands; T = MAX_OBJECTS."""

    task: Tensor  # (BK,) int64
    direction: Tensor  # (BK,) int64
    verdict: Tensor  # (BK,) int64
    target: Tensor  # (BK, 2) [m]
    destination: Tensor  # (BK, 2) [m]
    yaw: Tensor  # (BK,) of the target [rad]
    cells: Tensor  # (BK, T, 2) column, row of every object on the feature map
    layers: Tensor  # (BK, T) int64 layer of every object, see `object_layers`
    meant: Tensor  # (BK, 2, T) bool: candidates for target, destination; several if ambiguous
    references: ReferenceLabels  # of target and destination
    has_target: Tensor  # (BK,) bool
    target_on_table: Tensor  # (BK,) bool
    target_is_cube: Tensor  # (BK,) bool
    has_destination: Tensor  # (BK,) bool: a place on the table, not a direction


class DenseLabels(NamedTuple):
    """Labels of every object in B images, M objects in all."""

    image: Tensor  # (M,) int64
    cell: Tensor  # (M, 2) float column, row on the feature map
    layer: Tensor  # (M,) int64
    color: Tensor  # (M,) int64
    kind: Tensor  # (M,) int64
    position: Tensor  # (M, 2) [m]
    yaw: Tensor  # (M,) [rad]
    on_table: Tensor  # (M,) bool
    shifts: Tensor  # (B, R, 2) true minus seen positions of REFERENCE_POINTS_M [m]


class ChunkLabels(NamedTuple):
    """Expert actions of B states, K steps each."""

    position: Tensor  # (B, K, 3) [m]
    quaternion: Tensor  # (B, K, 4) xyzw
    gripper: Tensor  # (B, K)
    phase: Tensor  # (B, K) int64
    termination: Tensor  # (B, K)


def command_labels(
    frames: Frames, rows: Sequence[int], commands: Sequence[LabeledCommand]
) -> CommandLabels:
    """Return the labels of `commands`, one command for each entry of `rows`."""
    index = np.asarray(rows)
    target = np.array([c.target for c in commands])
    goal = np.array([c.destination for c in commands])
    verdict = np.array([c.verdict for c in commands])
    task = np.array([c.task for c in commands])
    direction = np.array([c.direction for c in commands])
    pose = frames.poses[index, target]
    push = DIRECTION_VECTORS[direction] * PUSH_DISTANCE_M
    destination = np.where(
        (task == TaskKind.PUSH)[:, None], pose[:, :2] + push, frames.poses[index, goal, :2]
    )
    return CommandLabels(
        task=torch.from_numpy(task),
        direction=torch.from_numpy(direction),
        verdict=torch.from_numpy(verdict),
        target=torch.from_numpy(pose[:, :2]).float(),
        destination=torch.from_numpy(destination).float(),
        yaw=torch.from_numpy(pose[:, 3]).float(),
        cells=torch.from_numpy(_to_cells(frames.pixels[index])).float(),
        layers=object_layers(frames.objects[index, :, 1]),
        meant=torch.from_numpy(_meant(frames, rows, commands)),
        references=reference_labels(commands),
        has_target=torch.from_numpy(target >= 0),
        target_on_table=torch.from_numpy(pose[:, 2] < HELD_HEIGHT_M),
        target_is_cube=torch.from_numpy(frames.objects[index, target, 1] == 0),
        has_destination=torch.from_numpy((goal >= 0) & (verdict == Verdict.OK)),
    )


def dense_labels(frames: Frames, rows: Sequence[int]) -> DenseLabels:
    """Return the labels of all objects in the frames `rows`."""
    index = np.asarray(rows)
    objects = frames.objects[index]
    image, slot = np.nonzero(objects[..., 0] >= 0)
    pose, pixel = frames.poses[index][image, slot], frames.pixels[index][image, slot]
    return DenseLabels(
        image=torch.from_numpy(image),
        cell=torch.from_numpy(_to_cells(pixel)).float(),
        layer=object_layers(objects[image, slot, 1]),
        color=torch.from_numpy(objects[image, slot, 0]).long(),
        kind=torch.from_numpy(objects[image, slot, 1]).long(),
        position=torch.from_numpy(pose[:, :2]).float(),
        yaw=torch.from_numpy(pose[:, 3]).float(),
        on_table=torch.from_numpy(pose[:, 2] < HELD_HEIGHT_M),
        shifts=torch.from_numpy(frames.shifts[index]).float(),
    )


def object_layers(classes: NDArray) -> Tensor:
    """Return the layers of the scene in which objects of `classes` (...) are predicted."""
    return torch.from_numpy(np.isin(classes, _RECEPTACLES)).long()


def views(frames: Frames, rows: Sequence[int]) -> Tensor:
    """Return given camera and measured tool positions of the frames `rows` (B, 6) [m]."""
    index = np.asarray(rows)
    return torch.from_numpy(np.concatenate([frames.camera[index], frames.tool[index, :3]], 1))


def reference_labels(commands: Sequence[LabeledCommand]) -> ReferenceLabels:
    """Return the colors and classes that fit target and destination of `commands`."""
    references = [command.references for command in commands]
    colors = [
        [[r.color in (None, color) for color in COLORS] for r in pair] for pair in references
    ]
    classes = [[[r.allows(kind) for kind in CLASSES] for r in pair] for pair in references]
    return ReferenceLabels(torch.tensor(colors).float(), torch.tensor(classes).float())


def _meant(
    frames: Frames, rows: Sequence[int], commands: Sequence[LabeledCommand]
) -> NDArray[np.bool_]:
    """Return the objects to which each command may refer (BK, 2, T)."""
    meant = np.zeros((len(commands), 2, MAX_OBJECTS), bool)
    for i, (row, command) in enumerate(zip(rows, commands, strict=True)):
        for slot, (index, reference) in enumerate(
            zip((command.target, command.destination), command.references, strict=True)
        ):
            if index >= 0:
                meant[i, slot, index] = True
            else:
                matching = [reference.matches(item) for item in frames.objects_in(row)]
                meant[i, slot, : len(matching)] = matching
    return meant


def _to_cells(pixels: NDArray) -> NDArray:
    """Convert pixels (..., 2) to fractional cells; the center of a cell is a whole number."""
    cells: NDArray = pixels / CELL_PX - 0.5
    return cells
