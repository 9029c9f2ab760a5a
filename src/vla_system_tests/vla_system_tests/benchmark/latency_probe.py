# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of the running system from which latencies are computed."""

import threading

from geometry_msgs.msg import PointStamped
from geometry_msgs.msg import PoseStamped
from sensor_msgs.msg import CameraInfo
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_common.conversions import stamp_s
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_system_tests.benchmark.scene_change import Point2
from vla_system_tests.benchmark.scene_change import SceneChange

_RUNNING = (SafetyStatus.ACTIVE, SafetyStatus.HOLD)
_OVER = (PolicyStatus.SUCCEEDED, PolicyStatus.REFUSED, PolicyStatus.FAILED)


class LatencyProbe:
    """
    Store stamps and latencies that the nodes publish; any thread may read.

    Parameters
    ----------
    client
        Client of the system.

    """

    def __init__(self, client: VlaClient) -> None:
        self._client, self._lock = client, threading.Lock()
        self._images_ns: list[int] = []
        #: By stamp of the image [ns], time from it to features [s].
        self._features_s: dict[int, float] = {}
        self._actions_s: list[float] = []
        self._states: list[tuple[float, bool]] = []
        self._targets_m: dict[tuple[str, int], Point2] = {}
        self._changes: list[SceneChange] = []
        client.subscribe(CameraInfo, 'camera/camera_info', self._on_image, qos.SENSOR)
        client.subscribe(VisualFeatures, 'visual_features', self._on_features, qos.RELIABLE_LATEST)
        client.subscribe(PoseStamped, 'robot_action', self._on_action, qos.COMMAND)
        client.subscribe(ActionChunk, 'action_chunk', self._on_chunk, qos.RELIABLE_LATEST)
        client.subscribe(PointStamped, 'scene_change', self._on_change, qos.RELIABLE_LATEST)
        client.on_safety_status(self._on_safety)

    def images_ns(self) -> list[int]:
        """Return the stamps of the images of the camera."""
        with self._lock:
            return list(self._images_ns)

    def features_s(self) -> dict[int, float]:
        """Return the time from each encoded image to its features [s], by stamp [ns]."""
        with self._lock:
            return dict(self._features_s)

    def ticks(self) -> tuple[list[float], list[tuple[float, bool]]]:
        """Return the stamps of robot_action, and by stamp whether a command was executed."""
        with self._lock:
            return list(self._actions_s), list(self._states)

    def targets_m(self) -> dict[tuple[str, int], Point2]:
        """Return the target of each chunk by command id and sequence number."""
        with self._lock:
            return dict(self._targets_m)

    def changes(self) -> list[SceneChange]:
        """Return the changes of the scene."""
        with self._lock:
            return list(self._changes)

    def first_action_s(self, since_s: float) -> float | None:
        """Return the stamp of the first robot_action after `since_s`; None if there is none."""
        with self._lock:
            return next((at_s for at_s in self._actions_s if at_s > since_s), None)

    def is_done(self, command_id: str) -> bool:
        """Return whether the policy ended a command."""
        status = self._client.policy_status
        return status is not None and status.command_id == command_id and status.state in _OVER

    def _on_image(self, message: CameraInfo) -> None:
        with self._lock:
            self._images_ns.append(stamp_ns(message.header.stamp))

    def _on_features(self, message: VisualFeatures) -> None:
        with self._lock:
            self._features_s[stamp_ns(message.header.stamp)] = message.latency_s

    def _on_action(self, message: PoseStamped) -> None:
        with self._lock:
            self._actions_s.append(stamp_s(message.header.stamp))

    def _on_chunk(self, message: ActionChunk) -> None:
        with self._lock:
            target_m = (message.target.x, message.target.y)
            self._targets_m[message.command_id, message.sequence] = target_m

    def _on_change(self, message: PointStamped) -> None:
        with self._lock:
            place_m = (message.point.x, message.point.y)
            self._changes.append(SceneChange(stamp_s(message.header.stamp), place_m))

    def _on_safety(self, message: SafetyStatus) -> None:
        with self._lock:
            self._states.append((stamp_s(message.header.stamp), message.state in _RUNNING))
