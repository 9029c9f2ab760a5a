# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Timing and outcome of simulated episodes with a scripted controller."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.rotation import yaw_to_quaternion
from vla_learning.evaluation import rollout
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.rollout import EpisodeOutcome
from vla_learning.evaluation.rollout import simulate_episode
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.image_rate_limiter import ImageRateLimiter
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.command_step import CommandStep
from vla_policy.types.observation import Observation
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import Task

NONE = np.zeros(0)


class ZeroEncoder:
    """Visual encoder that returns zeros."""

    def encode(self, image: Float32Array) -> tuple[Float32Array, Float32Array]:
        assert image.shape[-2:] == (192, 256)
        return np.zeros((12, 16, 96), np.float32), np.zeros((24, 32, 64), np.float32)


class ScriptedController:
    """Policy controller that returns given decisions, one per observation."""

    decisions: tuple[PolicyOutput, ...] = ()
    observed_s: tuple[float, ...] = ()
    meaning: CommandMeaning | None = None
    further: tuple[CommandStep, ...] = ()
    #: One observation before motion: no images from before the command.
    settings = ControllerSettings(1)
    period_s = 0.2

    def __init__(self, *args: object) -> None:
        ScriptedController.observed_s = ()
        self._rate = ImageRateLimiter(self.period_s)

    def start(
        self,
        states: Float32Array,
        mask: BoolArray,
        meaning: CommandMeaning | None,
        further: Sequence[CommandStep],
    ) -> None:
        assert len(states) == len(mask)
        ScriptedController.meaning = meaning
        ScriptedController.further = tuple(further)

    def on_chunk_sent(self, now_s: float) -> None:
        assert now_s >= ScriptedController.observed_s[-1]

    def step(
        self, observation: Observation, end_effector: EndEffectorState
    ) -> PolicyOutput | None:
        assert observation.tokens.shape == (192, 96)
        assert observation.feature_map.shape == (64, 24, 32)
        assert observation.stamp_s == end_effector.stamp_s
        if not self._rate.is_due(observation.stamp_s):
            return None
        ScriptedController.observed_s += (observation.stamp_s,)
        decision = self.decisions[min(len(ScriptedController.observed_s), len(self.decisions)) - 1]
        chunk = decision.chunk
        if chunk is None:
            return decision
        # The gate requires chunks to start at the present pose.
        share = np.minimum(1, np.linspace(1 / 10, 1.6, 16))[:, None]
        offset = share * (chunk.position[-1] - end_effector.position)
        chunk = replace(
            chunk, stamp_s=observation.stamp_s, position=end_effector.position + offset
        )
        return replace(decision, chunk=chunk)


def make_decision(
    verdict: Verdict = Verdict.OK,
    *,
    finished: bool = False,
    to: tuple[float, float, float] | None = None,
) -> PolicyOutput:
    chunk = (
        None
        if to is None
        else PredictedChunk(
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
    return PolicyOutput(
        verdict,
        0.9,
        TaskKind.POINT,
        Phase.APPROACH,
        0.0,
        finished,
        chunk,
        AttentionMaps(NONE, NONE, NONE),
    )


PICK = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK)
AWAY = make_decision(to=(0.45, 0.1, 0.2))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(rollout, 'PolicyController', ScriptedController)
    with World(sample_scene(5)) as world:
        yield world


def simulate(
    world: World,
    task: Task | None,
    *decisions: PolicyOutput,
    perturbation: PerturbationConfig | None = None,
    limit_s: float = 3.0,
    meaning: CommandMeaning = PICK,
    further: Sequence[CommandStep] = (),
    further_tasks: Sequence[Task] = (),
) -> EpisodeOutcome:
    ScriptedController.decisions = decisions
    return simulate_episode(
        world,
        ZeroEncoder(),
        None,
        np.zeros((3, 384), np.float32),  # type: ignore[arg-type]
        np.ones(3, np.bool_),
        task,
        meaning=meaning,
        further=further,
        further_tasks=further_tasks,
        perturbation=perturbation,
        limit_s=limit_s,
    )


def point_at_first(world: World) -> tuple[Task, PolicyOutput]:
    item = world.scene.items[0]
    return Task('point', item.name), make_decision(to=(item.x_m, item.y_m, 0.15))


def test_the_controller_receives_the_meaning(world: World) -> None:
    meaning = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK)
    simulate(world, None, make_decision(Verdict.TARGET_NOT_FOUND), meaning=meaning)
    assert ScriptedController.meaning is meaning


def test_each_step_is_checked_when_the_next_one_begins(world: World) -> None:
    task, there = point_at_first(world)
    other = world.scene.items[1]
    elsewhere = make_decision(to=(other.x_m, other.y_m, 0.15))
    further = (CommandStep(np.zeros((2, 384), np.float32), np.ones(2, np.bool_), PICK),)
    second = [replace(elsewhere, step=2, step_count=2)] * 14
    decisions = (*[there] * 14, *second, replace(make_decision(finished=True), step=2))
    tasks = (Task('point', other.name),)
    outcome = simulate(world, task, *decisions, further=further, further_tasks=tasks, limit_s=5.0)
    assert outcome.success, outcome.reason
    assert outcome.step == 2
    assert ScriptedController.further == further


def test_a_command_is_judged_by_images_from_before_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedController, 'settings', ControllerSettings(3))
    monkeypatch.setattr(ScriptedController, 'period_s', 0.01)
    outcome = simulate(world, None, make_decision(), make_decision(), AWAY, limit_s=0.3)
    assert ScriptedController.observed_s[:3] == pytest.approx((-2 / 30, -1 / 30, 0.0))
    # The first one at the start of the simulation, the others with each image.
    assert (outcome.chunks, outcome.chunks_refused) == (9, 0)


def test_a_due_refusal_without_motion_is_a_success(world: World) -> None:
    outcome = simulate(world, None, make_decision(), make_decision(Verdict.TARGET_NOT_FOUND))
    assert outcome.success
    assert outcome.refused
    assert outcome.verdict == Verdict.TARGET_NOT_FOUND
    assert outcome.finished_s == pytest.approx(0.2, abs=0.03)
    assert outcome.target_m is None
    assert outcome.task is None
    assert world.time_s < 1.0


def test_the_first_refusal_is_final(world: World) -> None:
    """Later observations must not cause motion: the command has ended."""
    outcome = simulate(world, None, make_decision(Verdict.AMBIGUOUS), AWAY, AWAY, AWAY)
    assert len(ScriptedController.observed_s) == 1
    assert outcome.refused
    assert outcome.success, outcome.reason


def test_refusing_a_task_is_a_failure(world: World) -> None:
    outcome = simulate(
        world, Task('pick', world.scene.items[0].name), make_decision(Verdict.NOT_UNDERSTOOD)
    )
    assert (outcome.success, outcome.refused) == (False, True)


def test_chunks_move_the_arm_until_the_policy_finishes(world: World) -> None:
    task, over = point_at_first(world)
    outcome = simulate(
        world, task, make_decision(), *[over] * 14, make_decision(finished=True), limit_s=9.0
    )
    assert outcome.success, outcome.reason
    assert len(ScriptedController.observed_s) == 16
    assert outcome.finished_s == pytest.approx(15 * 0.2, abs=0.05)
    assert outcome.chunks == 14
    assert outcome.chunks_refused == 0


def test_an_unwanted_motion_is_a_failure(world: World) -> None:
    outcome = simulate(world, None, AWAY)
    assert not outcome.success
    assert not outcome.refused
    assert outcome.finished_s is None


def test_physics_continues_during_inference(world: World) -> None:
    simulate(world, None, AWAY, perturbation=PerturbationConfig(delay_s=0.4))
    assert np.diff(ScriptedController.observed_s) == pytest.approx(0.4, abs=0.021)
    assert world.time_s == pytest.approx(3.0, abs=0.021)


def test_a_chunk_starts_when_it_arrives(world: World) -> None:
    home = world.robot_state().position_m
    simulate(world, None, AWAY, perturbation=PerturbationConfig(delay_s=0.4), limit_s=0.4)
    assert np.linalg.norm(world.robot_state().position_m - home) < 1e-3
    simulate(world, None, AWAY, perturbation=PerturbationConfig(delay_s=0.4), limit_s=1.4)
    assert np.linalg.norm(world.robot_state().position_m - home) > 0.02


def test_a_delayed_refusal_is_final(world: World) -> None:
    outcome = simulate(
        world,
        None,
        make_decision(),
        make_decision(Verdict.AMBIGUOUS),
        AWAY,
        perturbation=PerturbationConfig(delay_s=0.3),
    )
    assert len(ScriptedController.observed_s) == 2
    assert outcome.success, outcome.reason


def test_the_policy_waits_for_dropped_images(world: World) -> None:
    simulate(world, None, make_decision(), perturbation=PerturbationConfig(drop_share=0.9))
    assert 1 < len(ScriptedController.observed_s) < 10
    dropped = simulate(
        world, None, make_decision(), perturbation=PerturbationConfig(drop_share=1.0)
    )
    assert not ScriptedController.observed_s
    assert (dropped.refused, dropped.finished_s) == (False, None)


def test_the_target_is_moved_after_the_first_chunk(world: World) -> None:
    before = world.object_poses()
    task, over = point_at_first(world)
    outcome = simulate(world, task, over, perturbation=PerturbationConfig(moves_target=True))
    after = world.object_poses()
    distances = {n: np.linalg.norm(after[n].position_m - before[n].position_m) for n in before}
    assert outcome.target_moved
    assert 0.04 < distances.pop(task.target) < 0.13
    assert max(distances.values()) < 0.005
    assert not outcome.wrong_object_touched


def test_the_target_stays_without_a_chunk(world: World) -> None:
    task, _ = point_at_first(world)
    outcome = simulate(
        world,
        task,
        make_decision(Verdict.AMBIGUOUS),
        perturbation=PerturbationConfig(moves_target=True),
    )
    assert not outcome.target_moved


def test_a_camera_is_bumped_after_the_first_chunk(world: World) -> None:
    before = world.camera().position_m
    task, over = point_at_first(world)
    bump = PerturbationConfig(camera_offset=5.0, bumps_camera=True)
    outcome = simulate(world, task, over, perturbation=bump)
    assert outcome.camera_moved_s is not None
    assert 0.1 < outcome.camera_moved_s < 1.2
    assert np.linalg.norm(world.camera().position_m - before) == pytest.approx(0.05, 1e-3)
    assert not outcome.target_moved


def test_an_error_by_which_the_node_refuses_ends_the_episode(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise RefusalError('camera_moved', 'the camera was moved')

    task, _ = point_at_first(world)
    monkeypatch.setattr(ScriptedController, 'step', refuse)
    outcome = simulate(world, task, perturbation=PerturbationConfig(camera_offset=5.0))
    assert (outcome.refused, outcome.refusal_reason) == (True, 'camera_moved')
    assert outcome.camera_moved_s == 0.0
    assert outcome.finished_s is not None and outcome.finished_s < 0.1
    assert not outcome.chunks
