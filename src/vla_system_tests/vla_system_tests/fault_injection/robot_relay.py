# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of the states of a robot with standard interfaces: a relay of its messages."""

from collections.abc import Callable
from copy import deepcopy
from functools import partial
import time
from typing import Any
from typing import Final

from sensor_msgs.msg import JointState
from vla_client.node_thread import NodeThread
from vla_common import qos
from vla_interfaces.msg import RobotState

_SOURCE: Final = 'fault_source'
#: Topic of the measured joints before any fault.
JOINT_SOURCE: Final = f'{_SOURCE}/joint_states'
#: Node that publishes each topic, and its message. The relay republishes it.
RELAYED: Final[dict[str, tuple[str, Any]]] = {
    'joint_states': ('sim_node', JointState),
    'robot_state': ('robot_bridge', RobotState),
}


class StateFault:
    """
    Fault of a stream of JointState or RobotState.

    Parameters
    ----------
    period_s
        Shortest time between two messages [s].
    frozen
        Whether the first message is repeated with new stamps.
    not_a_number
        Whether all positions of the joints are NaN.
    lost
        Whether all messages are lost.

    """

    def __init__(
        self,
        *,
        period_s: float = 0.0,
        frozen: bool = False,
        not_a_number: bool = False,
        lost: bool = False,
    ) -> None:
        self._period_s, self._frozen = period_s, frozen
        self._not_a_number, self._lost = not_a_number, lost
        self._first: Any = None
        self._due_s = 0.0

    def apply(self, message: Any, now_s: float) -> Any | None:
        """Return the message that is passed on, or None."""
        if self._lost or now_s < self._due_s:
            return None
        self._due_s = now_s + self._period_s
        if self._first is None:
            self._first = deepcopy(message)
        if self._frozen:
            stamp, message = message.header.stamp, deepcopy(self._first)
            message.header.stamp = stamp
        if self._not_a_number:
            message.position = [float('nan')] * len(message.position)
        return message


class RobotRelay:
    """
    Republish joint_states of the driver and robot_state of the bridge.

    Parameters
    ----------
    domain_id
        ROS domain.

    """

    def __init__(self, domain_id: int) -> None:
        #: Current fault of each topic; any thread may change it.
        self.faults = {topic: StateFault() for topic in RELAYED}
        self._thread = NodeThread('robot_fault_relay', domain_id=domain_id)
        node = self._thread.node
        for topic, (_, kind) in RELAYED.items():
            publish = node.create_publisher(kind, topic, qos.SENSOR).publish
            relay = partial(self._relay, topic, publish)
            node.create_subscription(kind, f'{_SOURCE}/{topic}', relay, qos.SENSOR)
        self._thread.start()

    def close(self) -> None:
        """End the thread and leave the graph."""
        self._thread.close()

    def _relay(self, topic: str, publish: Callable[[Any], None], message: Any) -> None:
        passed = self.faults[topic].apply(message, time.monotonic())
        if passed is not None:
            publish(passed)


def relay_arguments(node: str) -> list[str]:
    """Return the ROS arguments that lead the messages of a node through the relay."""
    return [
        word
        for topic, (publisher, _) in RELAYED.items()
        if publisher == node
        for word in ('-r', f'{node}:{topic}:={_SOURCE}/{topic}')
    ]
