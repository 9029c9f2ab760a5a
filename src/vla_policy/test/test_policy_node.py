# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The policy node with real messages and small policies that behave as told."""

from pathlib import Path

from lifecycle_msgs.msg import State as StateId
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from lifecycle_msgs.srv import GetState
import numpy as np
from policy_bench import PolicyBench
from policy_samples import scripted_policy
import pytest
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_common.testing import Probe
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


def _bench(
    ros: Probe, folder: Path, model: VlaPolicy | None = None, **parameters: object
) -> PolicyBench:
    bench = PolicyBench(ros, folder, model, **parameters)
    bench.connect()
    return bench


def _change(bench: PolicyBench, transition: int) -> bool:
    request = ChangeState.Request(transition=Transition(id=transition))
    return bool(bench.ros.call(ChangeState, 'policy_node/change_state', request).success)


def _state(bench: PolicyBench) -> int:
    return int(
        bench.ros.call(GetState, 'policy_node/get_state', GetState.Request()).current_state.id
    )


def test_a_command_becomes_chunks(ros: Probe, tmp_path: Path) -> None:
    bench = _bench(ros, tmp_path, scripted_policy(task=TaskKind.PLACE))
    stamps: set[int] = set()

    def note(msg: VisualFeatures) -> VisualFeatures:
        stamps.add(stamp_ns(msg.header.stamp))
        return msg

    bench.change = note
    bench.say('put it there', 'a')
    bench.wait_for(lambda: len(bench.chunks) >= 3, 'no three chunks')
    chunks = bench.chunks[:3]
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
            np.testing.assert_allclose(position, (0.4, 0.0, 0.2), atol=1e-6)
            assert np.linalg.norm(quaternion) == pytest.approx(1, abs=1e-6)
    apart_s = np.diff([stamp_ns(chunk.header.stamp) * 1e-9 for chunk in chunks])
    assert (apart_s >= 0.0899).all()


def test_status_and_attention_go_with_the_chunks(ros: Probe, tmp_path: Path) -> None:
    bench = _bench(ros, tmp_path)
    bench.say('pick it', 'a')
    status = bench.wait_for_state(PolicyStatus.EXECUTING)
    assert (status.text, status.task, status.phase) == ('pick it', 'pick', 'approach')
    assert status.confidence > 0.9
    bench.wait_for(lambda: len(bench.attention) >= 2, 'no attention')
    assert {msg.query for msg in bench.attention} == {'target', 'destination'}
    for msg in bench.attention:
        assert (msg.rows, msg.cols) == (3, 4)
        assert sum(msg.weights) == pytest.approx(1, abs=1e-4)
        assert sum(msg.token_weights) == pytest.approx(1, abs=1e-4)
        assert len(msg.tokens) == 5
        assert msg.header.frame_id == 'camera_optical_frame'


def test_a_finished_command_succeeds_and_ends_the_chunks(ros: Probe, tmp_path: Path) -> None:
    bench = _bench(ros, tmp_path, scripted_policy(phase=Phase.DONE, done=True))
    bench.say()
    assert bench.wait_for_state(PolicyStatus.SUCCEEDED).progress == 1.0
    count = len(bench.chunks)
    bench.feed(0.4)
    assert len(bench.chunks) == count


@pytest.mark.parametrize('verdict', [v for v in Verdict if v != Verdict.OK])
def test_a_refused_command_publishes_no_chunk(
    ros: Probe, tmp_path: Path, verdict: Verdict
) -> None:
    bench = _bench(ros, tmp_path, scripted_policy(verdict))
    bench.say('pick up the purple elephant')
    status = bench.wait_for_state(PolicyStatus.REFUSED)
    assert status.reason == verdict.name.lower()
    assert 'purple elephant' in status.message
    bench.feed(0.3)
    assert not bench.chunks


def test_a_text_encoder_of_another_kind_is_refused(ros: Probe, tmp_path: Path) -> None:
    bench = _bench(ros, tmp_path)
    bench.say(encoder_id='clip')
    status = bench.wait_for_state(PolicyStatus.REFUSED)
    assert status.reason == 'encoder_mismatch'
    assert "'minilm_l6_v2'" in status.message
    assert "'clip'" in status.message
    bench.feed(0.3)
    assert not bench.chunks


def test_a_visual_encoder_of_another_kind_is_refused(ros: Probe, tmp_path: Path) -> None:
    bench = _bench(ros, tmp_path)

    def other(msg: VisualFeatures) -> VisualFeatures:
        msg.encoder_id = 'siglip'
        return msg

    bench.change = other
    bench.say()
    status = bench.wait_for_state(PolicyStatus.REFUSED)
    assert status.reason == 'encoder_mismatch'
    assert "'siglip'" in status.message
    assert not bench.chunks


def test_an_invalid_command_is_refused_with_the_language_nodes_words(
    ros: Probe, tmp_path: Path
) -> None:
    bench = _bench(ros, tmp_path)
    bench.say('', kind=CommandEmbedding.KIND_INVALID, reason='a command must not be empty')
    status = bench.wait_for_state(PolicyStatus.REFUSED)
    assert (status.reason, status.message) == ('invalid_command', 'a command must not be empty')


def _stale(msg: VisualFeatures) -> VisualFeatures:
    msg.header.stamp.sec -= 5
    return msg


def _nan(msg: VisualFeatures) -> VisualFeatures:
    msg.levels[1].data[0] = float('nan')
    return msg


@pytest.mark.parametrize(('change', 'words'), [(_stale, 's old'), (_nan, 'must be finite')])
def test_bad_features_plan_nothing_and_recover(
    ros: Probe, tmp_path: Path, change: object, words: str
) -> None:
    bench = _bench(ros, tmp_path)
    good, bench.change = bench.change, change
    bench.say()
    bench.wait_for(lambda: words in bench.statuses[-1].message, 'no word of the bad features')
    bench.wait_for(
        lambda: any(words in s.message for d in bench.diagnostics for s in d.status),
        'no diagnostics of the bad features',
    )
    assert not bench.chunks
    bench.change = good
    bench.wait_for(lambda: bool(bench.chunks), 'no chunk once the features are good')


def test_a_robot_state_in_another_frame_plans_nothing(ros: Probe, tmp_path: Path) -> None:
    bench = _bench(ros, tmp_path, frame_id='world')
    bench.say()
    bench.wait_for(lambda: "frame 'world'" in bench.statuses[-1].message, 'no word of the frame')
    assert not bench.chunks


def test_a_newer_command_replaces_the_running_one(ros: Probe, tmp_path: Path) -> None:
    bench = _bench(ros, tmp_path)
    bench.say('pick it', 'a')
    bench.wait_for_state(PolicyStatus.EXECUTING, 'a')
    bench.say('push it', 'b')
    bench.wait_for_state(PolicyStatus.EXECUTING, 'b')
    ids = [chunk.command_id for chunk in bench.chunks]
    assert ids == sorted(ids)


def test_a_stop_word_ends_the_chunks(ros: Probe, tmp_path: Path) -> None:
    bench = _bench(ros, tmp_path)
    bench.say('pick it', 'a')
    bench.wait_for_state(PolicyStatus.EXECUTING, 'a')
    bench.say('stop', 'b', kind=CommandEmbedding.KIND_STOP)
    bench.wait_for_state(PolicyStatus.IDLE, 'b')
    bench.feed(0.1)
    count = len(bench.chunks)
    bench.feed(0.3)
    assert len(bench.chunks) == count


def test_a_latched_stop_fails_the_command_and_the_next_until_reset(
    ros: Probe, tmp_path: Path
) -> None:
    bench = _bench(ros, tmp_path)
    bench.say('pick it', 'a')
    bench.wait_for_state(PolicyStatus.EXECUTING, 'a')
    bench.tell_safety(SafetyStatus.STOPPED, 'the stop service was called')
    status = bench.wait_for_state(PolicyStatus.FAILED, 'a')
    assert status.reason == 'stopped'
    assert 'the stop service was called. Call reset' in status.message
    count = len(bench.chunks)
    bench.say('pick it', 'b')
    assert bench.wait_for_state(PolicyStatus.FAILED, 'b').reason == 'stopped'
    assert len(bench.chunks) == count
    bench.tell_safety(SafetyStatus.IDLE)
    bench.say('pick it', 'c')
    bench.wait_for_state(PolicyStatus.EXECUTING, 'c')


def test_a_command_without_images_times_out_and_says_what_is_missing(
    ros: Probe, tmp_path: Path
) -> None:
    bench = _bench(ros, tmp_path, command_timeout_s=1.0)
    bench.change = lambda msg: None
    bench.say()
    status = bench.wait_for_state(PolicyStatus.FAILED)
    assert status.reason == 'timeout'
    assert 'waiting for visual_features' in status.message


def test_deactivation_fails_the_command_and_a_new_start_is_idle(
    ros: Probe, tmp_path: Path
) -> None:
    bench = _bench(ros, tmp_path)
    bench.say()
    bench.wait_for_state(PolicyStatus.EXECUTING)
    assert _change(bench, Transition.TRANSITION_DEACTIVATE)
    assert bench.wait_for_state(PolicyStatus.FAILED).reason == 'deactivated'
    bench.feed(0.1)
    count = len(bench.chunks)
    bench.say('pick it', 'ignored')
    bench.feed(0.3)
    assert _change(bench, Transition.TRANSITION_ACTIVATE)
    bench.wait_for_state(PolicyStatus.IDLE, '')
    bench.feed(0.3)
    assert len(bench.chunks) == count
    bench.say('pick it', 'b')
    bench.wait_for_state(PolicyStatus.EXECUTING, 'b')


def test_a_command_before_activation_is_ignored(ros: Probe, tmp_path: Path) -> None:
    bench = PolicyBench(ros, tmp_path, autostart=False)
    assert _change(bench, Transition.TRANSITION_CONFIGURE)
    bench.connect()
    bench.say('pick it', 'early')
    bench.feed(0.2)
    assert _change(bench, Transition.TRANSITION_ACTIVATE)
    bench.wait_for_state(PolicyStatus.IDLE, '')
    bench.feed(0.3)
    assert not bench.chunks
    assert {status.command_id for status in bench.statuses} == {''}


def test_a_whole_life_can_be_lived_twice(ros: Probe, tmp_path: Path) -> None:
    bench = _bench(ros, tmp_path)
    for transition in (
        Transition.TRANSITION_DEACTIVATE,
        Transition.TRANSITION_CLEANUP,
        Transition.TRANSITION_CONFIGURE,
        Transition.TRANSITION_ACTIVATE,
    ):
        assert _change(bench, transition)
    bench.say('pick it', 'b')
    bench.wait_for_state(PolicyStatus.EXECUTING, 'b')


def test_a_missing_checkpoint_leaves_the_node_up_and_says_so(ros: Probe, tmp_path: Path) -> None:
    bench = PolicyBench(
        ros, tmp_path, autostart=False, checkpoint=str(tmp_path / 'nothing.safetensors')
    )
    assert not _change(bench, Transition.TRANSITION_CONFIGURE)
    assert _state(bench) == StateId.PRIMARY_STATE_UNCONFIGURED
    bench.ros.wait_for(
        lambda: any(
            'nothing.safetensors' in status.message and 'make train' in status.message
            for message in bench.diagnostics
            for status in message.status
        ),
        5.0,
        'no diagnostics of the missing checkpoint',
    )


def test_a_setting_out_of_range_leaves_the_node_up(ros: Probe, tmp_path: Path) -> None:
    bench = PolicyBench(ros, tmp_path, autostart=False, plan_period_s=0.01)
    assert not _change(bench, Transition.TRANSITION_CONFIGURE)
    assert _state(bench) == StateId.PRIMARY_STATE_UNCONFIGURED
    bench.ros.wait_for(
        lambda: any('plan_period_s' in s.message for m in bench.diagnostics for s in m.status),
        5.0,
        'no diagnostics of the setting',
    )
