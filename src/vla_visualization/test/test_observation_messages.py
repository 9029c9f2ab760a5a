# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of messages to plain data."""

from collections.abc import Callable
import math

from geometry_msgs.msg import Point
from geometry_msgs.msg import Pose
import numpy as np
import pytest
from vla_common.conversions import to_array
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandMeaning
from vla_interfaces.msg import CommandStep
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_visualization import observation_messages as convert
from vla_visualization.observations import Severity

K = [500.0, 0.0, 319.5, 0.0, 500.0, 239.5, 0.0, 0.0, 1.0]


def chunk(steps: int = 3, frame: str = 'base_link') -> ActionChunk:
    poses = [Pose(position=Point(x=0.1 * i, y=0.2, z=0.3)) for i in range(steps)]
    message = ActionChunk(poses=poses, target=Point(x=0.5), destination=Point(x=0.6))
    message.gripper = to_array(np.linspace(1, 0, steps, dtype=np.float32))
    message.header.frame_id = frame
    return message


def test_a_chunk_becomes_a_path() -> None:
    path = convert.to_planned_path(chunk(), 'base_link')
    np.testing.assert_allclose(path.positions_m, [(0, 0.2, 0.3), (0.1, 0.2, 0.3), (0.2, 0.2, 0.3)])
    np.testing.assert_allclose(path.gripper, [1, 0.5, 0])
    np.testing.assert_allclose(path.target_m, [0.5, 0, 0])
    assert path.destination_m is None


def test_a_destination_and_an_empty_chunk() -> None:
    message = chunk(0)
    message.has_destination = True
    path = convert.to_planned_path(message, 'base_link')
    assert path.positions_m.shape == (0, 3)
    np.testing.assert_allclose(path.destination_m, [0.6, 0, 0])


def test_attention_is_row_major() -> None:
    message = AttentionMap(query='target', rows=2, cols=3)
    message.weights = to_array(np.arange(6, dtype=np.float32))
    attention = convert.to_query_attention(message)
    np.testing.assert_array_equal(attention.weights, [[0, 1, 2], [3, 4, 5]])
    assert attention.query == 'target'


def test_a_path_is_pending_while_the_safety_gate_waits_for_approval() -> None:
    status = SafetyStatus(state=SafetyStatus.IDLE, reason='approval_pending')
    assert convert.is_pending(status)
    assert not convert.is_pending(SafetyStatus(state=SafetyStatus.STOPPED, reason=status.reason))
    assert not convert.is_pending(SafetyStatus(reason='workspace'))


def test_the_safety_caption_names_a_dry_run() -> None:
    status = SafetyStatus(state=SafetyStatus.ACTIVE, dry_run=True)
    assert convert.safety_caption(status).text == 'safety: active (dry run)'


def test_refused_points() -> None:
    status = SafetyStatus(refused_points=[Point(y=0.5)], refused_checks=['workspace'])
    status.header.frame_id = 'base_link'
    refused = convert.to_refused_points(status, 'base_link')
    assert refused is not None
    np.testing.assert_array_equal(refused.points_m, [[0, 0.5, 0]])
    assert refused.checks == ('workspace',)
    assert convert.to_refused_points(SafetyStatus(), 'base_link') is None


def test_a_robot_state_becomes_an_end_effector() -> None:
    state = RobotState(gripper=0.5)
    state.header.frame_id = 'base_link'
    state.end_effector.orientation.x, state.end_effector.orientation.w = 1.0, 0.0
    end_effector = convert.to_end_effector(state, 'base_link')
    np.testing.assert_allclose(end_effector.rotation, np.diag([1, -1, -1]))
    assert end_effector.gripper == 0.5


def nan_orientation() -> RobotState:
    state = RobotState()
    state.header.frame_id = 'base_link'
    state.end_effector.orientation.w = math.nan
    return state


def missing_check_name() -> SafetyStatus:
    status = SafetyStatus(refused_points=[Point(), Point()], refused_checks=['speed'])
    status.header.frame_id = 'base_link'
    return status


WRONG: dict[str, Callable[[], object]] = {
    "action_chunk must be in frame 'base_link', got 'world'": lambda: convert.to_planned_path(
        chunk(frame='world'), 'base_link'
    ),
    "robot_state must be in frame 'base_link', got ''": lambda: convert.to_end_effector(
        RobotState(), 'base_link'
    ),
    'safety_status must be in frame': lambda: convert.to_refused_points(
        SafetyStatus(refused_points=[Point()], refused_checks=['a']), 'base_link'
    ),
    'one check name each, got .* and 1': lambda: convert.to_refused_points(
        missing_check_name(), 'base_link'
    ),
    'length 1': lambda: convert.to_end_effector(nan_orientation(), 'base_link'),
    r'2 \* 3 weights, got 0': lambda: convert.to_query_attention(AttentionMap(rows=2, cols=3)),
    r'got \(0, 3\)': lambda: convert.to_query_attention(AttentionMap(rows=0, cols=3)),
}


@pytest.mark.parametrize('rule', WRONG)
def test_an_invalid_message_is_an_error(rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        WRONG[rule]()


@pytest.mark.parametrize(
    ('fields', 'text', 'severity'),
    [
        ({'text': 'pick it'}, '"pick it"', Severity.INFO),
        (
            {'text': 'lift the keg', 'normalized_text': 'lift the cylinder'},
            '"lift the keg", understood as lift the cylinder',
            Severity.INFO,
        ),
        (
            {'text': 'lift it', 'meaning': CommandMeaning(speech_act='order', task='pick')},
            '"lift it", understood as pick: no object',
            Severity.INFO,
        ),
        # The policy reports the reason.
        (
            {
                'text': 'lift it',
                'kind': CommandEmbedding.KIND_UNSUPPORTED,
                'meaning': CommandMeaning(speech_act='order', task='pick'),
                'reason': 'name an object',
            },
            '"lift it", understood as pick: no object',
            Severity.INFO,
        ),
        (
            {
                'text': 'point, then lift',
                'meaning': CommandMeaning(speech_act='order', task='point'),
                'further_steps': [
                    CommandStep(meaning=CommandMeaning(speech_act='order', task='pick'))
                ],
            },
            '"point, then lift", understood as 1. point: no object; 2. pick: no object',
            Severity.INFO,
        ),
        ({'text': 'halt', 'kind': CommandEmbedding.KIND_STOP}, 'STOP: halt', Severity.ERROR),
        (
            {'text': 'x', 'kind': CommandEmbedding.KIND_INVALID, 'reason': 'too long'},
            'rejected: too long',
            Severity.ERROR,
        ),
    ],
)
def test_command_caption(fields: dict[str, object], text: str, severity: Severity) -> None:
    caption = convert.command_caption(CommandEmbedding(**fields))
    assert (caption.text, caption.severity) == (text, severity)


@pytest.mark.parametrize(
    ('fields', 'text', 'severity'),
    [
        ({}, 'policy: idle', Severity.INFO),
        (
            {'state': PolicyStatus.EXECUTING, 'task': 'pick', 'phase': 'lift', 'confidence': 0.5},
            'policy: executing, pick, lift, confidence 50%',
            Severity.INFO,
        ),
        (
            {'state': PolicyStatus.EXECUTING, 'task': 'place', 'message': 'putting it down first'},
            'policy: executing, place, confidence 0%, putting it down first',
            Severity.INFO,
        ),
        (
            {'state': PolicyStatus.REFUSED, 'message': "refused 'pick it': no object"},
            "policy: refused 'pick it': no object",
            Severity.ERROR,
        ),
        (
            {'state': PolicyStatus.WAITING, 'step': 2, 'step_count': 2},
            'policy: waiting, step 2 of 2',
            Severity.WARNING,
        ),
        (
            {'state': PolicyStatus.SUCCEEDED, 'task': 'pick'},
            'policy: succeeded, pick',
            Severity.SUCCESS,
        ),
        (
            {'state': PolicyStatus.REFUSED, 'message': 'no elephant'},
            'policy: refused: no elephant',
            Severity.ERROR,
        ),
        ({'state': 99}, 'policy: state 99', Severity.WARNING),
    ],
)
def test_policy_caption(fields: dict[str, object], text: str, severity: Severity) -> None:
    caption = convert.policy_caption(PolicyStatus(**fields))
    assert (caption.text, caption.severity) == (text, severity)


@pytest.mark.parametrize(
    ('fields', 'text', 'severity'),
    [
        ({'state': SafetyStatus.ACTIVE}, 'safety: active', Severity.SUCCESS),
        (
            {'state': SafetyStatus.ACTIVE, 'reason': 'workspace'},
            'safety: active: workspace',
            Severity.WARNING,
        ),
        (
            {'state': SafetyStatus.STOPPED, 'reason': 'stop', 'message': 'call reset'},
            'safety: stopped: call reset',
            Severity.ERROR,
        ),
        ({'state': 99}, 'safety: state 99', Severity.WARNING),
    ],
)
def test_safety_caption(fields: dict[str, object], text: str, severity: Severity) -> None:
    caption = convert.safety_caption(SafetyStatus(**fields))
    assert (caption.text, caption.severity) == (text, severity)
