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
from vla_interfaces.msg import DetectedObject
from vla_interfaces.msg import DetectedObjects
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_visualization import observation_messages as convert

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


def detected(**changes: object) -> DetectedObject:
    fields = {'name': 'red cube', 'color': 'red', 'shape': 'cube', 'confidence': 0.5}
    return DetectedObject(**{**fields, 'position': Point(x=0.5, y=0.1), **changes})


def test_detected_objects() -> None:
    message = DetectedObjects(objects=[detected(), detected(name='', is_held=True)])
    message.header.frame_id = 'base_link'
    cube, held = convert.to_objects(message, 'base_link')
    assert (cube.name, cube.color, cube.shape, cube.confidence) == ('red cube', 'red', 'cube', 0.5)
    np.testing.assert_array_equal(cube.position_m, (0.5, 0.1, 0.0))
    assert (cube.is_held, held.is_held, held.name) == (False, True, 'object')
    (candidate,) = convert.to_candidates(PolicyStatus(candidates=[detected()]))
    assert candidate.is_candidate


def test_the_workspace_of_the_safety_gate() -> None:
    assert convert.to_workspace(SafetyStatus(), 'base_link') is None, 'an empty box'
    status = SafetyStatus(workspace_min=Point(x=0.2), workspace_max=Point(x=0.8, y=0.5, z=0.6))
    status.header.frame_id = 'base_link'
    workspace = convert.to_workspace(status, 'base_link')
    assert workspace is not None
    np.testing.assert_allclose(workspace.high_m, (0.8, 0.5, 0.6))


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
    'positions of detected objects must be finite': lambda: convert.to_candidates(
        PolicyStatus(candidates=[detected(position=Point(x=math.nan))])
    ),
    "detected_objects must be in frame 'base_link', got ''": lambda: convert.to_objects(
        DetectedObjects(), 'base_link'
    ),
    r'got \(0, 3\)': lambda: convert.to_query_attention(AttentionMap(rows=0, cols=3)),
}


@pytest.mark.parametrize('rule', WRONG)
def test_an_invalid_message_is_an_error(rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        WRONG[rule]()


@pytest.mark.parametrize(
    ('fields', 'words', 'meaning'),
    [
        ({'text': 'pick it'}, 'pick it', ''),
        (
            {'text': 'lift the keg', 'normalized_text': 'lift the cylinder'},
            'lift the cylinder',
            'lift the cylinder',
        ),
        # Nothing is encoded of a refused text, but its meaning is shown.
        (
            {
                'text': 'lift it',
                'kind': CommandEmbedding.KIND_UNSUPPORTED,
                'meaning': CommandMeaning(speech_act='order', task='pick'),
            },
            '',
            'pick: no object',
        ),
        (
            {
                'text': 'point, then lift',
                'meaning': CommandMeaning(speech_act='order', task='point'),
                'further_steps': [
                    CommandStep(meaning=CommandMeaning(speech_act='order', task='pick'))
                ],
            },
            'point, then lift',
            '1. point: no object; 2. pick: no object',
        ),
        ({'text': 'halt', 'kind': CommandEmbedding.KIND_STOP}, '', ''),
    ],
)
def test_a_command_has_the_words_that_the_policy_receives(
    fields: dict[str, object], words: str, meaning: str
) -> None:
    command = convert.to_command(CommandEmbedding(**fields))
    assert command.text == fields['text']
    assert (' '.join(word.text for word in command.words), command.meaning) == (words, meaning)
