# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages as observations."""

from collections.abc import Callable
import math

from geometry_msgs.msg import Point
from geometry_msgs.msg import Pose
import numpy as np
import pytest
from sensor_msgs.msg import CameraInfo
from vla_common.conversions import to_array
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_visualization import observation_messages as convert
from vla_visualization.observations import Tone

K = [500.0, 0.0, 319.5, 0.0, 500.0, 239.5, 0.0, 0.0, 1.0]


def chunk(steps: int = 3, frame: str = 'base_link') -> ActionChunk:
    poses = [Pose(position=Point(x=0.1 * i, y=0.2, z=0.3)) for i in range(steps)]
    message = ActionChunk(poses=poses, target=Point(x=0.5), destination=Point(x=0.6))
    message.gripper = to_array(np.linspace(1, 0, steps, dtype=np.float32))
    message.header.frame_id = frame
    return message


def test_a_chunk_becomes_a_plan() -> None:
    plan = convert.to_plan(chunk(), 'base_link')
    np.testing.assert_allclose(plan.positions_m, [(0, 0.2, 0.3), (0.1, 0.2, 0.3), (0.2, 0.2, 0.3)])
    np.testing.assert_allclose(plan.gripper, [1, 0.5, 0])
    np.testing.assert_allclose(plan.target_m, [0.5, 0, 0])
    assert plan.destination_m is None


def test_a_destination_and_an_empty_chunk() -> None:
    message = chunk(0)
    message.has_destination = True
    plan = convert.to_plan(message, 'base_link')
    assert plan.positions_m.shape == (0, 3)
    np.testing.assert_allclose(plan.destination_m, [0.6, 0, 0])


def test_attention_is_row_major() -> None:
    message = AttentionMap(query='target', rows=2, cols=3)
    message.weights = to_array(np.arange(6, dtype=np.float32))
    attention = convert.to_attention(message)
    np.testing.assert_array_equal(attention.weights, [[0, 1, 2], [3, 4, 5]])
    assert attention.query == 'target'


def test_a_plan_is_pending_while_safety_waits() -> None:
    status = SafetyStatus(state=SafetyStatus.IDLE, reason='approval_pending')
    assert convert.is_pending(status)
    assert not convert.is_pending(SafetyStatus(state=SafetyStatus.STOPPED, reason=status.reason))
    assert not convert.is_pending(SafetyStatus(reason='workspace'))


def test_a_dry_run_is_told() -> None:
    status = SafetyStatus(state=SafetyStatus.ACTIVE, dry_run=True)
    assert convert.safety_caption(status).text == 'safety: active (dry run)'


def test_refused_points_and_none() -> None:
    status = SafetyStatus(refused_points=[Point(y=0.5)], refused_checks=['workspace'])
    status.header.frame_id = 'base_link'
    refusal = convert.to_refusal(status, 'base_link')
    assert refusal is not None
    np.testing.assert_array_equal(refusal.points_m, [[0, 0.5, 0]])
    assert refusal.checks == ('workspace',)
    assert convert.to_refusal(SafetyStatus(), 'base_link') is None


def test_the_hand_points_down() -> None:
    state = RobotState(gripper=0.5)
    state.header.frame_id = 'base_link'
    state.end_effector.orientation.x, state.end_effector.orientation.w = 1.0, 0.0
    hand = convert.to_hand(state, 'base_link')
    np.testing.assert_allclose(hand.rotation, np.diag([1, -1, -1]))
    assert hand.gripper == 0.5


def test_camera_info() -> None:
    info = CameraInfo(width=640, height=480, distortion_model='plumb_bob', d=[0.1] * 5)
    info.k = K
    intrinsics = convert.to_intrinsics(info)
    assert (intrinsics.width_px, intrinsics.height_px) == (640, 480)
    np.testing.assert_array_equal(intrinsics.matrix, np.reshape(K, (3, 3)))
    np.testing.assert_allclose(intrinsics.distortion, [0.1] * 5)


def nowhere() -> RobotState:
    state = RobotState()
    state.header.frame_id = 'base_link'
    state.end_effector.orientation.w = math.nan
    return state


def strangely_refused() -> SafetyStatus:
    status = SafetyStatus(refused_points=[Point(), Point()], refused_checks=['speed'])
    status.header.frame_id = 'base_link'
    return status


WRONG: dict[str, Callable[[], object]] = {
    "action_chunk must be in frame 'base_link', got 'world'": lambda: convert.to_plan(
        chunk(frame='world'), 'base_link'
    ),
    "robot_state must be in frame 'base_link', got ''": lambda: convert.to_hand(
        RobotState(), 'base_link'
    ),
    'safety_status must be in frame': lambda: convert.to_refusal(
        SafetyStatus(refused_points=[Point()], refused_checks=['a']), 'base_link'
    ),
    'one check name each, got .* and 1': lambda: convert.to_refusal(
        strangely_refused(), 'base_link'
    ),
    'length 1': lambda: convert.to_hand(nowhere(), 'base_link'),
    r'2 \* 3 weights, got 0': lambda: convert.to_attention(AttentionMap(rows=2, cols=3)),
    r'got \(0, 3\)': lambda: convert.to_attention(AttentionMap(rows=0, cols=3)),
    'plumb_bob, rational_polynomial; got .fisheye': lambda: convert.to_intrinsics(
        CameraInfo(width=4, height=3, distortion_model='fisheye')
    ),
    'calibrate the camera': lambda: convert.to_intrinsics(CameraInfo(width=4, height=3)),
}


@pytest.mark.parametrize('rule', WRONG)
def test_what_cannot_be_shown_says_why(rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        WRONG[rule]()


@pytest.mark.parametrize(
    ('fields', 'text', 'tone'),
    [
        ({'text': 'pick it'}, '"pick it"', Tone.NEUTRAL),
        (
            {'text': 'lift the keg', 'normalized_text': 'lift the cylinder'},
            '"lift the keg", read as "lift the cylinder"',
            Tone.NEUTRAL,
        ),
        ({'text': 'halt', 'kind': CommandEmbedding.KIND_STOP}, 'STOP: halt', Tone.BAD),
        (
            {'text': 'x', 'kind': CommandEmbedding.KIND_INVALID, 'reason': 'too long'},
            'not understood: too long',
            Tone.BAD,
        ),
    ],
)
def test_command_caption(fields: dict[str, object], text: str, tone: Tone) -> None:
    caption = convert.command_caption(CommandEmbedding(**fields))
    assert (caption.text, caption.tone) == (text, tone)


@pytest.mark.parametrize(
    ('fields', 'text', 'tone'),
    [
        ({}, 'policy: idle', Tone.NEUTRAL),
        (
            {'state': PolicyStatus.EXECUTING, 'task': 'pick', 'phase': 'lift', 'confidence': 0.5},
            'policy: executing, pick, lift, confidence 50%',
            Tone.NEUTRAL,
        ),
        ({'state': PolicyStatus.SUCCEEDED, 'task': 'pick'}, 'policy: succeeded, pick', Tone.GOOD),
        (
            {'state': PolicyStatus.REFUSED, 'message': 'no elephant'},
            'policy: refused: no elephant',
            Tone.BAD,
        ),
        ({'state': 99}, 'policy: state 99', Tone.WARNING),
    ],
)
def test_policy_caption(fields: dict[str, object], text: str, tone: Tone) -> None:
    caption = convert.policy_caption(PolicyStatus(**fields))
    assert (caption.text, caption.tone) == (text, tone)


@pytest.mark.parametrize(
    ('fields', 'text', 'tone'),
    [
        ({'state': SafetyStatus.ACTIVE}, 'safety: active', Tone.GOOD),
        (
            {'state': SafetyStatus.ACTIVE, 'reason': 'workspace'},
            'safety: active: workspace',
            Tone.WARNING,
        ),
        (
            {'state': SafetyStatus.STOPPED, 'reason': 'stop', 'message': 'call reset'},
            'safety: stopped: call reset',
            Tone.BAD,
        ),
        ({'state': 99}, 'safety: state 99', Tone.WARNING),
    ],
)
def test_safety_caption(fields: dict[str, object], text: str, tone: Tone) -> None:
    caption = convert.safety_caption(SafetyStatus(**fields))
    assert (caption.text, caption.tone) == (text, tone)
