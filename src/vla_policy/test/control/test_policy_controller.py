# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The controller: judge first, then plan again with every look."""

from dataclasses import replace

import numpy as np
from policy_samples import a_hand
from policy_samples import a_sight
from policy_samples import PLACE
from policy_samples import random_policy
from policy_samples import scripted_policy
from policy_samples import TINY
from policy_samples import words
import pytest
import torch
from vla_policy.control.policy_controller import Controller
from vla_policy.control.policy_controller import ControllerSettings
from vla_policy.control.policy_controller import Decision
from vla_policy.control.refusal_messages import refusal
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.chunk import Chunk
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

PERIOD_S = 0.2


def _controller(model: VlaPolicy, looks: int = 3, confidence: float = 0.5) -> Controller:
    controller = Controller(model, 0.1, ControllerSettings(looks, confidence))
    controller.start(*words())
    return controller


def _looks(controller: Controller, count: int, start_s: float = 0.0) -> list[Decision]:
    decisions = []
    for i in range(count):
        stamp_s = start_s + i * PERIOD_S
        decision = controller.step(a_sight(stamp_s), a_hand(stamp_s))
        assert decision is not None
        decisions.append(decision)
    return decisions


def _chunk(decision: Decision) -> Chunk:
    assert decision.chunk is not None
    return decision.chunk


def test_no_command_no_plan() -> None:
    controller = Controller(scripted_policy(), 0.1)
    assert controller.step(a_sight(), a_hand()) is None
    controller.start(*words())
    controller.stop()
    assert controller.step(a_sight(), a_hand()) is None


def test_it_looks_before_it_moves() -> None:
    decisions = _looks(_controller(scripted_policy(), looks=3), 4)
    assert [d.chunk is None for d in decisions] == [True, True, False, False]
    assert all(d.verdict == Verdict.OK for d in decisions)


def test_a_command_is_read_once_for_all_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_policy()
    read, calls = model.read, []
    monkeypatch.setattr(model, 'read', lambda *said: calls.append(said) or read(*said))
    controller = _controller(model)
    decisions = _looks(controller, 4)
    assert len(calls) == 1
    ((states, mask),) = calls
    g = model.ground(
        a_sight().tokens[None], a_sight().feature_map[None], states, mask, weights=True
    )
    assert g.text_weights is not None
    np.testing.assert_allclose(decisions[0].attention.words, g.text_weights[0].detach())


def test_a_new_command_is_judged_anew() -> None:
    controller = _controller(scripted_policy(), looks=2)
    _looks(controller, 3)
    controller.start(*words(seed=9))
    assert _looks(controller, 1, 1.0)[0].chunk is None


def test_a_chunk_holds_steps_within_their_ranges() -> None:
    model = scripted_policy()
    torch.nn.init.normal_(model.decoder.output.weight)
    chunk = _chunk(_looks(_controller(model, 1), 1)[0])
    steps = TINY.steps
    assert chunk.position.shape == (steps, 3)
    np.testing.assert_allclose(np.linalg.norm(chunk.quaternion, axis=1), 1, atol=1e-6)
    for values in (chunk.gripper, chunk.termination):
        assert values.shape == (steps,)
        assert ((values >= 0) & (values <= 1)).all()
    assert chunk.phases.shape == (steps,)


def test_a_chunk_carries_the_images_stamp_and_what_was_understood() -> None:
    chunk = _chunk(_looks(_controller(scripted_policy(task=TaskKind.PLACE), 1), 1, 7.5)[0])
    assert chunk.stamp_s == 7.5
    assert chunk.task == TaskKind.PLACE
    assert chunk.confidence > 0.9
    np.testing.assert_allclose(chunk.target, PLACE, atol=1e-6)
    np.testing.assert_allclose(chunk.position, np.tile(a_hand().position, (6, 1)), atol=1e-6)


@pytest.mark.parametrize(
    ('task', 'has_destination'),
    [
        (TaskKind.PICK, False),
        (TaskKind.POINT, False),
        (TaskKind.PLACE, True),
        (TaskKind.PUSH, True),
    ],
)
def test_only_some_tasks_have_a_destination(task: TaskKind, has_destination: bool) -> None:
    chunk = _chunk(_looks(_controller(scripted_policy(task=task), 1), 1)[0])
    assert (chunk.destination is not None) == has_destination


@pytest.mark.parametrize('verdict', [v for v in Verdict if v != Verdict.OK])
def test_a_refusal_gives_no_chunk_and_says_what_to_do(verdict: Verdict) -> None:
    decisions = _looks(_controller(scripted_policy(verdict), looks=2), 2)
    assert decisions[0].verdict == Verdict.OK
    assert decisions[1].verdict == verdict
    assert all(d.chunk is None for d in decisions)
    assert 'elephant' in refusal(decisions[1], 'pick the elephant')


def test_an_unsure_policy_does_not_move() -> None:
    decision = _looks(_controller(scripted_policy(), 1, confidence=0.9999), 1)[0]
    assert decision.verdict == Verdict.NOT_UNDERSTOOD
    assert decision.chunk is None


def test_the_phase_advances_with_the_time_between_looks() -> None:
    decisions = _looks(_controller(scripted_policy(phase=Phase.DESCEND), 1), 2)
    assert [d.phase for d in decisions] == [Phase.APPROACH, Phase.DESCEND]
    assert decisions[1].progress > decisions[0].progress


def test_it_finishes_when_done_and_terminated() -> None:
    decisions = _looks(_controller(scripted_policy(phase=Phase.DONE, done=True), 1), 2)
    assert [d.finished for d in decisions] == [False, True]
    assert decisions[1].chunk is None


def test_done_without_termination_goes_on() -> None:
    decisions = _looks(_controller(scripted_policy(phase=Phase.DONE, done=False), 1), 3)
    assert not any(d.finished for d in decisions)


def test_attention_sums_to_one() -> None:
    attention = _looks(_controller(random_policy()), 1)[0].attention
    assert attention.target.shape == (TINY.map_rows, TINY.map_cols)
    for share in (attention.target, attention.destination, *attention.words):
        assert share.sum() == pytest.approx(1, abs=1e-5)


def test_the_same_looks_give_the_same_chunks() -> None:
    first, second = (_looks(_controller(scripted_policy(), 1), 3) for _ in range(2))
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(_chunk(a).position, _chunk(b).position)
        np.testing.assert_array_equal(_chunk(a).gripper, _chunk(b).gripper)


@pytest.mark.parametrize(
    'bad',
    [
        {'position': np.array([0.4, np.nan, 0.2])},
        {'yaw_rad': float('nan')},
        {'gripper': float('inf')},
    ],
)
def test_a_hand_that_is_not_finite_is_an_error(bad: dict[str, object]) -> None:
    controller = _controller(scripted_policy(), 1)
    with pytest.raises(ValueError, match='must be finite'):
        controller.step(a_sight(), replace(a_hand(), **bad))
    assert _looks(controller, 1)[0].chunk is not None
