# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Readiness of nodes from their diagnostics."""

from diagnostic_msgs.msg import DiagnosticArray
from diagnostic_msgs.msg import DiagnosticStatus
from diagnostic_msgs.msg import KeyValue
import pytest
from vla_client import readiness
from vla_client.readiness import find_missing
from vla_client.readiness import HealthMonitor
from vla_client.readiness import NotReadyError
from vla_client.readiness import require_ready
from vla_common.health import Level


def received(name: str, message: str, level: Level = Level.OK) -> DiagnosticArray:
    status = DiagnosticStatus(level=bytes([level]), name=name, message=message)
    return DiagnosticArray(status=[status])


@pytest.mark.parametrize(
    ('level', 'message', 'problem'),
    [
        (Level.OK, 'running', ''),
        (Level.WARN, 'no image for 2 s', ''),
        (Level.WARN, 'not active', 'not active'),
        (Level.ERROR, 'configure failed: no file', 'configure failed: no file'),
    ],
)
def test_problem_of_a_node(level: Level, message: str, problem: str) -> None:
    monitor = HealthMonitor()
    monitor.update(received('policy_node', message, level))
    assert monitor.problems(['policy_node']) == ({'policy_node': problem} if problem else {})
    assert monitor.health['policy_node'].level == level


def test_only_failed_transitions_are_failures() -> None:
    monitor = HealthMonitor()
    monitor.update(received('a', 'configure failed: no file', Level.ERROR))
    monitor.update(received('b', 'image is dark', Level.ERROR))
    monitor.update(received('c', 'failed once', Level.WARN))
    assert monitor.failures() == {'a': 'configure failed: no file'}


def test_old_diagnostics_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monitor = HealthMonitor()
    monitor.update(received('a', 'running'))
    monkeypatch.setattr(readiness, 'MAX_DIAGNOSTICS_AGE_S', -1.0)
    assert 'last message: running' in monitor.problems(['a'])['a']


def test_only_the_own_namespace_counts() -> None:
    monitor = HealthMonitor('/robot1')
    monitor.update(received('robot1/a', 'running'))
    monitor.update(received('robot2/b', 'running'))
    monitor.update(received('c', 'running'))
    assert set(monitor.health) == {'a'}


def test_discarded_diagnostics_are_missing() -> None:
    monitor = HealthMonitor()
    monitor.update(received('a', 'running'))
    monitor.discard('a')
    monitor.discard('b')
    assert monitor.problems(['a']) == {'a': 'no diagnostics received; start the node'}


def test_the_first_missing_thing_is_reported() -> None:
    monitor, nodes = HealthMonitor(), ['policy_node']
    assert set(find_missing(monitor, nodes, 0, 1, is_server_ready=False)) == {'policy_node'}
    monitor.update(received('policy_node', 'running'))
    topic = find_missing(monitor, nodes, 0, 1, is_server_ready=False)
    assert topic == {'natural_language_command': '1 subscribers are needed; got 0'}
    action = find_missing(monitor, nodes, 1, 1, is_server_ready=False)
    assert action == {'execute_command': 'no action server; start the policy node'}
    assert find_missing(monitor, nodes, 1, 1, is_server_ready=True) == {}


def test_the_policy_node_must_be_connected_to_the_subscribers_of_requests() -> None:
    monitor = HealthMonitor()
    message = received('policy_node', 'running')
    message.status[0].values = [KeyValue(key='command_request_subscribers', value='1')]
    monitor.update(message)
    assert find_missing(monitor, ['policy_node'], 2, 2, is_server_ready=True) == {
        'command_request': '2 subscribers are needed; the policy node is connected to 1'
    }
    assert find_missing(monitor, [], 2, 2, is_server_ready=True) == {}
    message.status[0].values[0].value = '2'
    monitor.update(message)
    assert find_missing(monitor, ['policy_node'], 2, 2, is_server_ready=True) == {}


def test_the_safety_node_must_have_received_the_heartbeat_of_the_language_node() -> None:
    monitor = HealthMonitor()
    monitor.update(received('language_node', 'running'))
    message = received('safety_node', 'idle')
    nodes = ['language_node', 'safety_node']
    expected = {'inf': {'language_heartbeat'}, '0.30': set(), 'not monitored': set()}
    for age, missing in expected.items():
        message.status[0].values = [KeyValue(key='language_age_s', value=age)]
        monitor.update(message)
        assert set(find_missing(monitor, nodes, 1, 1, is_server_ready=True)) == missing
    assert find_missing(monitor, ['safety_node'], 1, 1, is_server_ready=True) == {}


def test_system_with_an_own_policy_needs_no_action_server() -> None:
    monitor = HealthMonitor()
    monitor.update(received('safety_node', 'running'))
    assert find_missing(monitor, ['safety_node'], 1, 1, is_server_ready=False) == {}


def test_the_error_names_everything_that_is_missing() -> None:
    require_ready({}, 1.0)
    with pytest.raises(NotReadyError, match=r'after 2\.5 s: a: not active; b: dead'):
        require_ready({'a': 'not active', 'b': 'dead'}, 2.5)
