# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Connection of the page to the robot."""

from collections.abc import Iterator

import pytest
from vla_client.testing import FakeSystem
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_web.robot_session import RobotSession

DEADLINE_S = 20.0


@pytest.fixture
def session(domain_id: int) -> Iterator[RobotSession]:
    opened = RobotSession(domain_id)
    yield opened
    opened.close()


def test_without_a_system_the_state_is_not_live_and_stop_is_not_confirmed(
    session: RobotSession,
) -> None:
    state = session.state()
    assert state['problem'].startswith('no safety_status was received')
    assert state['title'] == 'Safety gate not running'
    reply = session.stop()
    assert not reply.success
    assert 'service stop must be there' in reply.message
    assert session.state()['answers'][-1]['state'] == 'failed'
    assert (session.take_image(), session.take_scene()) == (None, None)


def test_stop_words_are_a_service_call(system: FakeSystem, session: RobotSession) -> None:
    assert session.send_command('Stop!').success
    assert (system.services, system.goals) == (['stop'], [])


def test_a_new_scene_needs_a_robot_at_rest(system: FakeSystem, session: RobotSession) -> None:
    system.policy.publish(PolicyStatus(command_id='c1', state=PolicyStatus.EXECUTING))
    client = session.client
    assert client.wait_for(lambda: client.policy_status is not None, DEADLINE_S)
    assert 'Stop the command first' in session.new_scene().message
    assert not session.approve('').success
    assert not session.approve('c2').success
    assert system.services == []


def test_the_state_is_added_to_the_timeline(system: FakeSystem, session: RobotSession) -> None:
    system.safety.publish(SafetyStatus(state=SafetyStatus.STOPPED, message='stopped'))
    client = session.client
    assert client.wait_for(lambda: session.state()['title'] == 'Stopped', DEADLINE_S)
    assert session.state()['is_stopped']
    assert session.timeline.samples()[-1]['title'] == 'Stopped'
