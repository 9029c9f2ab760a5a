# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The main function of every node."""

from collections.abc import Callable
from collections.abc import Sequence
import gc
from pathlib import Path
import signal
import sys

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.executors import SingleThreadedExecutor
from rclpy.logging import get_logging_directory
from rclpy.node import Node
from vla_common.retention import KEEP_DAYS
from vla_common.retention import KEEP_MB
from vla_common.retention import prune

#: Begins the names of our logs, so that nobody else's are deleted.
_LOG_PREFIX = 'vla_'


def run_node(factory: Callable[[], Node], args: Sequence[str] | None = None) -> None:
    """Spin the node that `factory` makes until Ctrl-C or an outside shutdown."""
    handle_sigint_once()
    rclpy.init(args=[*(sys.argv if args is None else args), *_log_name()])
    prune(get_logging_directory(), f'{_LOG_PREFIX}*.log', keep_days=KEEP_DAYS, keep_mb=KEEP_MB)
    spin_nodes(lambda: [factory()])
    # Python ends by looking through every object once more, which takes a second with torch; a
    # launch does not wait that long for all nodes at once.
    gc.freeze()


def spin_nodes(make: Callable[[], Sequence[Node]]) -> None:
    """Spin the nodes that `make` makes until Ctrl-C or an outside shutdown, then end rclpy."""
    nodes: Sequence[Node] = []
    executor = SingleThreadedExecutor()
    try:
        nodes = make()
        for node in nodes:
            executor.add_node(node)
        executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    except Exception:
        # After SIGTERM a callback may still be running; what it publishes then fails.
        if rclpy.ok():
            raise
    finally:
        # After SIGTERM, or an end of rclpy, no SIGINT came yet; one must not break the clean-up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        executor.shutdown()
        for node in nodes:
            node.destroy_node()
        rclpy.try_shutdown()


def handle_sigint_once() -> None:
    """
    Let the first Ctrl-C be the last.

    Launch and the terminal may both send SIGINT, the second before any clean-up can guard itself.
    To be called before rclpy is initialized, which puts its own handler before this one.
    """

    def interrupt(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)


def _log_name() -> list[str]:
    """Return arguments that name the log after the program, not after its interpreter."""
    program = Path(sys.argv[0]).stem.lstrip('-') or 'node'
    return ['--ros-args', '--log-file-name', f'{_LOG_PREFIX}{program}']
