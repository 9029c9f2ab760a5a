# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reaction time of the textbook node to the images of the stored scene, over DDS."""

import os
from pathlib import Path
import shutil
import sys
import threading
import time
from typing import Any
from typing import Final

from geometry_msgs.msg import PoseStamped
from sensor_msgs.msg import CameraInfo
from vla_bringup.processes import ProcessGroup
from vla_client.node_thread import NodeThread
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_common.domain_id import free_domain_id
from vla_system_tests.benchmark.case import BenchmarkCase
from vla_system_tests.benchmark.case import PROBE
from vla_system_tests.benchmark.case import STORED_SCENE
from vla_system_tests.benchmark.cpu_usage import CpuMeter
from vla_system_tests.benchmark.peers.textbook_node import TOPIC
from vla_system_tests.benchmark.reaction_time import ImageAction
from vla_system_tests.benchmark.reaction_time import reaction_times_s
from vla_system_tests.benchmark.run import BenchmarkError
from vla_system_tests.benchmark.summary import summarize
from vla_system_tests.fault_injection.child_environment import child_environment

_NODE: Final = 'textbook'
_START_TIMEOUT_S: Final = 60.0


class ReactionProbe:
    """
    Store the stamps of the images, and each action with the stamp of its image.

    Parameters
    ----------
    thread
        Thread of the node that subscribes, not yet started.

    """

    def __init__(self, thread: NodeThread) -> None:
        self._clock, self._lock = thread.node.get_clock(), threading.Lock()
        self._images_ns: list[int] = []
        self._actions: list[ImageAction] = []
        subscribe = thread.node.create_subscription
        subscribe(CameraInfo, 'camera/camera_info', self._on_image, qos.SENSOR)
        subscribe(PoseStamped, TOPIC, self._on_action, qos.COMMAND)

    def action_count(self) -> int:
        """Return the number of actions."""
        with self._lock:
            return len(self._actions)

    def reaction_times_s(self) -> list[float]:
        """Return the time from each image to the arrival of the action that considers it [s]."""
        with self._lock:
            return reaction_times_s(self._images_ns, self._actions)

    def _on_image(self, message: CameraInfo) -> None:
        with self._lock:
            self._images_ns.append(stamp_ns(message.header.stamp))

    def _on_action(self, message: PoseStamped) -> None:
        now_ns = self._clock.now().nanoseconds
        with self._lock:
            self._actions.append(ImageAction(stamp_ns(message.header.stamp), now_ns))


def run_textbook(case: BenchmarkCase, folder: Path, duration_s: float) -> dict[str, Any]:
    """
    Run camera and textbook node, and return the reaction time.

    Raises
    ------
    BenchmarkError
        If there is no action.

    """
    shutil.rmtree(folder, ignore_errors=True)
    domain_id = free_domain_id()
    environment = child_environment(domain_id, folder)
    lines = {
        STORED_SCENE: case.commands()[STORED_SCENE],
        _NODE: [sys.executable, '-m', 'vla_system_tests.benchmark.peers.textbook_node'],
    }
    thread = NodeThread(PROBE, domain_id=domain_id)
    probe = ReactionProbe(thread)
    thread.start()
    try:
        with ProcessGroup(folder) as processes:
            for name, line in lines.items():
                processes.start(name, line, environment)
            deadline_s = time.monotonic() + _START_TIMEOUT_S
            while not probe.action_count():
                if processes.ended() or time.monotonic() > deadline_s:
                    raise BenchmarkError(f'the textbook node must publish {TOPIC}; see {folder}')
                time.sleep(0.1)
            pids = {name: processes.pid_of(name) for name in lines}
            meter = CpuMeter({**pids, PROBE: os.getpid()})
            time.sleep(duration_s)
            others = round(meter.usage().others_cores, 2)
            return {'reaction': summarize(probe.reaction_times_s()), 'others_cores': others}
    finally:
        thread.close()
