# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Log of status, motion and commands from real topics."""

from collections.abc import Iterator

from geometry_msgs.msg import PoseStamped
import pytest
from vla_client.client import VlaClient
from vla_client.testing import FakeSystem
from vla_common import qos
from vla_common.conversions import to_stamp
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_system_tests.fault_injection.observer import StatusSample
from vla_system_tests.fault_injection.observer import SystemObserver


@pytest.fixture
def system() -> Iterator[FakeSystem]:
    with FakeSystem(free_domain_id()) as running:
        yield running


@pytest.fixture
def observer(system: FakeSystem) -> Iterator[SystemObserver]:
    domain_id = system.thread.node.context.get_domain_id()
    with VlaClient('test_observer', domain_id=domain_id) as client:
        yield SystemObserver(client)


def test_only_the_last_command_counts(system: FakeSystem, observer: SystemObserver) -> None:
    client = observer.client

    def is_received() -> bool:
        observer.send('point at the ball')
        return bool(system.requests)

    assert client.wait_for(is_received, 10.0)
    old_id = system.requests[-1].command_id
    observer.send('push the cube left')
    assert client.wait_for(lambda: system.requests[-1].text == 'push the cube left', 5.0)
    new_id = system.requests[-1].command_id
    for command_id, expected in ((old_id, False), (new_id, True)):
        system.policy.publish(
            PolicyStatus(command_id=command_id, state=PolicyStatus.REFUSED, text='x')
        )
        assert client.wait_for(
            lambda command_id=command_id: (
                client.policy_status is not None and client.policy_status.command_id == command_id
            ),
            5.0,
        )
        assert observer.is_done() is expected
    assert not observer.is_executing()


def test_status_samples_are_distinct_and_end_with_the_last(
    system: FakeSystem, observer: SystemObserver
) -> None:
    assert observer.status_samples(0.0, 1e12) == [StatusSample('silent')]
    for state, reason in (
        (SafetyStatus.ACTIVE, ''),
        (SafetyStatus.HOLD, 'chunk_stale'),
        (SafetyStatus.ACTIVE, ''),
        (SafetyStatus.STOPPED, 'stop_word'),
        (SafetyStatus.HOLD, 'chunk_stale'),
    ):
        count = len(observer.ticks()[1])
        message = SafetyStatus(state=state, reason=reason)
        message.header.stamp = to_stamp((count + 1) * 1_000_000_000)
        system.safety.publish(message)
        assert observer.client.wait_for(lambda count=count: len(observer.ticks()[1]) > count, 10.0)
    received_s = [at for at, _, _ in observer._statuses]
    samples = observer.status_samples(0.0, received_s[-1])
    assert list(map(str, samples)) == ['active', 'stopped: stop_word', 'hold: chunk_stale']
    assert observer.ticks()[1] == [
        (1.0, True),
        (2.0, True),
        (3.0, True),
        (4.0, False),
        (5.0, True),
    ]
    # A safety node without a status for 1.5 s is silent.
    assert observer.status_samples(0.0, received_s[-1] + 2.0)[-1].state == 'silent'


def test_latched_stop_and_commands_are_logged(
    system: FakeSystem, observer: SystemObserver
) -> None:
    assert not observer.is_latched()
    assert observer.last_status_s() == 0.0
    status = SafetyStatus(state=SafetyStatus.STOPPED, reason='restart', message='call reset')
    system.safety.publish(status)
    assert observer.client.wait_for(observer.is_latched, 10.0)
    assert observer.last_status_s() > 0.0
    assert observer.message_of('restart') == 'call reset'
    assert observer.message_of('shape') == ''
    node = system.thread.node
    embeddings = system.thread.run_on_executor(
        lambda: node.create_publisher(CommandEmbedding, 'command_embedding', qos.LATCHED)
    )
    embeddings.publish(CommandEmbedding(command_id='id-1', text='stop'))
    assert observer.client.wait_for(lambda: observer.commands == {'id-1': 'stop'}, 10.0)


def test_commanded_motion_is_logged(system: FakeSystem, observer: SystemObserver) -> None:
    node = system.thread.node
    actions = system.thread.run_on_executor(
        lambda: node.create_publisher(PoseStamped, 'robot_action', qos.COMMAND)
    )
    assert observer.client.wait_for(lambda: actions.get_subscription_count() == 1, 10.0)

    def is_logged() -> bool:
        message = PoseStamped()
        message.header.stamp = to_stamp(2_000_000_000)
        message.pose.orientation.w = 1.0
        actions.publish(message)
        return bool(observer.motion.stamps_s())

    assert observer.client.wait_for(is_logged, 10.0)
    assert observer.motion.stamps_s()[0] == 2.0
    assert not observer.is_moving()


def test_missing_nodes_and_flood_are_reported(observer: SystemObserver) -> None:
    assert 'sim_node' in observer.missing()
    assert not observer.is_flood_ready()
