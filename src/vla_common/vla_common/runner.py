# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The main function of every node."""

from collections.abc import Callable
from collections.abc import Sequence
import signal

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node


def run_node(factory: Callable[[], Node], args: Sequence[str] | None = None) -> None:
    """Spin the node that `factory` makes until Ctrl-C or an outside shutdown."""
    rclpy.init(args=None if args is None else list(args))
    node: Node | None = None
    try:
        node = factory()
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    except Exception:
        # After SIGTERM a callback may still be running; what it publishes then fails.
        if rclpy.ok():
            raise
    finally:
        # Launch and the terminal may both send SIGINT; the second must not break the clean-up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if node is not None:
            node.destroy_node()
        rclpy.try_shutdown()
