# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""SIGTERM to ros2 launch, as systemd and docker stop send it, ends the nodes as Ctrl-C does."""

import signal
from typing import Any

from launch.events import Shutdown
from launch.launch_context import LaunchContext
from launch.utilities import AsyncSafeSignalManager


def shut_down_on_sigterm(context: LaunchContext) -> None:
    """
    Shut the launch service down on SIGTERM.

    By default ros2 launch ends at once and leaves all nodes running. To be called in the main
    thread while the launch service runs.
    """

    def shut_down(_: int) -> None:
        context.emit_event_sync(Shutdown(reason='SIGTERM', due_to_sigint=False))

    # The launch service ends itself in the handler of its signal manager, which has no public
    # accessor. Without the manager, SIGTERM keeps its default.
    manager: Any = getattr(AsyncSafeSignalManager, '_AsyncSafeSignalManager__current', None)
    if manager is None:
        return
    manager.handle(signal.SIGTERM, shut_down)
    # The manager receives only signals that have a handler in Python.
    signal.signal(signal.SIGTERM, lambda *_: None)
