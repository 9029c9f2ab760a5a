# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A node with a separate thread is independent of the other nodes of the process."""

import threading
import time

import pytest
import rclpy
from rclpy.executors import SingleThreadedExecutor
from vla_common.executor_thread import ExecutorThread
from vla_common.testing import NodeTestHarness

PERIOD_S = 0.01
DEADLINE_S = 10.0


def new_node(ros: NodeTestHarness) -> rclpy.node.Node:
    return rclpy.create_node('separate', context=ros.context)


def test_callbacks_run_while_the_main_executor_is_busy(ros: NodeTestHarness) -> None:
    node, main = new_node(ros), SingleThreadedExecutor(context=ros.context)
    called = threading.Event()
    node.create_timer(PERIOD_S, called.set)
    # The main executor does not spin at all.
    thread = ExecutorThread(node, main)
    assert called.wait(DEADLINE_S)
    assert thread.stop()
    called.clear()
    assert not called.wait(10 * PERIOD_S)
    node.destroy_node()


def test_exception_of_a_callback_is_raised_by_the_main_executor(ros: NodeTestHarness) -> None:
    node, main = new_node(ros), SingleThreadedExecutor(context=ros.context)

    def fail() -> None:
        raise ValueError('rate_hz must be positive; got -1')

    node.create_timer(PERIOD_S, fail)
    thread = ExecutorThread(node, main)
    with pytest.raises(ValueError, match='rate_hz must be positive; got -1'):
        main.spin_once(timeout_sec=DEADLINE_S)
    assert thread.stop()
    node.destroy_node()


def test_stop_reports_a_callback_that_does_not_return(ros: NodeTestHarness) -> None:
    node, main = new_node(ros), SingleThreadedExecutor(context=ros.context)
    entered, leave = threading.Event(), threading.Event()

    def block() -> None:
        entered.set()
        leave.wait(DEADLINE_S)

    node.create_timer(PERIOD_S, block)
    thread = ExecutorThread(node, main)
    assert entered.wait(DEADLINE_S)
    began_s = time.monotonic()
    assert not thread.stop()
    assert time.monotonic() - began_s >= 2.0
    leave.set()
    assert thread.stop()
    node.destroy_node()


def test_thread_ends_with_its_context(ros: NodeTestHarness) -> None:
    context = rclpy.context.Context()
    context.init(domain_id=ros.domain_id)
    node = rclpy.create_node('separate', context=context)
    thread = ExecutorThread(node, SingleThreadedExecutor(context=context))
    context.shutdown()
    assert thread.stop()
