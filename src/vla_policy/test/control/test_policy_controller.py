# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Policy controller: assess the command first, then plan with every observation."""

from dataclasses import replace

from dense_scenes import dense_scene
import numpy as np
from policy_samples import MEANINGS
from policy_samples import OBJECT_XY
from policy_samples import PICK
from policy_samples import random_policy
from policy_samples import RED_CUBE
from policy_samples import sample_command
from policy_samples import sample_end_effector
from policy_samples import sample_grounding_inputs
from policy_samples import sample_observation
from policy_samples import scripted_policy
from policy_samples import TINY
import pytest
import torch
from vla_common.arrays import FloatArray
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.torch_networks import TorchNetworks
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

PERIOD_S = 0.2


def _controller(
    model: VlaPolicy,
    observations: int = 3,
    confidence: float = 0.5,
    meaning: CommandMeaning = PICK,
) -> PolicyController:
    controller = PolicyController(
        TorchNetworks(model), 0.1, ControllerSettings(observations, confidence)
    )
    controller.start(*sample_command(), meaning)
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
    controller = PolicyController(TorchNetworks(scripted_policy()), 0.1)
    assert controller.step(sample_observation(), sample_end_effector()) is None
    controller.start(*sample_command(), PICK)
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
    tokens, feature_map, *_, references = sample_grounding_inputs()
    with torch.inference_mode():
        g = model.forward_grounding(tokens, feature_map, states, mask, references, weights=True)
    assert g.text_weights is not None
    np.testing.assert_allclose(outputs[0].attention.words, g.text_weights[0])


def _moved_camera(objectness: float) -> VlaPolicy:
    """Return a policy that predicts ten times the usual error of the camera pose."""
    model = scripted_policy()
    with torch.no_grad():
        model.dense.read[-1].bias[0] = objectness
        model.dense.camera.read[-1].bias[0] = 10 * model.dense.camera.usual_error[0] / 0.05
    return model


def test_a_moved_camera_is_refused_before_anything_moves() -> None:
    controller = _controller(_moved_camera(objectness=3.0))
    _run(controller, 2)
    with pytest.raises(RefusalError, match='camera pose') as error:
        _run(controller, 1, 1.0)
    assert error.value.reason == 'camera_moved'


def test_an_image_without_objects_tells_nothing_about_the_camera() -> None:
    outputs = _run(_controller(_moved_camera(objectness=-10.0)), 4)
    assert Verdict.TARGET_NOT_FOUND in [o.verdict for o in outputs]


def test_a_new_command_is_assessed_from_the_start() -> None:
    controller = _controller(scripted_policy(), observations=2)
    _run(controller, 3)
    controller.start(*sample_command(seed=9), PICK)
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
    controller = _controller(scripted_policy(), 1, meaning=MEANINGS[TaskKind.PLACE])
    chunk = _chunk(_run(controller, 1, 7.5)[0])
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
    chunk = _chunk(_run(_controller(scripted_policy(), 1, meaning=MEANINGS[task]), 1)[0])
    assert (chunk.destination is not None) == has_destination


def test_a_refusal_has_no_chunk_but_an_explanation() -> None:
    blue = replace(PICK, target=ObjectDescription('blue cube', frozenset({'blue'})))
    outputs = _run(_controller(scripted_policy(), observations=2, meaning=blue), 2)
    assert [o.verdict for o in outputs] == [Verdict.OK, Verdict.TARGET_NOT_FOUND]
    assert all(o.chunk is None for o in outputs)
    assert [bool(o.explanation) for o in outputs] == [False, True]


def test_low_confidence_is_refused() -> None:
    output = _run(_controller(scripted_policy(), 1, confidence=0.9999), 1)[0]
    assert output.verdict == Verdict.AMBIGUOUS
    assert output.chunk is None
    assert 'the attention is only in part on it' in output.explanation


def test_the_phase_advances_with_the_time_between_observations() -> None:
    outputs = _run(_controller(scripted_policy(phase=Phase.DESCEND), 1), 2)
    assert [o.phase for o in outputs] == [Phase.APPROACH, Phase.DESCEND]
    assert outputs[1].progress > outputs[0].progress


def test_chunks_are_planned_at_the_period_while_nothing_moves() -> None:
    controller, stamps_s = _controller(scripted_policy(), 1), []
    for i in range(31):
        output = controller.step(sample_observation(i / 30), sample_end_effector(i / 30))
        if output is not None:
            stamps_s.append(_chunk(output).stamp_s)
    assert stamps_s == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])


def test_a_target_that_moves_is_planned_for_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the image that shows it: one to be sure, and the least period between two chunks."""
    model, planned, targets = scripted_policy(), [], []
    here = dense_scene((0, 0, 'red', 'cube'), rows=3, cols=4, layers=2)
    there = dense_scene((2, 3, 'red', 'cube'), rows=3, cols=4, layers=2)
    scenes = [here] * 2 + [there] * 9
    monkeypatch.setattr(model, 'predict_scene', lambda *_: scenes.pop(0))
    controller = _controller(model, 1, confidence=0.0)
    for i in range(9):
        output = controller.step(sample_observation(i / 30), sample_end_effector(i / 30))
        if output is not None:
            planned.append(i)
            targets.append(_chunk(output).target)
    moved_m = [float(np.linalg.norm(target - targets[0])) for target in targets]
    assert moved_m == pytest.approx([0.0, moved_m[-1], moved_m[-1]][: len(moved_m)], abs=0.02)
    assert moved_m[1] > 0.05
    # Shown by image 2, confirmed by image 3.
    assert planned[:2] == [0, 3]


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
        return [_chunk(output).position for output in _run(_controller(model, 1, 0.0, it), 2)]

    seed = 6  # detects a purple sphere
    it = replace(PICK, target=ObjectDescription('it'))
    expected, reasons = positions(random_policy(seed)), []
    for name in random_policy().state_dict():
        model = random_policy(seed)
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


CUBE, PUSH_LEFT = RED_CUBE, MEANINGS[TaskKind.PUSH]


def test_the_meaning_determines_task_and_direction() -> None:
    outputs = _run(_controller(scripted_policy(), 3, meaning=PUSH_LEFT), 4)
    assert [o.chunk is None for o in outputs] == [True, True, False, False]
    chunk = _chunk(outputs[-1])
    assert chunk.task == TaskKind.PUSH
    np.testing.assert_allclose(chunk.target, OBJECT_XY, atol=1e-6)
    assert chunk.destination is not None
    expected = np.add(OBJECT_XY, (0.0, PUSH_DISTANCE_M))
    np.testing.assert_allclose(chunk.destination, expected, atol=1e-6)
    assert outputs[-1].names == ('red cube', '')
    assert outputs[-1].confidence == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(('phase', 'decoder_m'), [(Phase.LIFT, 0.1), (Phase.LOWER, 0.1167)])
def test_the_descent_to_the_table_is_longer_than_that_into_a_receptacle(
    phase: Phase, decoder_m: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = scripted_policy(phase=phase)
    heights_m: list[float] = []

    def record(x: DecoderInput) -> ChunkPrediction:
        heights_m.append(float(x.position[0, 2]))
        return VlaPolicy.decode_actions(model, x)

    monkeypatch.setattr(model, 'decode_actions', record)
    meaning = replace(PUSH_LEFT, task=RequestedTask.PLACE, place='center')
    controller = _controller(model, 1, meaning=meaning)
    state = replace(sample_end_effector(), position=np.array([0.4, 0.0, 0.1]))
    _run(controller, 1)
    output = controller.step(sample_observation(0.1), state)
    assert output is not None
    assert heights_m[1] == pytest.approx(decoder_m, abs=1e-4)
    # The scripted steps stay at the pose of the end effector.
    chunk = _chunk(output)
    np.testing.assert_allclose(chunk.position, np.tile(state.position, (6, 1)), atol=1e-6)
    assert chunk.destination is not None
    np.testing.assert_allclose(chunk.destination, (0.5, 0.0), atol=1e-9)
    assert output.names == ('red cube', 'center of the table')


def test_an_object_that_is_not_detected_is_not_found() -> None:
    meaning = replace(
        PUSH_LEFT, target=replace(CUBE, words='sphere', shapes=frozenset({'sphere'}))
    )
    output = _run(_controller(scripted_policy(), 1, meaning=meaning), 1)[0]
    assert (output.verdict, output.chunk) == (Verdict.TARGET_NOT_FOUND, None)
    assert "no detected cube, cylinder or sphere fits 'sphere'" in output.explanation
    assert 'Detected: the red cube' in output.explanation


def test_attention_elsewhere_is_ambiguous(monkeypatch: pytest.MonkeyPatch) -> None:
    model = scripted_policy()
    monkeypatch.setattr(
        model,
        'predict_scene',
        lambda *_: dense_scene((0, 0, 'red', 'cube'), rows=3, cols=4, layers=2),
    )
    with torch.no_grad():
        model.locator.trust.fill_(-5.0)
    output = _run(_controller(model, 1, meaning=PUSH_LEFT), 1)[0]
    assert (output.verdict, output.chunk) == (Verdict.AMBIGUOUS, None)
    assert 'the words select the red cube' in output.explanation


def test_an_object_is_followed_while_another_fits_the_words_better(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = scripted_policy()
    meaning = replace(PUSH_LEFT, target=replace(CUBE, superlative=Superlative.LEFTMOST))
    scene = dense_scene((0, 0, 'red', 'cube'), (0, 3, 'red', 'cube'), rows=3, cols=4, layers=2)
    later = dense_scene((0, 3, 'red', 'cube'), (2, 3, 'red', 'cube'), rows=3, cols=4, layers=2)
    scenes = [scene, scene, later, later, later]
    monkeypatch.setattr(model, 'predict_scene', lambda *_: scenes.pop(0))
    outputs = _run(_controller(model, 1, meaning=meaning), 5)
    for output in outputs:
        np.testing.assert_allclose(_chunk(output).target, (0.0, 0.15), atol=0.02)


def test_a_meaning_that_the_policy_cannot_execute_is_a_refusal() -> None:
    controller = _controller(scripted_policy())
    with pytest.raises(RefusalError, match='a command must be an order'):
        controller.start(*sample_command(), replace(PUSH_LEFT, speech_act=SpeechAct.QUESTION))
    assert controller.step(sample_observation(), sample_end_effector()) is None


def test_a_meaning_does_not_outlive_its_command() -> None:
    model = scripted_policy()
    controller = _controller(model, 1, meaning=PUSH_LEFT)
    _run(controller, 2)
    controller.start(*sample_command(), PICK)
    assert _chunk(_run(controller, 1, 1.0)[0]).task == TaskKind.PICK


@pytest.mark.parametrize('level', ['colors', 'classes', 'objectness', 'yaw'])
def test_a_scene_that_is_not_finite_is_a_refusal(
    level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = scripted_policy()
    scene = dense_scene((0, 0, 'red', 'cube'), rows=3, cols=4, layers=2)
    getattr(scene, level).reshape(-1)[-1] = np.nan
    monkeypatch.setattr(model, 'predict_scene', lambda *_: scene)
    with pytest.raises(RefusalError, match=f"values of '{level}' are NaN"):
        _run(_controller(model, 1, meaning=PUSH_LEFT), 1)
