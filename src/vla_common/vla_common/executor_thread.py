# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Executor of one node in a separate thread."""

import threading
from typing import NoReturn

from rclpy.executors import ExternalShutdownException
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

_JOIN_TIMEOUT_S = 2.0


class ExecutorThread:
    """
    Spin a node in a thread until `stop` or a shutdown of rclpy.

    Parameters
    ----------
    node
        Node of the thread.
    main
        Executor of the process. An exception in the thread is raised there: without this node the
        process must not continue.

    """

    def __init__(self, node: Node, main: SingleThreadedExecutor) -> None:
        self._main = main
        self._stopping = threading.Event()
        self._executor = SingleThreadedExecutor(context=node.context)
        self._executor.add_node(node)
        name = f'{node.get_name()} executor'
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> bool:
        """End the thread; return False if a callback does not return within 2 s."""
        self._stopping.set()
        self._executor.wake()
        self._thread.join(_JOIN_TIMEOUT_S)
        # A running callback still uses the executor.
        if not self._thread.is_alive():
            self._executor.shutdown()
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._executor.spin_once()
        except ExternalShutdownException:
            pass
        except Exception as error:  # noqa: BLE001
            if not self._stopping.is_set():
                self._main.create_task(_raise, error)


def _raise(error: Exception) -> NoReturn:
    raise error
