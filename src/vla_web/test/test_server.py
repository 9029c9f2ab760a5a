# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The server over HTTP and WebSocket, with a simulated system in a ROS domain."""

import asyncio
from collections.abc import Callable
import json
import time
from typing import Any

import aiohttp
import numpy as np
import pytest
from sensor_msgs.msg import CompressedImage
from std_msgs.msg import Header
from visualization_msgs.msg import MarkerArray
from vla_client.testing import FakeSystem
from vla_common import qos
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_visualization.marker_messages import to_marker_array
from vla_visualization.overlay_messages import to_jpeg
from vla_visualization.primitives import Sphere
from web_harness import RunningPage

DEADLINE_S = 20.0
BALL = Sphere(ns='objects', color=(1.0, 0.0, 0.0, 1.0), center=(0.4, 0.0, 0.0), diameter_m=0.04)


def request(
    page: RunningPage, method: str, path: str, headers: dict[str, str] | None = None, **values: Any
) -> tuple[int, str, dict[str, str]]:
    """Return status, body and headers of a response."""

    async def send() -> tuple[int, str, dict[str, str]]:
        url = f'http://127.0.0.1:{page.server.port}{path}'
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, headers=headers or {}, **values) as response,
        ):
            return response.status, await response.text(), dict(response.headers)

    return asyncio.run(send())


def act(page: RunningPage, action: str, **values: Any) -> dict[str, Any]:
    status, text, _ = request(
        page, 'POST', f'/api/{action}', {'X-Token': 'secret'}, data=json.dumps(values)
    )
    assert status == 200, text
    return dict(json.loads(text))


def receive(
    page: RunningPage, until: Callable[[list[Any]], bool], publish: Callable[[], None]
) -> list[Any]:
    """Return the messages of a page until a condition holds."""

    async def listen() -> list[Any]:
        messages: list[Any] = []
        url = f'ws://127.0.0.1:{page.server.port}/view?token=secret'
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            end_s = time.monotonic() + DEADLINE_S
            while not until(messages):
                assert time.monotonic() < end_s, f'not received: {messages[-3:]}'
                publish()
                message = await socket.receive(DEADLINE_S)
                text = message.type == aiohttp.WSMsgType.TEXT
                messages.append(json.loads(message.data) if text else message.data)
                if text and messages[-1]['type'] == 'state':
                    await socket.send_str('shown')
        return messages

    return asyncio.run(listen())


@pytest.mark.parametrize(
    ('method', 'path', 'headers'),
    [
        ('GET', '/', {}),
        ('GET', '/?token=wrong', {}),
        ('GET', '/view', {}),
        ('POST', '/api/stop', {}),
        ('POST', '/api/stop', {'X-Token': 'secret', 'Origin': 'http://attacker.example'}),
        ('GET', '/?token=secret', {'Host': 'attacker.example'}),
    ],
)
def test_requests_without_the_token_or_of_other_pages_are_refused(
    system: FakeSystem, page: RunningPage, method: str, path: str, headers: dict[str, str]
) -> None:
    status, text, _ = request(page, method, path, headers)
    assert status == 403
    assert 'must' in text
    assert system.services == []


def test_the_page_has_its_files_and_loads_no_others(system: FakeSystem, page: RunningPage) -> None:
    status, text, headers = request(page, 'GET', '/?token=secret')
    assert status == 200
    assert 'id="stop"' in text
    assert '://' not in text
    assert "default-src 'self'" in headers['Content-Security-Policy']
    for name in ('app.js', 'lists.js', 'matrices.js', 'scene3d.js', 'shapes3d.js', 'style.css'):
        assert request(page, 'GET', f'/page/{name}')[0] == 200
    assert request(page, 'GET', '/page/../server.py')[0] in (403, 404)


def test_stop_and_reset_are_service_calls(system: FakeSystem, page: RunningPage) -> None:
    assert act(page, 'stop') == {'success': True, 'message': 'stop received'}
    assert act(page, 'reset')['success']
    # A stop word is no command.
    assert act(page, 'command', text='stop!')['message'] == 'stop received'
    assert system.services == ['stop', 'reset', 'stop']
    assert system.goals == []


def test_only_the_command_that_is_shown_is_approved(system: FakeSystem, page: RunningPage) -> None:
    system.policy.publish(PolicyStatus(command_id='c2', state=PolicyStatus.EXECUTING))
    client = page.session.client
    assert client.wait_for(lambda: client.policy_status is not None, DEADLINE_S)
    assert 'it has changed' in act(page, 'approve', command_id='c1')['message']
    assert system.services == []
    act(page, 'approve', command_id='c2')
    assert system.services == ['approve']
    assert 'robot at rest' in act(page, 'new_scene')['message']


def test_a_command_is_a_goal_and_a_rejected_one_is_an_answer(
    system: FakeSystem, page: RunningPage
) -> None:
    assert act(page, 'command', text='pick up the red cube')['success']
    assert system.wait_for_goal().request.text == 'pick up the red cube'
    system.accepts_goals = False
    act(page, 'command', text='push it')
    answers = page.session.answers
    assert page.session.client.wait_for(lambda: bool(answers.answers()), DEADLINE_S)
    assert answers.answers()[0]['text'] == 'push it'
    assert 'rejected' in answers.answers()[0]['reason']


@pytest.mark.parametrize(
    ('action', 'body', 'expected'),
    [
        ('command', '{"text": 3}', (400, 'text must be a text that is not empty; got 3')),
        ('command', '{"text": "  "}', (400, 'text must be a text')),
        ('command', '[]', (400, 'the body must be a JSON object; got list')),
        ('command', '{', (400, 'command: ')),
        ('command', '"' + 20_000 * 'a' + '"', (413, '')),
        ('shutdown', '{}', (404, 'an action must be one of')),
    ],
)
def test_malformed_requests_are_refused(
    system: FakeSystem, page: RunningPage, action: str, body: str, expected: tuple[int, str]
) -> None:
    status, text, _ = request(page, 'POST', f'/api/{action}', {'X-Token': 'secret'}, data=body)
    assert status == expected[0]
    assert expected[1] in text
    assert system.goals == []


def test_a_page_gets_history_state_scene_and_image(system: FakeSystem, page: RunningPage) -> None:
    node = system.thread.node
    images = node.create_publisher(
        CompressedImage, 'attention_overlay/compressed', qos.BEST_EFFORT_LATEST
    )
    markers = node.create_publisher(MarkerArray, 'multimodal_viz', qos.RELIABLE_LATEST)
    picture = to_jpeg(Header(), np.zeros((720, 640, 3), np.uint8))

    def publish() -> None:
        system.safety.publish(SafetyStatus(state=SafetyStatus.IDLE, message='waiting'))
        images.publish(picture)
        markers.publish(to_marker_array([BALL], [], 'base_link'))

    def is_complete(messages: list[Any]) -> bool:
        types = {message['type'] for message in messages if isinstance(message, dict)}
        live = any(m.get('problem') == '' for m in messages if isinstance(m, dict))
        return live and 'scene' in types and any(isinstance(m, bytes) for m in messages)

    messages = receive(page, is_complete, publish)
    assert messages[0]['type'] == 'history'
    scene = next(m for m in messages if isinstance(m, dict) and m['type'] == 'scene')
    assert scene['shapes'][0]['position'] == [0.4, 0.0, 0.0]
    assert next(m for m in messages if isinstance(m, bytes))[:2] == b'\xff\xd8'
    # Without a page, nobody subscribes.
    client = page.session.client
    assert client.wait_for(lambda: images.get_subscription_count() == 0, DEADLINE_S)
    assert client.wait_for(lambda: markers.get_subscription_count() == 0, DEADLINE_S)


def test_an_old_status_makes_the_page_not_live(system: FakeSystem, page: RunningPage) -> None:
    system.safety.publish(SafetyStatus(state=SafetyStatus.IDLE))
    messages = receive(
        page, lambda found: bool(found) and 'is 1.' in found[-1].get('problem', ''), lambda: None
    )
    assert messages[-1]['problem'].startswith('the last safety_status is 1.')


def test_stop_does_not_wait_for_a_view_that_hangs(
    system: FakeSystem, page: RunningPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    called, released = [], []

    def hang() -> dict[str, Any]:
        called.append(True)
        page.session.client.wait_for(lambda: bool(released), DEADLINE_S)
        raise RuntimeError('the view failed')

    monkeypatch.setattr(page.session, 'state', hang)
    assert page.session.client.wait_for(lambda: bool(called), DEADLINE_S)
    assert act(page, 'stop')['success']
    released.append(True)
    # A view that fails does not end the server.
    assert act(page, 'stop')['success']


def test_a_page_that_is_slow_gets_no_old_updates(system: FakeSystem, page: RunningPage) -> None:
    """Nothing is sent to a page that has not shown the last update, and then the newest one."""

    async def listen() -> tuple[float, float]:
        url = f'ws://127.0.0.1:{page.server.port}/view?token=secret'
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            times: list[float] = []
            while len(times) < 2:
                message = await socket.receive(DEADLINE_S)
                if message.type == aiohttp.WSMsgType.TEXT and '"state"' in message.data:
                    times.append(float(json.loads(message.data)['t']))
                    await asyncio.sleep(2.0)
                    began_s = time.time()
                    await socket.send_str('shown')
            return times[1], began_s - 2.0

    newest_s, asked_s = asyncio.run(listen())
    # Ten updates were made in the meantime.
    assert newest_s > asked_s - 0.5
