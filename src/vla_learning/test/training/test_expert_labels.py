# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Expert labels of frames for commands about them."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from vla_learning.data.frames import Frames
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.training.batches import Batch
from vla_learning.training.batches import to_images
from vla_learning.training.expert_labels import expert_batch
from vla_learning.training.labels import command_labels
from vla_learning.training.labels import dense_labels
from vla_learning.training.labels import views
from vla_policy.nn.grounding import LocationPrediction
from vla_policy.nn.model import Grounding
from vla_policy.types.network_types import DenseScene
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

PICK = LabeledCommand('', TaskKind.PICK, target=0)
PUSH = LabeledCommand('', TaskKind.PUSH, target=1, direction=Direction.LEFT)
NONE = torch.zeros(1)


def batch_of(frames: Frames, *commands: LabeledCommand) -> Batch:
    return Batch(
        rows=[0],
        images=to_images(frames.images[:1]),
        commands=list(commands),
        states=NONE,
        mask=NONE,
        labels=command_labels(frames, [0] * len(commands), commands),
        dense=dense_labels(frames, [0]),
        views=views(frames, [0]),
    )


def grounded(batch: Batch, off_m: float = 0.0) -> Grounding:
    y = batch.labels
    yaw = torch.stack([(4 * y.yaw).cos(), (4 * y.yaw).sin()], -1)
    position = torch.stack([y.target + off_m, y.destination], 1).requires_grad_()
    located = LocationPrediction(NONE, position, yaw[:, None])
    return Grounding(
        located,
        y.destination,
        NONE,
        NONE,
        None,
        None,
        DenseScene(NONE, NONE, NONE, NONE, NONE, NONE, NONE),
        NONE,
        NONE,
    )


@pytest.fixture
def during_a_pick(frames: Frames) -> Frames:
    """Return frames whose first one is from the pick of the first object."""
    task, phase = frames.task.copy(), frames.phase.copy()
    task[0] = TaskKind.PICK, 0, -1, Direction.NONE
    phase[0] = Phase.GRASP, 0.3
    return replace(frames, task=task, phase=phase)


def test_only_the_demonstrated_command_keeps_its_phase(during_a_pick: Frames) -> None:
    batch = batch_of(during_a_pick, PICK, PUSH, replace(PICK, target=1))
    inputs, _, _ = expert_batch(during_a_pick, batch, grounded(batch), np.random.default_rng(0))
    assert inputs.phase.tolist() == [Phase.GRASP, Phase.APPROACH, Phase.APPROACH]
    assert inputs.time_in_phase[0].item() == pytest.approx(0.3)
    assert inputs.time_in_phase.max() < 0.5


def test_the_expert_moves_to_the_true_target(frames: Frames) -> None:
    batch = batch_of(frames, PICK)
    _, labels, weight = expert_batch(
        frames, batch, grounded(batch, off_m=0.01), np.random.default_rng(0)
    )
    start, target = frames.tool[0, :2], frames.poses[0, 0, :2]
    distance = np.linalg.norm(labels.position[0, :, :2].numpy() - target, axis=-1)
    assert distance[-1] < 0.6 * np.linalg.norm(start - target)
    assert weight.tolist() == [1.0]


@pytest.mark.parametrize(
    ('off_m', 'command'),
    [
        (0.05, PICK),
        (0.0, LabeledCommand('', TaskKind.PICK, Verdict.TARGET_NOT_FOUND)),
        (0.0, LabeledCommand('', TaskKind.PICK, Verdict.AMBIGUOUS, 0)),
    ],
)
def test_a_wrong_grounding_or_a_refusal_is_not_cloned(
    off_m: float, command: LabeledCommand, frames: Frames
) -> None:
    batch = batch_of(frames, command)
    _, _, weight = expert_batch(frames, batch, grounded(batch, off_m), np.random.default_rng(0))
    assert weight.tolist() == [0.0]


def test_action_loss_has_a_gradient_to_grounding(frames: Frames) -> None:
    batch = batch_of(frames, PICK)
    grounding = grounded(batch)
    inputs, _, _ = expert_batch(frames, batch, grounding, np.random.default_rng(0))
    inputs.target.sum().backward()
    assert grounding.location.position.grad is not None
    assert grounding.location.position.grad[:, 0].abs().sum() > 0
