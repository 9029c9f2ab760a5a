# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Policy node with real messages and tiny scripted policies."""

from dataclasses import replace
from pathlib import Path

from lifecycle_msgs.msg import State as StateId
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from lifecycle_msgs.srv import GetState
import numpy as np
from policy_node_harness import PolicyNodeHarness
from policy_samples import MEANINGS
from policy_samples import scripted_policy
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

pytestmark = pytest.mark.usefixtures('ends_anywhere')


def start_node(
    ros: NodeTestHarness, folder: Path, model: VlaPolicy | None = None, **parameters: object
) -> PolicyNodeHarness:
    harness = PolicyNodeHarness(ros, folder, model, **parameters)
    harness.connect()
    return harness


def _change(harness: PolicyNodeHarness, transition: int) -> bool:
    request = ChangeState.Request(transition=Transition(id=transition))
    return bool(harness.ros.call(ChangeState, 'policy_node/change_state', request).success)


def _state(harness: PolicyNodeHarness) -> int:
    return int(
        harness.ros.call(GetState, 'policy_node/get_state', GetState.Request()).current_state.id
    )


def test_a_command_results_in_chunks(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = start_node(ros, tmp_path)
    stamps: set[int] = set()

    def record(msg: VisualFeatures) -> VisualFeatures:
        stamps.add(stamp_ns(msg.header.stamp))
        return msg

    harness.transform = record
    harness.send_command('put it there', 'a', meaning=MEANINGS[TaskKind.PLACE])
    harness.wait_for(lambda: len(harness.chunks) >= 3, 'no three chunks')
    chunks = harness.chunks[:3]
    assert [chunk.sequence for chunk in chunks] == [1, 2, 3]
    for chunk in chunks:
        assert stamp_ns(chunk.header.stamp) in stamps
        assert chunk.header.frame_id == 'base_link'
        assert chunk.command_id == 'a'
        assert (chunk.task, chunk.has_destination) == ('place', True)
        assert chunk.step_duration_s == pytest.approx(0.1)
        assert 0.0 <= chunk.latency_s < 1.0
        assert len(chunk.poses) == len(chunk.gripper) == len(chunk.termination) == 6
        for pose in chunk.poses:
            position, quaternion = pose_to_arrays(pose)
            np.testing.assert_allclose(position, (0.35, 0.0, 0.3), atol=1e-6)
            assert np.linalg.norm(quaternion) == pytest.approx(1, abs=1e-6)
    periods_s = np.diff([stamp_ns(chunk.header.stamp) * 1e-9 for chunk in chunks])
    assert (periods_s >= 0.0899).all()


def test_status_and_attention_are_published_with_the_chunks(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command('pick it', 'a')
    status = harness.wait_for_state(PolicyStatus.EXECUTING)
    assert (status.text, status.task, status.phase) == ('pick it', 'pick', 'approach')
    assert status.confidence > 0.9
    harness.wait_for(lambda: len(harness.attention) >= 2, 'no attention')
    assert {msg.query for msg in harness.attention} == {'target', 'destination'}
    for msg in harness.attention:
        assert (msg.rows, msg.cols) == (3, 4)
        assert sum(msg.weights) == pytest.approx(1, abs=1e-4)
        assert sum(msg.token_weights) == pytest.approx(1, abs=1e-4)
        assert len(msg.tokens) == 5
        assert msg.header.frame_id == 'camera_optical_frame'


def test_a_finished_command_succeeds_and_ends_the_chunks(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path, scripted_policy(phase=Phase.DONE, done=True))
    harness.send_command()
    assert harness.wait_for_state(PolicyStatus.SUCCEEDED).progress == 1.0
    count = len(harness.chunks)
    harness.feed(0.4)
    assert len(harness.chunks) == count


def test_a_refused_command_publishes_no_chunk(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = start_node(ros, tmp_path)
    purple = ObjectDescription('purple', frozenset({'purple'}))
    meaning = replace(MEANINGS[TaskKind.PICK], target=purple)
    harness.send_command('pick up the purple elephant', meaning=meaning)
    status = harness.wait_for_state(PolicyStatus.REFUSED)
    assert status.reason == 'target_not_found'
    assert 'purple elephant' in status.message
    harness.feed(0.3)
    assert not harness.chunks


def test_the_meaning_of_a_command_decides(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = start_node(ros, tmp_path)
    pick = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, ObjectDescription('it'))
    harness.send_command(meaning=pick)
    status = harness.wait_for_state(PolicyStatus.EXECUTING)
    assert (status.task, status.target, status.destination) == ('pick', 'red cube', '')
    bowl = ObjectDescription('white bowl', shapes=frozenset({'bowl'}))
    place = replace(pick, task=RequestedTask.PLACE, destination=bowl, relation=Relation.IN)
    harness.send_command(command_id='b', meaning=place)
    status = harness.wait_for_state(PolicyStatus.REFUSED, 'b')
    assert status.reason == 'destination_not_found'
    assert "no detected bowl or plate fits 'white bowl'. Detected: the red cube" in status.message


def test_states_of_another_text_encoder_are_refused(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command(encoder_id='clip')
    status = harness.wait_for_state(PolicyStatus.REFUSED)
    assert status.reason == 'encoder_mismatch'
    assert "'minilm_l6_v2'" in status.message
    assert "'clip'" in status.message
    harness.feed(0.3)
    assert not harness.chunks


def test_features_of_another_visual_encoder_are_refused(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path)

    def other(msg: VisualFeatures) -> VisualFeatures:
        msg.encoder_id = 'siglip'
        return msg

    harness.transform = other
    harness.send_command()
    status = harness.wait_for_state(PolicyStatus.REFUSED)
    assert status.reason == 'encoder_mismatch'
    assert "'siglip'" in status.message
    assert not harness.chunks


def test_an_invalid_command_is_refused_with_the_reason_of_the_language_node(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command(
        '', kind=CommandEmbedding.KIND_INVALID, reason='a command must not be empty'
    )
    status = harness.wait_for_state(PolicyStatus.REFUSED)
    assert (status.reason, status.message) == ('invalid_command', 'a command must not be empty')


def _stale(msg: VisualFeatures) -> VisualFeatures:
    msg.header.stamp.sec -= 5
    return msg


def _nan(msg: VisualFeatures) -> VisualFeatures:
    msg.levels[1].data[0] = float('nan')
    return msg


@pytest.mark.parametrize(('transform', 'message'), [(_stale, 's old'), (_nan, 'must be finite')])
def test_malformed_features_result_in_no_chunk_until_they_are_valid_again(
    ros: NodeTestHarness, tmp_path: Path, transform: object, message: str
) -> None:
    harness = start_node(ros, tmp_path)
    identity, harness.transform = harness.transform, transform
    harness.send_command()
    harness.wait_for(lambda: message in harness.statuses[-1].message, 'no warning')
    harness.wait_for(
        lambda: any(message in s.message for d in harness.diagnostics for s in d.status),
        'no diagnostics about the features',
    )
    assert not harness.chunks
    harness.transform = identity
    harness.wait_for(lambda: bool(harness.chunks), 'no chunk after the features are valid again')


def test_a_robot_state_in_another_frame_results_in_no_chunk(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path, frame_id='world')
    harness.send_command()
    harness.wait_for(lambda: "frame 'world'" in harness.statuses[-1].message, 'no warning')
    assert not harness.chunks


def test_a_newer_command_replaces_the_running_one(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command('pick it', 'a')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'a')
    harness.send_command('push it', 'b')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'b')
    ids = [chunk.command_id for chunk in harness.chunks]
    assert ids == sorted(ids)


def test_a_stop_command_ends_the_chunks(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command('pick it', 'a')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'a')
    harness.send_command('stop', 'b', kind=CommandEmbedding.KIND_STOP)
    harness.wait_for_state(PolicyStatus.IDLE, 'b')
    harness.feed(0.1)
    count = len(harness.chunks)
    harness.feed(0.3)
    assert len(harness.chunks) == count


def test_a_latched_stop_fails_the_command_and_the_next_until_reset(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command('pick it', 'a')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'a')
    harness.publish_safety(SafetyStatus.STOPPED, 'the stop service was called')
    status = harness.wait_for_state(PolicyStatus.FAILED, 'a')
    assert status.reason == 'stopped'
    assert 'the stop service was called. Call reset' in status.message
    count = len(harness.chunks)
    harness.send_command('pick it', 'b')
    assert harness.wait_for_state(PolicyStatus.FAILED, 'b').reason == 'stopped'
    assert len(harness.chunks) == count
    harness.publish_safety(SafetyStatus.IDLE)
    harness.send_command('pick it', 'c')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'c')


def test_a_deactivated_safety_node_fails_the_command_but_not_the_next(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path)
    harness.publish_safety(SafetyStatus.IDLE)
    harness.send_command('pick it', 'a')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'a')
    for _ in range(2):
        harness.publish_safety(SafetyStatus.IDLE, 'the safety node was deactivated', 'deactivated')
    status = harness.wait_for_state(PolicyStatus.FAILED, 'a')
    assert status.reason == 'stopped'
    assert 'Send the command again' in status.message
    harness.send_command('pick it', 'b')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'b')
    harness.publish_safety(SafetyStatus.IDLE, 'the safety node was deactivated', 'deactivated')
    count = len(harness.chunks)
    harness.wait_for(lambda: len(harness.chunks) > count + 2, 'the command goes on')


def test_a_command_fails_whose_chunks_are_all_refused(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path, max_chunk_refusal_s=0.5)
    harness.send_command('pick it', 'a')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'a')
    for count in range(8):
        harness.publish_safety(
            SafetyStatus.IDLE, 'positions must be within the box', 'workspace', count
        )
        harness.feed(0.1)
    status = harness.wait_for_state(PolicyStatus.FAILED, 'a')
    assert status.reason == 'chunks_refused'
    assert 'positions must be within the box' in status.message
    # The refusals belong to that command: the next one begins anew.
    harness.send_command('pick it', 'b')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'b')


def test_a_command_without_images_times_out_and_reports_the_missing_input(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path, command_timeout_s=1.0)
    harness.transform = lambda msg: None
    harness.send_command()
    status = harness.wait_for_state(PolicyStatus.FAILED)
    assert status.reason == 'timeout'
    assert 'waiting for visual_features' in status.message


def test_deactivation_fails_the_command_and_reactivation_is_idle(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command()
    harness.wait_for_state(PolicyStatus.EXECUTING)
    assert _change(harness, Transition.TRANSITION_DEACTIVATE)
    assert harness.wait_for_state(PolicyStatus.FAILED).reason == 'deactivated'
    harness.feed(0.1)
    count = len(harness.chunks)
    harness.send_command('pick it', 'ignored')
    harness.feed(0.3)
    assert _change(harness, Transition.TRANSITION_ACTIVATE)
    harness.wait_for_state(PolicyStatus.IDLE, '')
    harness.feed(0.3)
    assert len(harness.chunks) == count
    harness.send_command('pick it', 'b')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'b')


def test_a_command_before_activation_is_ignored(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = PolicyNodeHarness(ros, tmp_path, autostart=False)
    assert _change(harness, Transition.TRANSITION_CONFIGURE)
    harness.connect()
    harness.send_command('pick it', 'early')
    harness.feed(0.2)
    assert _change(harness, Transition.TRANSITION_ACTIVATE)
    harness.wait_for_state(PolicyStatus.IDLE, '')
    harness.feed(0.3)
    assert not harness.chunks
    assert {status.command_id for status in harness.statuses} == {''}


def test_all_lifecycle_transitions_can_be_repeated(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = start_node(ros, tmp_path)
    for transition in (
        Transition.TRANSITION_DEACTIVATE,
        Transition.TRANSITION_CLEANUP,
        Transition.TRANSITION_CONFIGURE,
        Transition.TRANSITION_ACTIVATE,
    ):
        assert _change(harness, transition)
    harness.send_command('pick it', 'b')
    harness.wait_for_state(PolicyStatus.EXECUTING, 'b')


def test_a_missing_checkpoint_is_reported_by_the_unconfigured_node(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = PolicyNodeHarness(
        ros, tmp_path, autostart=False, checkpoint=str(tmp_path / 'nothing.safetensors')
    )
    assert not _change(harness, Transition.TRANSITION_CONFIGURE)
    assert _state(harness) == StateId.PRIMARY_STATE_UNCONFIGURED
    harness.ros.wait_for(
        lambda: any(
            'nothing.safetensors' in status.message and 'make train' in status.message
            for message in harness.diagnostics
            for status in message.status
        ),
        5.0,
        'no diagnostics of the missing checkpoint',
    )


def test_a_parameter_out_of_range_is_reported_by_the_unconfigured_node(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = PolicyNodeHarness(ros, tmp_path, autostart=False, plan_period_s=0.01)
    assert not _change(harness, Transition.TRANSITION_CONFIGURE)
    assert _state(harness) == StateId.PRIMARY_STATE_UNCONFIGURED
    harness.ros.wait_for(
        lambda: any('plan_period_s' in s.message for m in harness.diagnostics for s in m.status),
        5.0,
        'no diagnostics of the setting',
    )


def test_a_parameter_under_its_former_name_is_reported_with_the_new_name(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = PolicyNodeHarness(ros, tmp_path, autostart=False, minimum_confidence=0.9)
    assert not _change(harness, Transition.TRANSITION_CONFIGURE)
    harness.ros.wait_for(
        lambda: any(
            'minimum_confidence is now named min_confidence' in status.message
            for message in harness.diagnostics
            for status in message.status
        ),
        5.0,
        'no diagnostics about the parameter',
    )
