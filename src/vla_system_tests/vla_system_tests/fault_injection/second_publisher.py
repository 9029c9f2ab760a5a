# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A second publisher of motion, action chunks or robot state, as a second system has."""

from typing import Any
from typing import Final

from geometry_msgs.msg import Point
from geometry_msgs.msg import Pose
from geometry_msgs.msg import PoseStamped
from geometry_msgs.msg import Quaternion
from vla_client.client import VlaClient
from vla_common import qos
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import RobotState

_KINDS: Final = {
    'robot_action': (PoseStamped, qos.COMMAND),
    'action_chunk': (ActionChunk, qos.RELIABLE_LATEST),
    'robot_state': (RobotState, qos.SENSOR),
}
_PERIOD_S: Final = 0.02
_FRAME: Final = 'base_link'


class SecondPublisher:
    """
    Publish a topic beside its own publisher, until `close`.

    Robot states are sent at 50 Hz. Of motion and chunks the publisher alone is a fault; none are
    sent, so that all motion that is measured is that of the system.

    Parameters
    ----------
    client
        Client whose node publishes.
    topic
        `robot_action`, `action_chunk` or `robot_state`.

    """

    def __init__(self, client: VlaClient, topic: str) -> None:
        self._client = client
        self._timer: Any = None
        client.run_on_executor(lambda: self._open(topic))

    def close(self) -> None:
        """Destroy the publisher."""
        self._client.run_on_executor(self._destroy)

    def _open(self, topic: str) -> None:
        node, (kind, profile) = self._client.node, _KINDS[topic]
        self._publisher = node.create_publisher(kind, topic, profile)
        if topic == 'robot_state':
            self._timer = node.create_timer(_PERIOD_S, self._send)

    def _destroy(self) -> None:
        node = self._client.node
        if self._timer is not None:
            node.destroy_timer(self._timer)
        node.destroy_publisher(self._publisher)

    def _send(self) -> None:
        self._publisher.publish(standing_robot(self._client.node.get_clock().now().to_msg()))


def standing_robot(stamp: Any) -> RobotState:
    """Return a valid state of another robot, which stands in the workspace."""
    pose = Pose(position=Point(x=0.4, z=0.3), orientation=Quaternion(x=1.0, w=0.0))
    state = RobotState(end_effector=pose, gripper=1.0)
    state.header.stamp, state.header.frame_id = stamp, _FRAME
    return state
