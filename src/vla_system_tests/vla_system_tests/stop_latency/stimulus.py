# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""All that a safety node hears, from a robot on its way that never ends; parts fall silent."""

from collections.abc import Callable
import math
import threading
import time
from typing import Any
from typing import Final

from geometry_msgs.msg import PoseStamped
import numpy as np
from numpy.typing import NDArray
from rclpy.clock import Clock
from rclpy.clock import ClockType
from std_msgs.msg import Bool
from std_msgs.msg import Header
from vla_bringup.client.companion import Speaker
from vla_common import qos
from vla_common.conversions import point_to_array
from vla_common.conversions import stamp_s
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_safety.testing.sample_messages import chunk_message
from vla_safety.testing.sample_messages import features_message
from vla_safety.testing.sample_messages import state_message
from vla_safety.testing.sample_messages import STEP_DURATION_S
from vla_system_tests.fault_injection.motion_log import MotionLog

Array = NDArray[np.float64]

#: How often each part sends [s], as the real nodes do.
PERIODS_S: Final = {
    'robot': 0.02,
    'camera': 1 / 30,
    'policy': 0.2,
    'language': 0.1,
    'switch': 0.05,
}
_FEATURES: Final = ((12, 16, 96), (24, 32, 64))
_CENTER_M: Final = np.array((0.5, 0.0, 0.3))
_RADIUS_M: Final = 0.15
_STEPS: Final = 16
# The policy plans on no older image.
_OLDEST_IMAGE_S: Final = 0.5
# From a commanded pose to the chunk that starts there.
_LAG_S: Final = 0.03


def circle(angle_rad: float) -> Array:
    """Return the place (3,) at an angle of the robot's way [m]."""
    return _CENTER_M + _RADIUS_M * np.array((math.cos(angle_rad), math.sin(angle_rad), 0.0))


def ahead(position: Array, speed_m_s: float, age_s: float) -> Array:
    """
    Return the next places (n, 3) along the circle of a chunk.

    Parameters
    ----------
    position
        Where the robot is (3,) [m].
    speed_m_s
        How fast it goes.
    age_s
        How long ago the image was taken that the chunk is of.

    """
    offset = position - _CENTER_M
    angle = math.atan2(offset[1], offset[0])
    times_s = STEP_DURATION_S * np.arange(1, _STEPS + 1) - age_s + _LAG_S
    return np.array([circle(angle + speed_m_s / _RADIUS_M * t) for t in times_s])


class Surroundings(Speaker):
    """A perfect robot, a camera, a policy, the language side and a deadman switch."""

    def __init__(self, domain_id: int) -> None:
        super().__init__('reaction_surroundings', domain_id)
        #: How the robot was told to move since the newest `set_off`.
        self.motion = MotionLog()
        self.safety: SafetyStatus | None = None
        self._lock = threading.Lock()
        self._dead: set[str] = set()
        self._frozen = False
        #: When each part sent last, and when the picture changed last.
        self._sent_s: dict[str, float] = {}
        self._position = circle(0.0)
        self._speed_m_s = 0.0
        self._picture = 0.0
        self._image_ns = 0
        self._commands = self._chunks_sent = 0
        node = self._node
        node.create_subscription(PoseStamped, 'robot_action', self._on_action, qos.COMMAND)
        node.create_subscription(SafetyStatus, 'safety_status', self._on_safety, qos.LATCHED)
        self._states = node.create_publisher(RobotState, 'robot_state', qos.SENSOR)
        self._features = self._new_features()
        self._chunks = node.create_publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
        self._policy = node.create_publisher(PolicyStatus, 'policy_status', qos.LATCHED)
        self._heart = node.create_publisher(Header, 'language_heartbeat', qos.RELIABLE_LATEST)
        self._switch = node.create_publisher(Bool, 'deadman', qos.SENSOR)
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        for part, send in (
            ('robot', self._measure),
            ('camera', self._look),
            ('policy', self._plan),
            ('language', lambda: self._heart.publish(Header())),
            ('switch', lambda: self._switch.publish(Bool(data=True))),
        ):
            node.create_timer(PERIODS_S[part], self._unless_dead(part, send), clock=steady)
        self.start()

    # What the robot does ----------------------------------------------------------------------

    def set_off(self, speed_m_s: float) -> None:
        """Mend all parts and lead the robot along its circle, as a command of its own."""
        with self._lock:
            self._dead.clear()
            self._frozen = False
            if self._features is None:
                self._features = self._new_features()
            self._speed_m_s = speed_m_s
            self.motion = MotionLog()
            self._commands += 1
            self._policy.publish(
                PolicyStatus(command_id=self._command_id, state=PolicyStatus.EXECUTING)
            )

    @property
    def state(self) -> int:
        """Return the state of the safety node, -1 before it is known."""
        return -1 if self.safety is None else int(self.safety.state)

    def is_heard(self) -> bool:
        """Whether the safety node hears robot, camera and language side."""
        s = self.safety
        return s is not None and min(s.state_age_s, s.features_age_s, s.language_age_s) >= 0

    def is_moving(self) -> bool:
        """Whether the robot is on its way."""
        return self.state == SafetyStatus.ACTIVE and self.motion.is_running(time.monotonic())

    # Faults, each returns the time of its last sign of life ------------------------------------

    def silence(self, part: str) -> float:
        """Let a part send no more."""
        with self._lock:
            self._dead.add(part)
            return self._sent_s[part]

    def freeze(self) -> float:
        """Let the camera send its last picture again and again, with new stamps."""
        with self._lock:
            self._frozen = True
            return self._sent_s['picture']

    def end_perception(self) -> float:
        """Let perception leave the graph, as a process that ends does."""
        last_s = self.silence('camera')
        self.do_between(self._leave_camera)
        return last_s

    def let_go(self) -> float:
        """Let the switch say that it is not held."""
        self.silence('switch')
        now_s = time.monotonic()
        self._switch.publish(Bool(data=False))
        return now_s

    # What the parts send ----------------------------------------------------------------------

    def _unless_dead(self, part: str, send: Callable[[], None]) -> Callable[[], None]:
        def tick() -> None:
            with self._lock:
                if part not in self._dead:
                    send()
                    self._sent_s[part] = time.monotonic()

        return tick

    def _measure(self) -> None:
        self._states.publish(state_message(self._position, self._now_ns()))

    def _look(self) -> None:
        if not self._frozen:
            self._picture += 1.0
            self._sent_s['picture'] = time.monotonic()
        self._image_ns = self._now_ns()
        self._features.publish(features_message(self._picture, self._image_ns, cells=_FEATURES))

    def _plan(self) -> None:
        age_s = (self._now_ns() - self._image_ns) * 1e-9
        if self._commands and age_s < _OLDEST_IMAGE_S:
            self._chunks_sent += 1
            self._chunks.publish(
                chunk_message(
                    ahead(self._position, self._speed_m_s, age_s),
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

    def _leave_camera(self) -> None:
        with self._lock:
            self._node.destroy_publisher(self._features)
            self._features = None

    def _new_features(self) -> Any:
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

    def _on_safety(self, message: SafetyStatus) -> None:
        self.safety = message
