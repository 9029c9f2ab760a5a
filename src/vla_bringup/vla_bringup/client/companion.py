# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A node beside a running system, with a thread of its own that listens."""

from collections.abc import Callable
import threading
import time

import rclpy
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common import qos

RESET_SCENE = 'sim_node/reset_scene'
_LONGEST_WAIT_S = 5.0
_SERVICES = ('stop', 'reset', RESET_SCENE)


class Companion:
    """Join the graph of a domain; `start` listens, `close` leaves."""

    def __init__(self, name: str, domain_id: int) -> None:
        self._context = Context()
        rclpy.init(context=self._context, domain_id=domain_id)
        self._node = Node(name, context=self._context)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self._node)
        #: Set from the moment on that the graph is being left.
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._listen, name=name)

    def start(self) -> None:
        """Listen from now on; call it once everything is subscribed to."""
        self._thread.start()

    def close(self) -> None:
        """Leave the graph."""
        self._closing.set()
        self._thread.join()
        self._executor.shutdown()
        self._node.destroy_node()
        rclpy.shutdown(context=self._context)

    def wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Wait until `condition` holds; False if it does not within `timeout_s`."""
        end_s = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end_s:
                return False
            time.sleep(0.005)
        return True

    def do_between(self, action: Callable[[], object]) -> None:
        """
        Do `action` in the thread that listens, between two waits, and wait for it.

        Whatever destroys a publisher or subscription belongs here: a thread that is about to wait
        for one that was destroyed meanwhile ends with InvalidHandle.

        Raises
        ------
        TimeoutError
            If the thread does not come to it within 5 s.

        """
        task = self._executor.create_task(action)
        if not self.wait_for(task.done, _LONGEST_WAIT_S):
            raise TimeoutError(
                f'the listening thread must come to a task within {_LONGEST_WAIT_S} s, but did '
                'not. Start the companion first, and leave the processor some time'
            )

    def _listen(self) -> None:
        while not self._closing.is_set():
            self._executor.spin_once(timeout_sec=0.1)


class Speaker(Companion):
    """A companion that says commands and calls services."""

    def __init__(self, name: str, domain_id: int) -> None:
        super().__init__(name, domain_id)
        self._voice = self._node.create_publisher(String, 'natural_language_command', qos.COMMAND)
        self._services = {
            service: self._node.create_client(Trigger, service) for service in _SERVICES
        }

    @property
    def listeners(self) -> int:
        """Return how many hear commands."""
        return int(self._voice.get_subscription_count())

    def say(self, text: str) -> None:
        """Send a command."""
        self._voice.publish(String(data=text))

    def call(self, name: str) -> bool:
        """Call one of the services without waiting for its answer."""
        client = self._services[name]
        if not self.wait_for(client.service_is_ready, 3.0):
            return False
        client.call_async(Trigger.Request())
        return True
