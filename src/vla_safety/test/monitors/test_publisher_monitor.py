# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detection of a second publisher of motion, action chunks or robot state."""

import pytest
from vla_safety.monitors.publisher_monitor import Endpoint
from vla_safety.monitors.publisher_monitor import PublisherMonitor

OWN = Endpoint(b'own', '/safety_node')
POLICY = Endpoint(b'p1', '/policy_node')
RESTARTED = Endpoint(b'p2', '/policy_node')
OTHER = Endpoint(b'p3', '/my_policy')
NAMELESS = '_NODE_NAMESPACE_UNKNOWN_/_NODE_NAME_UNKNOWN_'


@pytest.fixture
def monitor() -> PublisherMonitor:
    monitor = PublisherMonitor()
    monitor.own_node = OWN.node
    monitor.on_endpoints('robot_action', [OWN], 0.0)
    monitor.on_endpoints('gripper_command', [OWN], 0.0)
    return monitor


def _reasons(monitor: PublisherMonitor, now_s: float) -> list[str]:
    return list(monitor.faults(now_s))


@pytest.mark.parametrize('topic', ['robot_action', 'gripper_command'])
@pytest.mark.parametrize(
    ('node', 'text'), [('/robot_1/teleop', '/robot_1/teleop'), ('/safety_node', '/safety_node')]
)
def test_any_other_publisher_of_motion_is_named(
    monitor: PublisherMonitor, topic: str, node: str, text: str
) -> None:
    assert not monitor.faults(0.0)
    monitor.on_endpoints(topic, [OWN, Endpoint(b'x', node)], 0.2)
    fault = monitor.faults(0.2)[f'duplicate_{topic}']
    assert f'also published by {text}. End that node' in fault.message
    monitor.on_endpoints(topic, [OWN], 0.4)
    assert not monitor.faults(0.4)


def test_publishers_without_a_node_name_count_after_a_second(monitor: PublisherMonitor) -> None:
    nameless = Endpoint(b'x', NAMELESS)
    monitor.on_endpoints('robot_action', [OWN, nameless], 1.0)
    assert not monitor.faults(1.2)
    assert _reasons(monitor, 2.1) == ['duplicate_robot_action']
    monitor.on_endpoints('robot_action', [OWN, nameless._replace(node='/teleop')], 2.2)
    assert '/teleop' in monitor.faults(2.2)['duplicate_robot_action'].message


@pytest.mark.parametrize(
    ('second', 'text'), [(RESTARTED, '2 nodes /policy_node'), (OTHER, '/my_policy, /policy_node')]
)
def test_two_policies_are_named_before_they_send(
    monitor: PublisherMonitor, second: Endpoint, text: str
) -> None:
    monitor.on_endpoints('action_chunk', [POLICY], 0.0)
    assert not monitor.faults(0.0)
    monitor.on_endpoints('action_chunk', [POLICY, second], 0.2)
    assert f'publishers: {text}. ' in monitor.faults(0.2)['duplicate_action_chunk'].message


def test_a_policy_killed_and_restarted_is_one(monitor: PublisherMonitor) -> None:
    monitor.on_endpoints('action_chunk', [POLICY], 0.0)
    monitor.on_message('action_chunk', POLICY.gid, 1, 1.0)
    monitor.on_endpoints('action_chunk', [POLICY, RESTARTED], 2.0)
    assert not monitor.faults(2.0)
    for i in range(50):
        monitor.on_message('action_chunk', RESTARTED.gid, i, 3.0 + i * 0.2)
        assert not monitor.faults(3.0 + i * 0.2)
    # A killed node leaves the graph after 20 s. One that stays is alive.
    assert not monitor.faults(22.0)
    assert _reasons(monitor, 30.0) == ['duplicate_action_chunk']


def test_a_restarted_policy_may_get_its_name_late(monitor: PublisherMonitor) -> None:
    monitor.on_endpoints('action_chunk', [POLICY], 0.0)
    monitor.on_message('action_chunk', POLICY.gid, 1, 1.0)
    late = RESTARTED._replace(node=NAMELESS)
    monitor.on_endpoints('action_chunk', [POLICY, late], 2.0)
    assert not monitor.faults(6.9)
    # A publisher without a node is no restart.
    assert _reasons(monitor, 7.1) == ['duplicate_action_chunk']
    monitor.on_endpoints('action_chunk', [POLICY, RESTARTED], 7.2)
    assert not monitor.faults(7.2)
    monitor.on_endpoints('action_chunk', [POLICY, OTHER], 7.4)
    assert _reasons(monitor, 7.4) == ['duplicate_action_chunk']


def test_a_policy_killed_before_it_had_a_name_and_restarted_is_one(
    monitor: PublisherMonitor,
) -> None:
    monitor.on_endpoints('action_chunk', [POLICY._replace(node=NAMELESS)], 0.0)
    monitor.on_message('action_chunk', POLICY.gid, 1, 1.0)
    monitor.on_endpoints('action_chunk', [POLICY._replace(node=NAMELESS), RESTARTED], 2.0)
    monitor.on_message('action_chunk', RESTARTED.gid, 1, 2.5)
    assert not monitor.faults(20.0)
    monitor.on_message('action_chunk', POLICY.gid, 2, 20.0)
    assert _reasons(monitor, 20.0) == ['duplicate_action_chunk']


def test_a_second_policy_without_a_name_counts_beside_one_that_is_alive(
    monitor: PublisherMonitor,
) -> None:
    monitor.on_endpoints('action_chunk', [POLICY], 0.0)
    monitor.on_message('action_chunk', POLICY.gid, 1, 1.0)
    monitor.on_endpoints('action_chunk', [POLICY, Endpoint(b'x', NAMELESS)], 1.5)
    monitor.on_message('action_chunk', POLICY.gid, 2, 2.0)
    assert not monitor.faults(2.0)
    assert _reasons(monitor, 2.6) == ['duplicate_action_chunk']


@pytest.mark.parametrize('gids', [(POLICY.gid, RESTARTED.gid), (b'', b'')])
def test_a_policy_that_sends_again_beside_its_restart_is_a_second_one(
    monitor: PublisherMonitor, gids: tuple[bytes, bytes]
) -> None:
    monitor.on_endpoints('action_chunk', [POLICY], 0.0)
    monitor.on_message('action_chunk', gids[0], 1, 1.0)
    monitor.on_endpoints('action_chunk', [POLICY, RESTARTED], 2.0)
    monitor.on_message('action_chunk', gids[0], 2, 2.1)
    monitor.on_message('action_chunk', gids[1], 1, 2.2)
    monitor.on_message('action_chunk', gids[0], 3, 2.3)
    assert _reasons(monitor, 2.3) == ['duplicate_action_chunk']


def test_a_policy_killed_before_its_first_chunk_and_restarted_is_one(
    monitor: PublisherMonitor,
) -> None:
    old = Endpoint(b'process-0001chunks1', '/policy_node')
    new = Endpoint(b'process-0002chunks1', '/policy_node')
    monitor.on_endpoints('action_chunk', [old], 0.0)
    monitor.on_process_alive(b'process-0001diagnostics', 1.0)
    monitor.on_endpoints('action_chunk', [old, new], 1.5)
    assert not monitor.faults(1.5)
    monitor.on_process_alive(b'process-0002diagnostics', 2.0)
    monitor.on_process_alive(b'', 2.0)
    assert not monitor.faults(2.0)
    monitor.on_process_alive(b'process-0001diagnostics', 2.1)
    assert _reasons(monitor, 2.1) == ['duplicate_action_chunk']


def test_only_robot_states_that_are_sent_count(monitor: PublisherMonitor) -> None:
    drivers = [Endpoint(b'a', '/driver'), Endpoint(b'b', '/standby')]
    monitor.on_endpoints('robot_state', drivers, 0.0)
    monitor.on_message('robot_state', b'a', 1, 0.1)
    monitor.on_message('robot_state', b'a', 2, 0.12)
    assert not monitor.faults(0.12)
    monitor.on_message('robot_state', b'b', 1, 0.13)
    monitor.on_message('robot_state', b'a', 3, 0.14)
    fault = monitor.faults(0.14)['duplicate_robot_state']
    assert 'publishers: /driver, /standby' in fault.message
    assert not monitor.faults(2.2)


def test_a_sender_that_is_not_in_the_graph_counts_after_two_polls(
    monitor: PublisherMonitor,
) -> None:
    monitor.on_endpoints('robot_state', [Endpoint(b'a', '/driver')], 0.0)
    for i in range(60):
        monitor.on_message('robot_state', b'ab'[i % 2 : i % 2 + 1], i, i * 0.01)
        assert bool(monitor.faults(i * 0.01)) == (i * 0.01 > 0.42)
    fault = monitor.faults(0.6)['duplicate_robot_state']
    assert 'publishers: /driver, one that is not in the graph' in fault.message
