# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Polling of the graph for publishers of the topics that may have one publisher only."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.clock import Clock
from rclpy.clock import ClockType
from vla_common.clock import TimePoint
from vla_common.node import VlaNode
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.publisher_monitor import CHUNKS
from vla_safety.monitors.publisher_monitor import Endpoint
from vla_safety.monitors.publisher_monitor import OUTPUTS
from vla_safety.monitors.publisher_monitor import STATES

_PERIOD_S = 0.2
_TOPICS = (*OUTPUTS, CHUNKS, STATES)


class PublisherPoller:
    """Pass the publishers in the graph to the gate, at a low rate and not in the control loop."""

    def __init__(
        self,
        node: VlaNode,
        gate_access: Callable[[str], AbstractContextManager[Gate]],
        now: Callable[[], TimePoint],
    ) -> None:
        self._node = node
        self._gate_access = gate_access
        self._now = now
        with gate_access('configure') as gate:
            gate.inputs.publishers.own_node = node.get_fully_qualified_name()
        # Also while a simulated clock stands still.
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._timer = node.create_timer(_PERIOD_S, self.poll, clock=steady)
        on_diagnostics: Callable[..., None] = self._on_diagnostics
        # Not deserialized: only the sender matters. Our nodes send one message per second.
        self._diagnostics = node.create_subscription(
            DiagnosticArray, '/diagnostics', on_diagnostics, 10, raw=True
        )
        self.poll()

    def close(self) -> None:
        """Destroy timer and subscription."""
        self._node.destroy_timer(self._timer)
        self._node.destroy_subscription(self._diagnostics)

    def poll(self) -> None:
        """Read the publishers of all topics, then pass them to the gate."""
        found: dict[str, list[Endpoint]] = {}
        error: Exception | None = None
        # Not while the gate is locked: the control loop would wait.
        try:
            found = {topic: self._endpoints(topic) for topic in _TOPICS}
        except Exception as caught:  # noqa: BLE001 raised again where it stops the robot
            error = caught
        with self._gate_access('graph') as gate:
            if error is not None:
                raise error
            for topic, endpoints in found.items():
                gate.inputs.publishers.on_endpoints(topic, endpoints, self._now().steady_s)

    def _on_diagnostics(self, _: bytes, info: Any) -> None:
        with self._gate_access('diagnostics') as gate:
            gate.inputs.publishers.on_process_alive(sender_of(info)[0], self._now().steady_s)

    def _endpoints(self, topic: str) -> list[Endpoint]:
        return [
            Endpoint(bytes(info.endpoint_gid), qualified_name(info))
            for info in self._node.get_publishers_info_by_topic(topic)
        ]


def qualified_name(info: Any) -> str:
    """Return node name with namespace of an endpoint in the graph."""
    return f'{info.node_namespace.rstrip("/")}/{info.node_name}'


def sender_of(info: Any) -> tuple[bytes, int]:
    """Return publisher id and sequence number of a message; the id is empty in Jazzy."""
    gid = info.get('publisher_gid') or {}
    return bytes(gid.get('data') or b''), int(info.get('publication_sequence_number') or 0)
