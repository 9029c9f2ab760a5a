# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A ROS node with its own context and its own executor thread."""

import atexit
from collections.abc import Callable
from concurrent.futures import Future
import threading
import time
import traceback
from typing import Any
from typing import Final
from typing import TypeVar

import rclpy
from rclpy.context import Context
from rclpy.executors import ExternalShutdownException
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

Result = TypeVar('Result')

#: Longest time that `run_on_executor` waits for the executor thread [s].
MAX_EXECUTOR_DELAY_S: Final = 5.0
_SPIN_PERIOD_S: Final = 0.1
_POLL_PERIOD_S: Final = 0.005


class NodeThread:
    """
    Create a node; `start` spins it in a thread, `close` ends the thread and destroys the node.

    Parameters
    ----------
    name
        Name of the node and of the thread.
    domain_id
        ROS domain; None selects ROS_DOMAIN_ID of the environment.
    namespace
        Namespace of the node. Relative topic names are resolved in it.

    """

    def __init__(self, name: str, *, domain_id: int | None = None, namespace: str = '') -> None:
        self._context = Context()
        rclpy.init(context=self._context, domain_id=domain_id)
        #: The node, for further publishers and timers. Create them before `start` or in
        #: `run_on_executor`.
        self.node: Any = Node(name, context=self._context, namespace=namespace)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self.node)
        self._closing = threading.Event()
        self._closed = False
        # A daemon: a program that does not call `close` still ends, and `atexit` closes the node.
        self._thread = threading.Thread(target=self._spin, name=name, daemon=True)
        atexit.register(self.close)

    def start(self) -> None:
        """Start the executor thread."""
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the executor thread processes callbacks."""
        return self._thread.is_alive() and not self._closing.is_set()

    def close(self) -> None:
        """End the executor thread and destroy the node; further calls do nothing."""
        self.require_other_thread('close')
        if self._closed:
            return
        self._closed = True
        self._closing.set()
        atexit.unregister(self.close)
        if self._thread.is_alive():
            self._executor.wake()
            self._thread.join()
        self._executor.shutdown()
        self.node.destroy_node()
        rclpy.try_shutdown(context=self._context)

    def wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Poll `condition` until it holds; return False if it does not hold in `timeout_s`."""
        self.require_other_thread('wait_for')
        end_s = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end_s:
                return False
            time.sleep(_POLL_PERIOD_S)
        return True

    def run_on_executor(self, action: Callable[[], Result]) -> Result:
        """
        Run `action` in the executor thread and return its result.

        Destroy publishers, subscriptions and timers in this way: an executor that is about to
        wait for an entity which another thread destroys fails with InvalidHandle.

        Raises
        ------
        TimeoutError
            If the executor thread does not start `action` within 5 s. In this case
            `action` is never run.
        RuntimeError
            If the node is closed.

        """
        if self._closed:
            raise RuntimeError('the client must be open to use the ROS graph; it is closed')
        if threading.current_thread() is self._thread:
            return action()
        outcome: Future[Result] = Future()

        def run() -> None:
            if outcome.set_running_or_notify_cancel():
                try:
                    outcome.set_result(action())
                except BaseException as error:  # noqa: BLE001 - raised again in the caller
                    outcome.set_exception(error)

        self._executor.create_task(run)
        try:
            return outcome.result(MAX_EXECUTOR_DELAY_S)
        except TimeoutError:
            if not outcome.cancel():
                return outcome.result()
            raise TimeoutError(
                f'the executor thread must run an action within {MAX_EXECUTOR_DELAY_S} s; it did '
                'not. Start the client first, and keep its callbacks short'
            ) from None

    def require_other_thread(self, operation: str) -> None:
        """
        Refuse a blocking operation in a callback, which would deadlock.

        Raises
        ------
        RuntimeError
            If the executor thread is the caller.

        """
        if threading.current_thread() is self._thread:
            raise RuntimeError(
                f'{operation} must not be called in a callback of the client: it would block the '
                'thread that it waits for. Call it in another thread'
            )

    def _spin(self) -> None:
        while not self._closing.is_set():
            try:
                self._executor.spin_once(timeout_sec=_SPIN_PERIOD_S)
            except ExternalShutdownException:
                return
            except Exception:  # noqa: BLE001 - one bad callback must not end all others
                if not self._context.ok():
                    return
                self.node.get_logger().error(f'a callback failed: {traceback.format_exc()}')
