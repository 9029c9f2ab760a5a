# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The client against a real node that serves the interfaces of the system."""

import threading

import pytest
from std_msgs.msg import String
from vla_client.client import VlaClient
from vla_client.readiness import NotReadyError
from vla_client.testing import FakeSystem
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus


def test_the_client_is_ready_when_nodes_and_server_are(
    system: FakeSystem, client: VlaClient
) -> None:
    timer = system.thread.run_on_executor(
        lambda: system.thread.node.create_timer(0.05, system.publish_health)
    )
    assert client.wait_until_ready(10.0) < 10.0
    assert client.not_ready() == {}
    assert client.command_subscriber_count == 1
    missing = client.not_ready(command_subscribers=3)
    assert missing == {'natural_language_command': '3 subscribers are needed; got 1'}
    system.thread.run_on_executor(lambda: system.thread.node.destroy_timer(timer))
    client.discard_health('policy_node')
    assert client.not_ready() == {'policy_node': 'no diagnostics received; start the node'}


def test_a_node_that_does_not_become_ready_is_named(client: VlaClient) -> None:
    with pytest.raises(NotReadyError, match=r'after 0\.\d s: perception_node: no diagnostics rec'):
        client.wait_until_ready(0.3)


def test_a_failed_node_ends_the_wait_with_its_diagnostics(
    system: FakeSystem, client: VlaClient
) -> None:
    system.thread.run_on_executor(
        lambda: system.thread.node.create_timer(
            0.05,
            lambda: system.publish_health(['language_node'], 2, 'configure failed: no encoder'),
        )
    )
    with pytest.raises(NotReadyError, match='language_node: configure failed: no encoder'):
        client.wait_until_ready(30.0)
    assert client.failed_nodes == {'language_node': 'configure failed: no encoder'}


def test_execute_returns_the_result_of_the_server(system: FakeSystem, client: VlaClient) -> None:
    def serve() -> None:
        system.end_goal(system.wait_for_goal(), 'refused', 'target_not_found', 'no red cube')

    server = threading.Thread(target=serve)
    server.start()
    result = client.execute('pick up the red cube', 10.0)
    server.join()
    assert (result.outcome, result.reason, result.message, result.command_id) == (
        'refused',
        'target_not_found',
        'no red cube',
        'command-1',
    )
    assert not result.success
    assert 0.0 < result.duration_s < 10.0
    assert system.goals[0].request.text == 'pick up the red cube'
    assert system.texts == []


def test_a_published_command_reaches_the_topic_only(system: FakeSystem, client: VlaClient) -> None:
    assert client.wait_for(lambda: client.command_subscriber_count == 1, 10.0)
    client.publish_command('point at the ball')
    assert client.wait_for(lambda: system.texts == ['point at the ball'], 5.0)
    assert system.goals == []


def test_a_published_request_carries_the_id_that_the_client_returns(
    system: FakeSystem, client: VlaClient
) -> None:
    client.publish_request('sent until the topic is connected')
    assert client.wait_for(
        lambda: bool(client.publish_request('warm up') and system.requests), 10.0
    )
    command_id = client.publish_request('point at the ball')
    assert client.wait_for(lambda: system.requests[-1].text == 'point at the ball', 5.0)
    assert system.requests[-1].command_id == command_id
    ids = [request.command_id for request in system.requests]
    assert len(ids) == len(set(ids))
    assert all(1 <= len(one) <= 64 for one in ids)
    assert system.requests[-1].header.stamp.sec > 0


def test_status_is_stored_and_passed_to_callbacks(system: FakeSystem, client: VlaClient) -> None:
    assert client.policy_status is None
    assert client.safety_status is None
    policies: list[str] = []
    safeties: list[int] = []
    client.on_policy_status(lambda status: policies.append(status.text))
    client.on_safety_status(lambda status: safeties.append(status.state))
    system.policy.publish(PolicyStatus(text='a'))
    assert client.wait_for(lambda: policies == ['a'], 10.0)
    for number in range(20):
        system.policy.publish(PolicyStatus(text=str(number)))
    system.safety.publish(SafetyStatus(state=SafetyStatus.STOPPED))
    assert client.wait_for(lambda: len(policies) == 21 and bool(safeties), 10.0)
    assert policies[1:] == [str(number) for number in range(20)]
    assert client.policy_status.text == '19'
    assert client.safety_status.state == SafetyStatus.STOPPED
    assert safeties == [SafetyStatus.STOPPED]


def test_services_reply(system: FakeSystem, client: VlaClient) -> None:
    assert client.stop() == (True, 'stop received')
    assert client.reset() == (True, 'reset received')
    assert client.approve() == (False, 'approve received')
    assert system.services == ['stop', 'reset', 'approve']


def test_further_topics_can_be_subscribed_to(system: FakeSystem, client: VlaClient) -> None:
    texts: list[str] = []
    threads: list[str] = []

    def on_text(message: String) -> None:
        texts.append(message.data)
        threads.append(threading.current_thread().name)

    client.subscribe(String, 'extra', on_text)
    publisher = system.thread.run_on_executor(
        lambda: system.thread.node.create_publisher(String, 'extra', 10)
    )
    assert client.wait_for(lambda: publisher.get_subscription_count() == 1, 10.0)
    publisher.publish(String(data='hello'))
    assert client.wait_for(lambda: texts == ['hello'], 5.0)
    assert threads == ['test_client']


def test_blocking_calls_are_refused_in_a_callback(client: VlaClient) -> None:
    for call in (
        lambda: client.execute('pick up the red cube'),
        client.stop,
        client.close,
        lambda: client.wait_for(lambda: True, 1.0),
    ):
        with pytest.raises(RuntimeError, match='must not be called in a callback'):
            client.run_on_executor(call)


def test_a_namespaced_client_reaches_the_system_of_its_namespace() -> None:
    domain_id = free_domain_id()
    with (
        FakeSystem(domain_id, namespace='robot1') as system,
        FakeSystem(domain_id, 'other_system', namespace='robot2') as other,
        VlaClient('test_client', domain_id=domain_id, namespace='robot1') as client,
    ):
        assert client.wait_for(lambda: client.command_subscriber_count > 0, 10.0)
        client.publish_command('point at the ball')
        assert client.stop().success
        assert client.wait_for(lambda: system.texts == ['point at the ball'], 5.0)
        other.publish_health(['policy_node'], prefix='robot2/')

        def is_received() -> bool:
            system.publish_health(['policy_node'], message='own', prefix='robot1/')
            return 'policy_node' in client.node_health

        assert client.wait_for(is_received, 10.0)
        assert client.node_health['policy_node'].message == 'own'
        assert other.texts == other.services == []


def test_a_closed_client_refuses_further_use_and_closes_twice(domain_id: int) -> None:
    client = VlaClient('test_client', domain_id=domain_id)
    handle = client.send('pick up the red cube')
    client.close()
    client.close()
    assert handle.result(0.0).reason == 'client_closed'
    with pytest.raises(RuntimeError, match='it is closed'):
        client.send('pick up the red cube')
