# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""State of the page."""

from dataclasses import replace
import json

import numpy as np
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.projection import CameraPose
from vla_visualization.observations import CardIcon
from vla_visualization.observations import CommandView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import QueryWord
from vla_visualization.observations import SceneView
from vla_visualization.observations import Severity
from vla_visualization.observations import StatusCard
from vla_visualization.observations import Workspace
from vla_visualization.panel import word_colors
from vla_web.page_state import Liveness
from vla_web.page_state import to_page_state
from vla_web.page_state import to_sample

LIVE = Liveness(0.1, 1.0)
WORD = QueryWord('cube', {'target': 1.0, 'destination': 0.2})
SCENE = SceneView(
    card=StatusCard(CardIcon.RUNNING, Severity.SUCCESS, 'Executing: pick', 'red cube'),
    command=CommandView('grab the cube', (WORD,), 'pick: cube'),
    objects=(ObjectView('red cube', 'red', 'cube', np.zeros(3)),),
    path=PlannedPath(np.full((2, 3), 0.5), np.ones(2), np.zeros(3)),
    workspace=Workspace(np.zeros(3), np.array([1.0, 1.0, 0.53])),
)


def test_words_have_the_colors_of_the_overlay() -> None:
    state = to_page_state(SCENE, None, None, LIVE, 5.0)
    fill, ink = word_colors(WORD)
    assert state['command']['words'] == [
        {
            'text': 'cube',
            'fill': f'rgb{fill}',
            'ink': f'rgb{ink}',
            'weights': {'target': 1.0, 'destination': 0.2},
        }
    ]
    assert [query['name'] for query in state['command']['queries']] == ['target', 'destination']
    assert state['margin_cm'] == 3.0
    assert json.loads(json.dumps(state)) == state


def test_objects_have_their_shares_of_the_attention() -> None:
    pose = CameraPose.look_at((1.12, 0.0, 0.62), (0.0, 0.0, 0.0))
    matrix = np.array([[600.0, 0.0, 319.5], [0.0, 600.0, 239.5], [0.0, 0.0, 1.0]])
    camera = CameraModel(CameraIntrinsics(640, 480, matrix, np.zeros(0)), pose)
    weights = np.zeros((24, 32))
    weights[12, 16], weights[0, 0] = 3.0, 1.0
    scene = replace(SCENE, attention=(QueryAttention('target', weights),))
    state = to_page_state(scene, None, None, LIVE, 5.0, camera)
    assert state['objects'][0]['attention'] == {'target': 0.75}
    assert to_page_state(scene, None, None, LIVE, 5.0)['objects'][0]['attention'] == {}


def test_approval_names_the_command_that_waits() -> None:
    policy = PolicyStatus(command_id='c7', state=PolicyStatus.EXECUTING, progress=0.25)
    safety = SafetyStatus(state=SafetyStatus.IDLE, reason='approval_pending', latency_s=0.05)
    state = to_page_state(SCENE, policy, safety, LIVE, 5.0)
    assert (state['pending_id'], state['is_executing'], state['progress']) == ('c7', True, 0.25)
    assert state['latency_ms'] == 50.0
    stopped = SafetyStatus(state=SafetyStatus.STOPPED, latency_s=-1.0)
    state = to_page_state(SCENE, policy, stopped, LIVE, 5.0)
    assert (state['pending_id'], state['is_stopped'], state['latency_ms']) == ('', True, None)


def test_a_command_that_does_not_move_the_robot_says_why() -> None:
    policy = PolicyStatus(command_id='c7', state=PolicyStatus.EXECUTING, progress=0.25)
    pending = SafetyStatus(state=SafetyStatus.IDLE, reason='approval_pending')
    active = SafetyStatus(state=SafetyStatus.ACTIVE)
    held = replace(SCENE, card=StatusCard(CardIcon.WAITING, Severity.WARNING, 'On hold: state'))
    texts = [
        to_page_state(scene, policy, safety, LIVE, 5.0)['waiting']
        for scene, safety in ((SCENE, pending), (held, active), (SCENE, active))
    ]
    assert texts == ['needs approval', 'on hold', '']


def test_a_finished_command_has_full_progress() -> None:
    for policy_state, progress in ((PolicyStatus.SUCCEEDED, 1.0), (PolicyStatus.FAILED, 0.0)):
        policy = PolicyStatus(command_id='c7', state=policy_state, progress=0.25)
        assert to_page_state(SCENE, policy, None, LIVE, 5.0)['progress'] == progress


def test_an_empty_scene_has_a_state() -> None:
    state = to_page_state(SceneView(), None, None, Liveness(None, 1.0), 5.0)
    assert (state['title'], state['command'], state['margin_cm']) == (
        'Waiting for the system',
        None,
        None,
    )
    assert state['problem'].startswith('no safety_status was received')
    assert to_sample(state)['title'] == 'Waiting for the system'


def test_an_old_status_is_a_problem() -> None:
    assert Liveness(1.0, 1.0).problem == ''
    assert Liveness(2.34, 1.0).problem == 'the last safety_status is 2.3 s old'
