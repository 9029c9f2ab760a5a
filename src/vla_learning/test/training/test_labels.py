# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Labels of commands and objects agree with the scene."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from vla_learning.data.frames import Frames
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_learning.language.command_templates import GRASPABLE_CLASSES
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.language.referring_expressions import NO_REFERENCE
from vla_learning.language.referring_expressions import Noun
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.training.labels import command_labels
from vla_learning.training.labels import dense_labels
from vla_learning.training.labels import reference_labels
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


def test_target_and_destination_of_a_place(frames: Frames) -> None:
    command = LabeledCommand('', TaskKind.PLACE, target=1, destination=3)
    y = command_labels(frames, [4], [command])
    assert y.target[0].numpy() == pytest.approx(frames.poses[4, 1, :2])
    assert y.destination[0].numpy() == pytest.approx(frames.poses[4, 3, :2])
    assert y.yaw.item() == pytest.approx(frames.poses[4, 1, 3])
    assert y.has_destination.item()


@pytest.mark.parametrize(
    ('direction', 'step'),
    [
        (Direction.LEFT, (0, 1)),
        (Direction.RIGHT, (0, -1)),
        (Direction.FORWARD, (1, 0)),
        (Direction.BACK, (-1, 0)),
    ],
)
def test_a_push_ends_beside_its_target(
    direction: Direction, step: tuple[int, int], frames: Frames
) -> None:
    y = command_labels(
        frames, [0], [LabeledCommand('', TaskKind.PUSH, target=0, direction=direction)]
    )
    moved = (y.destination - y.target)[0].numpy()
    assert moved == pytest.approx(PUSH_DISTANCE_M * np.array(step), abs=1e-6)
    assert not y.has_destination.item()


@pytest.mark.parametrize(
    ('verdict', 'target', 'has'),
    [
        (Verdict.OK, 0, True),
        (Verdict.DESTINATION_NOT_FOUND, 0, True),
        (Verdict.AMBIGUOUS, -1, False),
        (Verdict.TARGET_NOT_FOUND, -1, False),
        (Verdict.NOT_UNDERSTOOD, -1, False),
    ],
)
def test_only_a_known_target_has_a_label(
    verdict: Verdict, target: int, has: bool, frames: Frames
) -> None:
    y = command_labels(frames, [0], [LabeledCommand('', TaskKind.PICK, verdict, target)])
    assert y.has_target.item() == has
    assert y.verdict.item() == verdict


RED_CUBE = ObjectReference('red', Noun.CUBE)


@pytest.mark.parametrize(
    ('reference', 'colors', 'classes'),
    [
        (RED_CUBE, ('red',), ('cube',)),
        (ObjectReference(None, Noun.BOWL), COLORS, ('bowl',)),
        (ObjectReference('blue', Noun.ANY), ('blue',), GRASPABLE_CLASSES),
        (ObjectReference('blue', Noun.UNKNOWN), ('blue',), ()),
        (NO_REFERENCE, COLORS, ()),
    ],
)
def test_references_have_the_colors_and_classes_that_fit(
    reference: ObjectReference, colors: tuple[str, ...], classes: tuple[str, ...]
) -> None:
    commands = [
        LabeledCommand('', TaskKind.PLACE, references=pair)
        for pair in ((RED_CUBE, reference), (reference, RED_CUBE))
    ]
    y = reference_labels(commands)
    assert y.colors.shape == (2, 2, len(COLORS))
    assert y.classes.shape == (2, 2, len(CLASSES))
    for part in y:
        assert torch.equal(part[0], part[1].flip(0))
    assert y.colors[0, 1].tolist() == [color in colors for color in COLORS]
    assert y.classes[0, 1].tolist() == [kind in classes for kind in CLASSES]


def test_a_grasped_object_is_not_on_the_table(frames: Frames) -> None:
    frames = replace(frames, poses=frames.poses.copy())
    frames.poses[2, 0, 2] = 0.2
    y = command_labels(
        frames, [2, 2], [LabeledCommand('', TaskKind.PICK, target=i) for i in (0, 1)]
    )
    dense = dense_labels(frames, [2])
    assert y.target_on_table.tolist() == [False, True]
    assert dense.on_table.tolist()[:2] == [False, True]


def test_cells_are_pixels_on_the_feature_map(frames: Frames) -> None:
    frames = replace(frames, pixels=frames.pixels.copy())
    frames.pixels[0, 0] = 100.0, 60.0
    y = command_labels(frames, [0], [LabeledCommand('', TaskKind.PICK, target=0)])
    # Cell 12 spans the pixels 96 to 104, so that its center is at 100.
    assert y.cells[0, 0].tolist() == pytest.approx([12.0, 7.0])
    assert dense_labels(frames, [0]).cell[0].tolist() == pytest.approx([12.0, 7.0])


def test_every_object_of_every_image_has_a_dense_label(frames: Frames) -> None:
    rows = [3, 8]
    y = dense_labels(frames, rows)
    counts = [len(frames.objects_in(row)) for row in rows]
    assert y.image.tolist() == [0] * counts[0] + [1] * counts[1]
    assert y.position[counts[0]].numpy() == pytest.approx(frames.poses[8, 0, :2])
    assert y.color[counts[0]].item() == frames.objects[8, 0, 0]
