# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The loop through the pure parts of the nodes."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor
from vla_common.rotation import yaw_to_quaternion
from vla_learning.evaluation import rollout
from vla_learning.evaluation.perturbations import Disturbance
from vla_learning.evaluation.rollout import Outcome
from vla_learning.evaluation.rollout import run_command
from vla_policy.control.policy_controller import Attention
from vla_policy.control.policy_controller import Decision
from vla_policy.control.policy_controller import Sight
from vla_policy.types.chunk import Chunk
from vla_policy.types.chunk import HandState
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import Task

NONE = np.zeros(0)


class Encoder:
    """Stands for the visual encoder."""

    def encode(self, image: Tensor) -> tuple[Tensor, Tensor]:
        assert image.shape[-2:] == (192, 256)
        return torch.zeros(12, 16, 96), torch.zeros(24, 32, 64)


class Script:
    """Stands for the controller: decides what it was told to, one look after the other."""

    decisions: tuple[Decision, ...] = ()
    looks_s: tuple[float, ...] = ()

    def __init__(self, *args: object) -> None:
        Script.looks_s = ()

    def start(self, states: Tensor, mask: Tensor) -> None:
        assert len(states) == len(mask)

    def sent(self, now_s: float) -> None:
        assert now_s >= Script.looks_s[-1]

    def step(self, sight: Sight, hand: HandState) -> Decision:
        assert sight.tokens.shape == (192, 96)
        assert sight.feature_map.shape == (64, 24, 32)
        assert sight.stamp_s == hand.stamp_s
        Script.looks_s += (sight.stamp_s,)
        decision = self.decisions[min(len(Script.looks_s), len(self.decisions)) - 1]
        chunk = decision.chunk
        if chunk is None:
            return decision
        # From where the hand is, as the gate demands.
        share = np.minimum(1, np.linspace(1 / 10, 1.6, 16))[:, None]
        way = share * (chunk.position[-1] - hand.position)
        chunk = replace(chunk, stamp_s=sight.stamp_s, position=hand.position + way)
        return replace(decision, chunk=chunk)


def decide(
    verdict: Verdict = Verdict.OK,
    *,
    finished: bool = False,
    to: tuple[float, float, float] | None = None,
) -> Decision:
    chunk = (
        None
        if to is None
        else Chunk(
            0.0,
            0.1,
            np.tile(to, (16, 1)),
            np.tile(yaw_to_quaternion(0.0), (16, 1)),
            np.ones(16),
            np.zeros(16),
            np.zeros(16, np.int64),
            TaskKind.POINT,
            Phase.APPROACH,
            1.0,
            np.array(to[:2]),
            None,
        )
    )
    return Decision(
        verdict,
        0.9,
        TaskKind.POINT,
        Phase.APPROACH,
        0.0,
        finished,
        chunk,
        Attention(NONE, NONE, NONE),
    )


AWAY = decide(to=(0.45, 0.1, 0.2))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(rollout, 'Controller', Script)
    with World(sample_scene(5)) as world:
        yield world


def carry_out(
    world: World,
    task: Task | None,
    *decisions: Decision,
    disturbance: Disturbance | None = None,
    limit_s: float = 3.0,
) -> Outcome:
    Script.decisions = decisions
    return run_command(
        world,
        Encoder(),
        None,
        torch.zeros(3, 384),  # type: ignore[arg-type]
        torch.ones(3, dtype=torch.bool),
        task,
        disturbance=disturbance,
        limit_s=limit_s,
    )


def point_at_first(world: World) -> tuple[Task, Decision]:
    item = world.scene.items[0]
    return Task('point', item.name), decide(to=(item.x_m, item.y_m, 0.15))


def test_a_refusal_holds_still_and_is_a_success_if_it_was_due(world: World) -> None:
    outcome = carry_out(world, None, decide(), decide(Verdict.TARGET_NOT_FOUND))
    assert outcome.success
    assert outcome.refused
    assert outcome.verdict == Verdict.TARGET_NOT_FOUND
    assert outcome.finished_s == pytest.approx(0.2, abs=0.03)
    assert outcome.target_m is None
    assert world.time_s < 1.0


def test_the_first_refusal_is_final(world: World) -> None:
    """Looks that follow it must not move the arm: the node's session is over."""
    outcome = carry_out(world, None, decide(Verdict.AMBIGUOUS), AWAY, AWAY, AWAY)
    assert len(Script.looks_s) == 1
    assert outcome.refused
    assert outcome.success, outcome.reason


def test_refusing_a_task_is_a_failure(world: World) -> None:
    outcome = carry_out(
        world, Task('pick', world.scene.items[0].name), decide(Verdict.NOT_UNDERSTOOD)
    )
    assert (outcome.success, outcome.refused) == (False, True)


def test_chunks_move_the_arm_until_it_is_finished(world: World) -> None:
    task, over = point_at_first(world)
    outcome = carry_out(world, task, decide(), *[over] * 14, decide(finished=True), limit_s=9.0)
    assert outcome.success, outcome.reason
    assert len(Script.looks_s) == 16
    assert outcome.finished_s == pytest.approx(15 * 0.2, abs=0.05)
    assert outcome.chunks == 14
    assert outcome.chunks_refused == 0


def test_an_unwanted_motion_is_a_failure(world: World) -> None:
    outcome = carry_out(world, None, AWAY)
    assert not outcome.success
    assert not outcome.refused
    assert outcome.finished_s is None


def test_the_world_goes_on_while_the_model_thinks(world: World) -> None:
    carry_out(world, None, AWAY, disturbance=Disturbance(delay_s=0.4))
    assert np.diff(Script.looks_s) == pytest.approx(0.4, abs=0.021)
    assert world.time_s == pytest.approx(3.0, abs=0.021)


def test_a_chunk_plays_no_sooner_than_it_arrives(world: World) -> None:
    home = world.robot_state().position_m
    carry_out(world, None, AWAY, disturbance=Disturbance(delay_s=0.4), limit_s=0.4)
    assert np.linalg.norm(world.robot_state().position_m - home) < 1e-3
    carry_out(world, None, AWAY, disturbance=Disturbance(delay_s=0.4), limit_s=1.4)
    assert np.linalg.norm(world.robot_state().position_m - home) > 0.02


def test_a_late_refusal_is_no_less_final(world: World) -> None:
    outcome = carry_out(
        world,
        None,
        decide(),
        decide(Verdict.AMBIGUOUS),
        AWAY,
        disturbance=Disturbance(delay_s=0.3),
    )
    assert len(Script.looks_s) == 2
    assert outcome.success, outcome.reason


def test_lost_images_are_waited_for(world: World) -> None:
    carry_out(world, None, decide(), disturbance=Disturbance(drop_share=0.9))
    assert 1 < len(Script.looks_s) < 10
    lost = carry_out(world, None, decide(), disturbance=Disturbance(drop_share=1.0))
    assert not Script.looks_s
    assert (lost.refused, lost.finished_s) == (False, None)


def test_a_target_is_moved_once_motion_began(world: World) -> None:
    before = world.object_poses()
    task, over = point_at_first(world)
    outcome = carry_out(world, task, over, disturbance=Disturbance(moves_target=True))
    after = world.object_poses()
    ways = {n: np.linalg.norm(after[n].position_m - before[n].position_m) for n in before}
    assert outcome.target_moved
    assert 0.04 < ways.pop(task.target) < 0.13
    assert max(ways.values()) < 0.005
    assert not outcome.wrong_object_touched


def test_a_target_stays_where_nothing_moves(world: World) -> None:
    task, _ = point_at_first(world)
    outcome = carry_out(
        world, task, decide(Verdict.AMBIGUOUS), disturbance=Disturbance(moves_target=True)
    )
    assert not outcome.target_moved
