# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Test harness of all node tests."""

import time

import pytest
from rclpy.node import Node
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common.domain_id import free_domain_id
from vla_common.testing import NodeTestHarness

pytest_plugins = 'pytester'


def test_the_harness_receives_and_publishes(ros: NodeTestHarness) -> None:
    node = ros.add(Node('echo', context=ros.context))
    reply = node.create_publisher(String, 'reply', 10)
    node.create_subscription(String, 'question', reply.publish, 10)
    replies = ros.collect(String, 'reply')
    ros.wait_for(lambda: reply.get_subscription_count() > 0)
    ros.publisher(String, 'question').publish(String(data='hello'))
    ros.wait_for(lambda: bool(replies))
    assert replies == [String(data='hello')]


def test_the_harness_calls_services(ros: NodeTestHarness) -> None:
    def answer(request: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        response.message = 'done'
        return response

    ros.node.create_service(Trigger, 'stop', answer)
    assert ros.call(Trigger, 'stop', Trigger.Request()).message == 'done'


def test_waiting_has_a_deadline_and_names_the_missing_event(ros: NodeTestHarness) -> None:
    start = time.monotonic()
    with pytest.raises(AssertionError, match=r'no reply within 0\.1 s'):
        ros.wait_for(lambda: False, 0.1, 'no reply')
    assert time.monotonic() - start < 2.0
    with pytest.raises(AssertionError, match='no service nowhere'):
        ros.call(Trigger, 'nowhere', Trigger.Request(), timeout_s=0.1)


def test_domains_are_isolated(ros: NodeTestHarness) -> None:
    other = NodeTestHarness(free_domain_id())
    try:
        assert other.domain_id != ros.domain_id
        foreign = other.collect(String, 'secret')
        own = ros.collect(String, 'secret')
        ros.publisher(String, 'secret').publish(String(data='x'))
        ros.wait_for(lambda: bool(own))
        other.spin(0.3)
        assert foreign == []
    finally:
        other.close()


def test_a_thread_that_is_left_is_an_error(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('from vla_common.testing import ros')
    pytester.makepyfile("""
        import threading
        release = threading.Event()
        def test_leak(ros):
            threading.Thread(target=release.wait, args=(30,), name='leak', daemon=True).start()
        def test_no_leak(ros):
            release.set()
    """)
    result = pytester.runpytest_inprocess('-p', 'no:cacheprovider')
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(['*threads left: *leak*'])


def test_a_removed_node_leaves_the_graph(ros: NodeTestHarness) -> None:
    node = ros.add(Node('short_lived', context=ros.context))
    ros.wait_for(lambda: 'short_lived' in ros.node.get_node_names())
    ros.remove(node)
    ros.wait_for(lambda: 'short_lived' not in ros.node.get_node_names())
