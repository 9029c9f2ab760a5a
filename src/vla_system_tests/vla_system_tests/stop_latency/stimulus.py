# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inputs of a safety node from a robot that moves along a circle; each input can fail."""

from collections.abc import Callable
import threading
import time
from typing import Any
from typing import Final

from geometry_msgs.msg import PoseStamped
from rclpy.clock import Clock
from rclpy.clock import ClockType
from std_msgs.msg import Bool
from std_msgs.msg import Header
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.conversions import point_to_array
from vla_common.conversions import stamp_s
from vla_common.conversions import to_stamp
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_safety.testing.sample_messages import chunk_message
from vla_safety.testing.sample_messages import features_message
from vla_safety.testing.sample_messages import state_message
from vla_system_tests.fault_injection.motion_log import MotionLog
from vla_system_tests.stop_latency.circle_path import chunk_positions
from vla_system_tests.stop_latency.circle_path import position_on_circle

#: Period of the messages of each part [s], as in the real nodes.
PERIODS_S: Final = {
    'robot': 0.02,
    'camera': 1 / 30,
    'policy': 0.2,
    'language': 0.1,
    'switch': 0.05,
}
_FEATURE_SHAPES: Final = ((12, 16, 96), (24, 32, 64))
# The policy does not plan with an older image.
_MAX_IMAGE_AGE_S: Final = 0.5


class Stimulus:
    """
    Publish the inputs of a safety node and log the motion that it commands.

    Parameters
    ----------
    domain_id
        ROS domain of the safety node.

    """

    def __init__(self, domain_id: int) -> None:
        self.motion = MotionLog()
        self._lock = threading.Lock()
        self._silent: set[str] = set()
        self._frozen = False
        #: Time of the last message of each part, and of the last new image.
        self._sent_s: dict[str, float] = {}
        self._position = position_on_circle(0.0)
        self._speed_m_s = 0.0
        self._image_value = 0.0
        self._image_ns = 0
        self._commands = self._chunks_sent = 0
        self.client = VlaClient('stop_latency', domain_id=domain_id)
        self._node = self.client.node
        self.client.run_on_executor(self._create)

    def _create(self) -> None:
        node = self._node
        node.create_subscription(PoseStamped, 'robot_action', self._on_action, qos.COMMAND)
        self._states = node.create_publisher(RobotState, 'robot_state', qos.SENSOR)
        self._features = self._create_features()
        self._chunks = node.create_publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
        self._embeddings = node.create_publisher(
            CommandEmbedding, 'command_embedding', qos.LATCHED
        )
        self._policy = node.create_publisher(PolicyStatus, 'policy_status', qos.LATCHED)
        self._heartbeat = node.create_publisher(Header, 'language_heartbeat', qos.RELIABLE_LATEST)
        self._switch = node.create_publisher(Bool, 'deadman', qos.SENSOR)
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        for part, send in (
            ('robot', self._send_state),
            ('camera', self._send_features),
            ('policy', self._send_chunk),
            ('language', lambda: self._heartbeat.publish(Header())),
            ('switch', lambda: self._switch.publish(Bool(data=True))),
        ):
            node.create_timer(PERIODS_S[part], self._unless_silent(part, send), clock=steady)

    def close(self) -> None:
        """Leave the graph."""
        self.client.close()

    # Motion --------------------------------------------------------------------------------

    def start_motion(self, speed_m_s: float) -> None:
        """Repair all parts and move along the circle, with a new command."""
        with self._lock:
            self._silent.clear()
            self._frozen = False
            if self._features is None:
                self._features = self._create_features()
            self._speed_m_s = speed_m_s
            self.motion = MotionLog()
            self._commands += 1
            embedding = CommandEmbedding(command_id=self._command_id)
            embedding.header.stamp = to_stamp(self._now_ns())
            self._embeddings.publish(embedding)
            self._policy.publish(
                PolicyStatus(command_id=self._command_id, state=PolicyStatus.EXECUTING)
            )

    @property
    def state(self) -> int:
        """Return the state of the safety node; -1 before the first status."""
        status = self.client.safety_status
        return -1 if status is None else int(status.state)

    def is_received(self) -> bool:
        """Whether the safety node receives robot state, features and heartbeat."""
        s = self.client.safety_status
        return s is not None and min(s.state_age_s, s.features_age_s, s.language_age_s) >= 0

    def is_moving(self) -> bool:
        """Whether the robot moves."""
        return self.state == SafetyStatus.ACTIVE and self.motion.is_moving(time.monotonic())

    # Faults; each returns the time of the last message before it ------------------------------

    def silence(self, part: str) -> float:
        """End the messages of a part."""
        with self._lock:
            self._silent.add(part)
            return self._sent_s[part]

    def freeze(self) -> float:
        """Repeat the last image with new stamps."""
        with self._lock:
            self._frozen = True
            return self._sent_s['image']

    def end_perception(self) -> float:
        """Remove the publisher of the features from the graph, as at the end of a process."""
        last_s = self.silence('camera')
        self.client.run_on_executor(self._destroy_features)
        return last_s

    def release_switch(self) -> float:
        """Publish that the deadman switch is released."""
        self.silence('switch')
        now_s = time.monotonic()
        self._switch.publish(Bool(data=False))
        return now_s

    # Messages ------------------------------------------------------------------------------

    def _unless_silent(self, part: str, send: Callable[[], None]) -> Callable[[], None]:
        def tick() -> None:
            with self._lock:
                if part not in self._silent:
                    send()
                    self._sent_s[part] = time.monotonic()

        return tick

    def _send_state(self) -> None:
        self._states.publish(state_message(self._position, self._now_ns()))

    def _send_features(self) -> None:
        if not self._frozen:
            self._image_value += 1.0
            self._sent_s['image'] = time.monotonic()
        self._image_ns = self._now_ns()
        self._features.publish(
            features_message(self._image_value, self._image_ns, cells=_FEATURE_SHAPES)
        )

    def _send_chunk(self) -> None:
        age_s = (self._now_ns() - self._image_ns) * 1e-9
        if self._commands and age_s < _MAX_IMAGE_AGE_S:
            self._chunks_sent += 1
            self._chunks.publish(
                chunk_message(
                    chunk_positions(self._position, self._speed_m_s, age_s),
                    self._image_ns,
                    command_id=self._command_id,
                    sequence=self._chunks_sent,
                )
            )

    @property
    def _command_id(self) -> str:
        return f'command-{self._commands}'

    def _now_ns(self) -> int:
        return int(self._node.get_clock().now().nanoseconds)

    def _destroy_features(self) -> None:
        with self._lock:
            self._node.destroy_publisher(self._features)
            self._features = None

    def _create_features(self) -> Any:
        return self._node.create_publisher(VisualFeatures, 'visual_features', qos.RELIABLE_LATEST)

    def _on_action(self, message: PoseStamped) -> None:
        self._position = point_to_array(message.pose.position)
        q = message.pose.orientation
        self.motion.add_action(
            time.monotonic(),
            stamp_s(message.header.stamp),
            self._position.tolist(),
            (q.x, q.y, q.z, q.w),
        )
