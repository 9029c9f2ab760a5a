# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Main function of all nodes: signals, log files, spinning, clean-up."""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Sequence
import gc
from pathlib import Path
import signal
import sys
import threading
import time

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.executors import SingleThreadedExecutor
from rclpy.logging import get_logging_directory
from rclpy.node import Node
from vla_common.executor_thread import ExecutorThread
from vla_common.parameter_file import parameter_files
from vla_common.parameter_file import read_parameter_file
from vla_common.retention import delete_outdated_files
from vla_common.retention import KEEP_DAYS
from vla_common.retention import KEEP_MB

#: Prefix of the log files of this workspace; only these are deleted.
_LOG_PREFIX = 'vla_'
#: Set when SIGINT was received.
_interrupted = threading.Event()
_SIGNAL_TIMEOUT_S = 1.0


def run_node(factory: Callable[[], Node], args: Sequence[str] | None = None) -> None:
    """Create a node and spin it until Ctrl-C or an external shutdown."""
    handle_sigint_once()
    arguments = sys.argv if args is None else args
    try:
        # The errors of rclpy.init name neither the rule nor a remedy.
        for path in parameter_files(arguments):
            read_parameter_file(path)
    except ValueError as error:
        sys.exit(f'{_program()}: {error}')
    rclpy.init(args=[*arguments, *_log_name()])
    delete_outdated_files(
        get_logging_directory(), f'{_LOG_PREFIX}*.log', keep_days=KEEP_DAYS, keep_mb=KEEP_MB
    )
    spin_nodes(lambda: [factory()])
    # At its end, Python runs a garbage collection, which takes a second with torch. A launch that
    # ends all nodes at once does not wait that long.
    gc.freeze()


def spin_nodes(make: Callable[[], Sequence[Node]], own_thread: Collection[str] = ()) -> None:
    """
    Create nodes and spin them until Ctrl-C or an external shutdown, then shut rclpy down.

    Parameters
    ----------
    make
        Creates the nodes.
    own_thread
        Names of nodes with a separate executor and thread: their callbacks do not wait for
        those of the other nodes.

    """
    nodes: Sequence[Node] = []
    threads: list[ExecutorThread] = []
    executor = SingleThreadedExecutor()
    try:
        nodes = make()
        for node in nodes:
            if node.get_name() in own_thread:
                threads.append(ExecutorThread(node, executor))
            else:
                executor.add_node(node)
        executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    except Exception:
        # After SIGTERM a callback may still be running; its calls of publish fail. A SIGINT while
        # rclpy converts a message is raised as RuntimeError instead of KeyboardInterrupt.
        if rclpy.ok() and not _interrupted.is_set():
            raise
    finally:
        # After SIGTERM or a shutdown of rclpy, SIGINT is not ignored yet; it would interrupt the
        # clean-up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _wait_for_signal_thread()
        executor.shutdown()
        for thread in threads:
            thread.stop()
        for node in nodes:
            node.destroy_node()
        rclpy.try_shutdown()


def _wait_for_signal_thread() -> None:
    # After a SIGINT, a thread of rclpy triggers the guard conditions of the executors, without a
    # lock, and then shuts the context down. Destroyed before that, they crash the process: seen
    # where this thread has a real-time priority and the one of rclpy has none.
    deadline_s = time.monotonic() + _SIGNAL_TIMEOUT_S
    while _interrupted.is_set() and rclpy.ok() and time.monotonic() < deadline_s:
        time.sleep(0.001)


def handle_sigint_once() -> None:
    """
    Raise KeyboardInterrupt for the first SIGINT and ignore all others.

    Launch and the terminal may both send SIGINT; the second one would interrupt the clean-up. Call
    this function before rclpy.init, whose signal handler calls the previous one.
    """

    def interrupt(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _interrupted.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)


def _log_name() -> list[str]:
    """Return the ROS arguments that name the log file after the program instead of Python."""
    return ['--ros-args', '--log-file-name', f'{_LOG_PREFIX}{_program()}']


def _program() -> str:
    return Path(sys.argv[0]).stem.lstrip('-') or 'node'
