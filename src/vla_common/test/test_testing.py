# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The fixture that the tests of all nodes use."""

import gc
import os
import subprocess
import sys
import time

import pytest
from rclpy.node import Node
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common.node import VlaNode
from vla_common.testing import free_domain_id
from vla_common.testing import NodeTestHarness

pytest_plugins = 'pytester'


def test_the_probe_hears_and_talks(ros: NodeTestHarness) -> None:
    node = ros.add(Node('echo', context=ros.context))
    reply = node.create_publisher(String, 'reply', 10)
    node.create_subscription(String, 'question', reply.publish, 10)
    replies = ros.collect(String, 'reply')
    ros.wait_for(lambda: reply.get_subscription_count() > 0)
    ros.publisher(String, 'question').publish(String(data='hello'))
    ros.wait_for(lambda: bool(replies))
    assert replies == [String(data='hello')]


def test_the_probe_calls_services(ros: NodeTestHarness) -> None:
    def answer(request: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        response.message = 'done'
        return response

    ros.node.create_service(Trigger, 'stop', answer)
    assert ros.call(Trigger, 'stop', Trigger.Request()).message == 'done'


def test_waiting_has_a_deadline_and_says_what_is_missing(ros: NodeTestHarness) -> None:
    start = time.monotonic()
    with pytest.raises(AssertionError, match=r'no reply within 0\.1 s'):
        ros.wait_for(lambda: False, 0.1, 'no reply')
    assert time.monotonic() - start < 2.0
    with pytest.raises(AssertionError, match='no service nowhere'):
        ros.call(Trigger, 'nowhere', Trigger.Request(), timeout_s=0.1)


def test_two_domains_do_not_hear_each_other(ros: NodeTestHarness) -> None:
    other = NodeTestHarness(free_domain_id())
    try:
        assert other.domain_id != ros.domain_id
        heard = other.collect(String, 'secret')
        own = ros.collect(String, 'secret')
        ros.publisher(String, 'secret').publish(String(data='x'))
        ros.wait_for(lambda: bool(own))
        other.spin(0.3)
        assert heard == []
    finally:
        other.close()


def test_a_process_takes_its_domains_in_turn() -> None:
    ids = [free_domain_id() for _ in range(30)]
    assert all(1 <= domain_id <= 100 for domain_id in ids)
    assert len(set(ids)) <= 8
    assert ids[-1] != ids[-2]


def test_a_destroyed_node_has_left_the_domain_that_comes_again() -> None:
    gc.disable()
    try:
        first = NodeTestHarness(free_domain_id())
        first.add(VlaNode('destroyed', context=first.context))
        first.close()
        domain_id = first.domain_id
        del first
        while free_domain_id() != domain_id:
            pass
        second = NodeTestHarness(domain_id)
        second.spin(1.0)
        names = second.node.get_node_names()
        second.close()
    finally:
        gc.enable()
    assert names == ['probe']


def test_another_process_gets_other_domains() -> None:
    mine = {free_domain_id() for _ in range(20)}
    code = 'from vla_common.testing import *; print({free_domain_id() for _ in range(20)})'
    environment = {**os.environ, 'PYTHONPATH': os.pathsep.join(filter(None, sys.path))}
    output = subprocess.run(
        [sys.executable, '-c', code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    theirs = {int(word) for word in output.strip().strip('{}').split(',')}
    assert len(theirs) == 8
    assert not mine & theirs


def test_a_left_worker_thread_fails_the_test(pytester: pytest.Pytester) -> None:
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
