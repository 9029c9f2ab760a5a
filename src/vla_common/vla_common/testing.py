# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Test harness for nodes: separate ROS domain, real messages, deadlines instead of sleeps."""

from collections.abc import Callable
from collections.abc import Iterator
import gc
import os
from pathlib import Path
import threading
import time
from typing import Any

import pytest
import rclpy
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile
from vla_common.domain_id import free_domain_id


class NodeTestHarness:
    """Node that exchanges messages with the nodes under test, and the executor of all nodes."""

    def __init__(self, domain_id: int) -> None:
        self.domain_id = domain_id
        os.environ.setdefault('ROS_AUTOMATIC_DISCOVERY_RANGE', 'LOCALHOST')
        self.context = Context()
        rclpy.init(context=self.context, domain_id=domain_id)
        self.executor = SingleThreadedExecutor(context=self.context)
        self.node = Node('test_harness', context=self.context)
        self._nodes: list[Node] = []
        self.add(self.node)

    def add(self, node: Node) -> Any:
        """Add `node` to the executor; it is destroyed at the end of the test."""
        self._nodes.append(node)
        self.executor.add_node(node)
        return node

    def remove(self, node: Node) -> None:
        """Destroy `node` before the end of the test."""
        self._nodes.remove(node)
        self.executor.remove_node(node)
        node.destroy_node()

    def collect(self, kind: type, topic: str, qos: QoSProfile | int = 10) -> list[Any]:
        """Return a list to which every message on `topic` is appended."""
        messages: list[Any] = []
        self.node.create_subscription(kind, topic, messages.append, qos)
        return messages

    def publisher(self, kind: type, topic: str, qos: QoSProfile | int = 10) -> Any:
        """Create a publisher and wait until it has a subscriber."""
        publisher = self.node.create_publisher(kind, topic, qos)
        count = publisher.get_subscription_count
        self.wait_for(lambda: count() > 0, 10.0, f'no subscriber of {topic}')
        return publisher

    def call(self, kind: type, service: str, request: Any, timeout_s: float = 5.0) -> Any:
        """Call a service and return its response."""
        client = self.node.create_client(kind, service)
        self.wait_for(client.service_is_ready, timeout_s, f'no service {service}')
        future = client.call_async(request)
        self.wait_for(future.done, timeout_s, f'no response from {service}')
        return future.result()

    def spin(self, duration_s: float) -> None:
        """Spin for `duration_s`, to check that something does not happen."""
        end = time.monotonic() + duration_s
        while time.monotonic() < end:
            self.executor.spin_once(timeout_sec=0.01)

    def wait_for(
        self,
        predicate: Callable[[], bool],
        timeout_s: float = 5.0,
        what: str = 'condition not met',
    ) -> None:
        """
        Spin until `predicate` returns True.

        Raises
        ------
        AssertionError
            If it does not return True within `timeout_s`; `what` names the missing event.

        """
        end = time.monotonic() + timeout_s
        while not predicate():
            if time.monotonic() > end:
                raise AssertionError(f'{what} within {timeout_s} s')
            self.executor.spin_once(timeout_sec=0.01)

    def close(self) -> None:
        """Destroy all nodes and shut the context down."""
        for node in reversed(self._nodes):
            self.executor.remove_node(node)
            node.destroy_node()
        # A node whose constructor failed is part of a reference cycle. It must not outlive its
        # context: Fast DDS may crash when it is collected later.
        gc.collect()
        self.executor.shutdown()
        rclpy.shutdown(context=self.context)


@pytest.fixture
def ros(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NodeTestHarness]:
    """
    Yield a harness with a ROS domain and a log directory of its own.

    The safety node keeps a latched stop in the log directory. Afterwards no thread may be left.
    """
    monkeypatch.setenv('ROS_LOG_DIR', str(tmp_path / 'ros'))
    before = set(threading.enumerate())
    harness = NodeTestHarness(free_domain_id())
    yield harness
    harness.close()
    left = [t.name for t in threading.enumerate() if t not in before and t.is_alive()]
    assert not left, f'threads left: {left}'
