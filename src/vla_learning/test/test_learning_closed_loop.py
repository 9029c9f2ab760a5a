# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The loop through the pure parts of the nodes."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from torch import Tensor
from vla_common.rotation import yaw_to_quaternion
from vla_learning import closed_loop
from vla_learning.closed_loop import Outcome
from vla_learning.closed_loop import run_command
from vla_policy.chunk import Chunk
from vla_policy.chunk import HandState
from vla_policy.controller import Attention
from vla_policy.controller import Decision
from vla_policy.controller import Sight
from vla_policy.vocabulary import Phase
from vla_policy.vocabulary import TaskKind
from vla_policy.vocabulary import Verdict
from vla_sim.sampling import sample_scene
from vla_sim.task import Task
from vla_sim.world import World

NONE = np.zeros(0)


class Encoder:
    """Stands for the visual encoder."""

    def encode(self, image: Tensor) -> tuple[Tensor, Tensor]:
        assert image.shape[-2:] == (192, 256)
        return torch.zeros(12, 16, 96), torch.zeros(24, 32, 64)


class Script:
    """Stands for the controller: decides what it was told to, one look after the other."""

    decisions: tuple[Decision, ...] = ()
    looks = 0

    def __init__(self, *args: object) -> None:
        Script.looks = 0

    def start(self, states: Tensor, mask: Tensor) -> None:
        assert len(states) == len(mask)

    def step(self, sight: Sight, hand: HandState) -> Decision:
        assert sight.tokens.shape == (192, 96)
        assert sight.feature_map.shape == (64, 24, 32)
        Script.looks += 1
        return self.decisions[min(Script.looks, len(self.decisions)) - 1]


def decide(verdict: Verdict = Verdict.OK, *, finished: bool = False,
           to: tuple[float, float, float] | None = None) -> Decision:
    chunk = None if to is None else Chunk(
        0.0, 0.1, np.tile(to, (16, 1)), np.tile(yaw_to_quaternion(0.0), (16, 1)), np.ones(16),
        np.zeros(16), np.zeros(16, np.int64), TaskKind.POINT, Phase.APPROACH, 1.0, np.zeros(2),
        None)
    return Decision(verdict, 0.9, TaskKind.POINT, Phase.APPROACH, 0.0, finished, chunk,
                    Attention(NONE, NONE, NONE))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(closed_loop, 'Controller', Script)
    with World(sample_scene(5)) as world:
        yield world


def carry_out(world: World, task: Task | None, *decisions: Decision) -> Outcome:
    Script.decisions = decisions
    return run_command(world, Encoder(), None, torch.zeros(3, 384),  # type: ignore[arg-type]
                       torch.ones(3, dtype=torch.bool), task, limit_s=3.0)


def test_a_refusal_holds_still_and_is_a_success_if_it_was_due(world: World) -> None:
    outcome = carry_out(world, None, decide(), decide(Verdict.TARGET_NOT_FOUND))
    assert outcome.success
    assert outcome.refused
    assert outcome.verdict == Verdict.TARGET_NOT_FOUND
    assert outcome.duration_s < 1.5


def test_the_first_refusal_is_final(world: World) -> None:
    """Looks that follow it must not move the arm: the node's session is over."""
    away = decide(to=(0.45, 0.1, 0.2))
    outcome = carry_out(world, None, decide(Verdict.AMBIGUOUS), away, away, away)
    assert Script.looks == 1
    assert outcome.refused
    assert outcome.success, outcome.reason


def test_refusing_a_task_is_a_failure(world: World) -> None:
    outcome = carry_out(world, Task('pick', world.scene.items[0].name),
                        decide(Verdict.NOT_UNDERSTOOD))
    assert (outcome.success, outcome.refused) == (False, True)


def test_chunks_move_the_arm_until_it_is_finished(world: World) -> None:
    item = world.scene.items[0]
    over = (item.x_m, item.y_m, 0.15)
    moves = [decide(to=over)] * 8
    outcome = carry_out(world, Task('point', item.name), decide(), *moves, decide(finished=True))
    assert outcome.success, outcome.reason
    assert Script.looks == 10
    assert outcome.duration_s == pytest.approx(10 * 0.2 + 0.6, abs=0.21)


def test_an_unwanted_motion_is_a_failure(world: World) -> None:
    outcome = carry_out(world, None, decide(to=(0.45, 0.1, 0.25)))
    assert not outcome.success
    assert not outcome.refused
