# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Policy controller: assess the command first, then plan with every observation."""

from dataclasses import replace

import numpy as np
from policy_samples import OBJECT_XY
from policy_samples import random_policy
from policy_samples import sample_command
from policy_samples import sample_end_effector
from policy_samples import sample_observation
from policy_samples import scripted_policy
from policy_samples import TINY
import pytest
import torch
from vla_common.arrays import FloatArray
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.policy_controller import ControllerSettings
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.refusal_messages import refusal_message
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

PERIOD_S = 0.2


def _controller(
    model: VlaPolicy, observations: int = 3, confidence: float = 0.5
) -> PolicyController:
    controller = PolicyController(model, 0.1, ControllerSettings(observations, confidence))
    controller.start(*sample_command())
    return controller


def _run(controller: PolicyController, count: int, start_s: float = 0.0) -> list[PolicyOutput]:
    outputs = []
    for i in range(count):
        stamp_s = start_s + i * PERIOD_S
        output = controller.step(sample_observation(stamp_s), sample_end_effector(stamp_s))
        assert output is not None
        outputs.append(output)
    return outputs


def _chunk(output: PolicyOutput) -> PredictedChunk:
    assert output.chunk is not None
    return output.chunk


def test_no_plan_without_a_command() -> None:
    controller = PolicyController(scripted_policy(), 0.1)
    assert controller.step(sample_observation(), sample_end_effector()) is None
    controller.start(*sample_command())
    controller.stop()
    assert controller.step(sample_observation(), sample_end_effector()) is None


def test_motion_starts_after_the_required_observations() -> None:
    outputs = _run(_controller(scripted_policy(), observations=3), 4)
    assert [o.chunk is None for o in outputs] == [True, True, False, False]
    assert all(o.verdict == Verdict.OK for o in outputs)


def test_a_command_is_encoded_once_for_all_observations(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_policy()
    encode, calls = model.encode_command, []
    monkeypatch.setattr(model, 'encode_command', lambda *args: calls.append(args) or encode(*args))
    controller = _controller(model)
    outputs = _run(controller, 4)
    assert len(calls) == 1
    ((states, mask),) = calls
    g = model.forward_grounding(
        sample_observation().tokens[None],
        sample_observation().feature_map[None],
        states,
        mask,
        weights=True,
    )
    assert g.text_weights is not None
    np.testing.assert_allclose(outputs[0].attention.words, g.text_weights[0].detach())


def test_a_new_command_is_assessed_from_the_start() -> None:
    controller = _controller(scripted_policy(), observations=2)
    _run(controller, 3)
    controller.start(*sample_command(seed=9))
    assert _run(controller, 1, 1.0)[0].chunk is None


def test_the_steps_of_a_chunk_are_within_their_ranges() -> None:
    model = scripted_policy()
    torch.nn.init.normal_(model.decoder.output.weight)
    chunk = _chunk(_run(_controller(model, 1), 1)[0])
    steps = TINY.steps
    assert chunk.position.shape == (steps, 3)
    np.testing.assert_allclose(np.linalg.norm(chunk.quaternion, axis=1), 1, atol=1e-6)
    for values in (chunk.gripper, chunk.termination):
        assert values.shape == (steps,)
        assert ((values >= 0) & (values <= 1)).all()
    assert chunk.phases.shape == (steps,)


def test_a_chunk_has_the_stamp_of_the_image_and_the_grounded_goal() -> None:
    chunk = _chunk(_run(_controller(scripted_policy(task=TaskKind.PLACE), 1), 1, 7.5)[0])
    assert chunk.stamp_s == 7.5
    assert chunk.task == TaskKind.PLACE
    assert chunk.confidence > 0.9
    np.testing.assert_allclose(chunk.target, OBJECT_XY, atol=1e-6)
    np.testing.assert_allclose(
        chunk.position, np.tile(sample_end_effector().position, (6, 1)), atol=1e-6
    )


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
    chunk = _chunk(_run(_controller(scripted_policy(task=task), 1), 1)[0])
    assert (chunk.destination is not None) == has_destination


@pytest.mark.parametrize('verdict', [v for v in Verdict if v != Verdict.OK])
def test_a_refusal_has_no_chunk_but_a_message(verdict: Verdict) -> None:
    outputs = _run(_controller(scripted_policy(verdict), observations=2), 2)
    assert outputs[0].verdict == Verdict.OK
    assert outputs[1].verdict == verdict
    assert all(o.chunk is None for o in outputs)
    assert 'elephant' in refusal_message(outputs[1], 'pick the elephant')


def test_low_confidence_is_refused() -> None:
    output = _run(_controller(scripted_policy(), 1, confidence=0.9999), 1)[0]
    assert output.verdict == Verdict.NOT_UNDERSTOOD
    assert output.chunk is None


def test_the_phase_advances_with_the_time_between_observations() -> None:
    outputs = _run(_controller(scripted_policy(phase=Phase.DESCEND), 1), 2)
    assert [o.phase for o in outputs] == [Phase.APPROACH, Phase.DESCEND]
    assert outputs[1].progress > outputs[0].progress


def test_a_task_is_finished_when_done_and_terminated() -> None:
    outputs = _run(_controller(scripted_policy(phase=Phase.DONE, done=True), 1), 2)
    assert [o.finished for o in outputs] == [False, True]
    assert outputs[1].chunk is None


def test_a_task_continues_without_termination() -> None:
    outputs = _run(_controller(scripted_policy(phase=Phase.DONE, done=False), 1), 3)
    assert not any(o.finished for o in outputs)


def test_attention_sums_to_one() -> None:
    attention = _run(_controller(random_policy()), 1)[0].attention
    assert attention.target.shape == (TINY.map_rows, TINY.map_cols)
    for share in (attention.target, attention.destination, *attention.words):
        assert share.sum() == pytest.approx(1, abs=1e-5)


def test_equal_observations_give_equal_chunks() -> None:
    first, second = (_run(_controller(scripted_policy(), 1), 3) for _ in range(2))
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
def test_an_end_effector_state_that_is_not_finite_is_an_error(bad: dict[str, object]) -> None:
    controller = _controller(scripted_policy(), 1)
    with pytest.raises(ValueError, match='must be finite'):
        controller.step(sample_observation(), replace(sample_end_effector(), **bad))
    assert _run(controller, 1)[0].chunk is not None


def test_a_nan_in_any_weight_that_is_used_is_a_refusal() -> None:
    def positions(model: VlaPolicy) -> list[FloatArray]:
        return [_chunk(output).position for output in _run(_controller(model, 1, 0.0), 2)]

    expected, reasons = positions(random_policy()), []
    for name in random_policy().state_dict():
        model = random_policy()
        weights = model.state_dict()[name]
        if not weights.is_floating_point():
            continue
        weights.view(-1)[0] = torch.nan
        try:
            actual = positions(model)
        except RefusalError as error:
            reasons.append(error.reason)
        else:  # a weight that only training uses
            np.testing.assert_array_equal(actual, expected, err_msg=name)
    assert len(reasons) > 50
    assert set(reasons) == {'output_not_finite'}
