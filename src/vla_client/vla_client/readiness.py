# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Readiness of the nodes, from their diagnostics."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
import threading
import time
from typing import Final

from diagnostic_msgs.msg import DiagnosticArray
from vla_common.health import Level

#: Nodes that a command needs.
REQUIRED_NODES: Final = ('perception_node', 'language_node', 'policy_node', 'safety_node')
#: A node publishes its diagnostics once a second; older ones are of a node that ended [s].
MAX_DIAGNOSTICS_AGE_S: Final = 3.0
_NOT_ACTIVE: Final = 'not active'
_POLICY: Final = 'policy_node'
_LANGUAGE: Final = 'language_node'
_SAFETY: Final = 'safety_node'
#: Figure in the diagnostics of the policy node.
_REQUEST_SUBSCRIBERS: Final = 'command_request_subscribers'
#: Figure in the diagnostics of the safety node, and its value before the first heartbeat.
_LANGUAGE_AGE: Final = 'language_age_s'
_NEVER: Final = 'inf'


class NotReadyError(RuntimeError):
    """The system did not become ready."""


@dataclass(frozen=True)
class NodeHealth:
    """
    Newest diagnostics of a node.

    Parameters
    ----------
    level
        Level of the diagnostics.
    message
        Message of the diagnostics.
    received_s
        Steady time of their arrival [s].
    values
        Figures of the node, by name.

    """

    level: Level
    message: str
    received_s: float
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_failed(self) -> bool:
        """Whether a lifecycle transition of the node failed: it does not recover by itself."""
        return self.level == Level.ERROR and 'failed' in self.message


class HealthMonitor:
    """
    Store the newest diagnostics of every node of a namespace; any thread may call it.

    Parameters
    ----------
    namespace
        Namespace of the nodes. Their names in the results have no namespace.

    """

    def __init__(self, namespace: str = '') -> None:
        self._prefix = f'{namespace.strip("/")}/' if namespace.strip('/') else ''
        self._lock = threading.Lock()
        self._health: dict[str, NodeHealth] = {}

    @property
    def health(self) -> dict[str, NodeHealth]:
        """Return the newest diagnostics by the name of the node."""
        with self._lock:
            return dict(self._health)

    def update(self, message: DiagnosticArray) -> None:
        """Store the diagnostics of a message."""
        now_s = time.monotonic()
        with self._lock:
            for status in message.status:
                if status.name.startswith(self._prefix):
                    name = status.name.removeprefix(self._prefix)
                    self._health[name] = NodeHealth(
                        Level(status.level[0]),
                        status.message,
                        now_s,
                        {pair.key: pair.value for pair in status.values},
                    )

    def discard(self, node: str) -> None:
        """Discard the diagnostics of a node, so that it is not ready until it sends new ones."""
        with self._lock:
            self._health.pop(node, None)

    def problems(self, nodes: Sequence[str]) -> dict[str, str]:
        """Return why nodes are not ready, by their names; empty if all are ready."""
        found = {node: self._problem(node) for node in nodes}
        return {node: problem for node, problem in found.items() if problem}

    def failures(self) -> dict[str, str]:
        """Return the messages of nodes with a failed lifecycle transition, by their names."""
        return {name: health.message for name, health in self.health.items() if health.has_failed}

    def _problem(self, node: str) -> str:
        health = self.health.get(node)
        if health is None:
            return 'no diagnostics received; start the node'
        age_s = time.monotonic() - health.received_s
        if age_s > MAX_DIAGNOSTICS_AGE_S:
            return f'no diagnostics for {age_s:.0f} s; last message: {health.message}'
        return health.message if health.has_failed or health.message == _NOT_ACTIVE else ''


def find_missing(
    monitor: HealthMonitor,
    nodes: Sequence[str],
    connected: int,
    needed: int,
    *,
    is_server_ready: bool,
) -> dict[str, str]:
    """
    Return what is missing until a command can be executed, and why; empty if nothing is.

    Parameters
    ----------
    monitor
        Diagnostics of the nodes.
    nodes
        Nodes that must be active.
    connected, needed
        Numbers of subscribers of `natural_language_command` that the client is connected to, and
        that are needed. The policy node must be connected to as many of `command_request`.
    is_server_ready
        Whether the action server is on the graph; it is needed if the policy node is.

    """
    missing = monitor.problems(nodes)
    if not missing and connected < needed:
        missing['natural_language_command'] = f'{needed} subscribers are needed; got {connected}'
    if not missing and {_SAFETY, _LANGUAGE} <= set(nodes):
        # DDS may take seconds to connect to a process that was restarted.
        if monitor.health[_SAFETY].values.get(_LANGUAGE_AGE) == _NEVER:
            missing['language_heartbeat'] = 'the safety node has not received it'
    # An own node in place of the policy node may have no action server.
    if not missing and _POLICY in nodes and not is_server_ready:
        missing['execute_command'] = 'no action server; start the policy node'
    if not missing and _POLICY in nodes:
        forwarded = int(monitor.health[_POLICY].values.get(_REQUEST_SUBSCRIBERS, needed))
        if forwarded < needed:
            missing['command_request'] = (
                f'{needed} subscribers are needed; the policy node is connected to {forwarded}'
            )
    return missing


def require_ready(missing: Mapping[str, str], spent_s: float) -> None:
    """
    Check that nothing is missing.

    Raises
    ------
    NotReadyError
        If something is; the message names it and the reason.

    """
    if missing:
        problems = '; '.join(f'{name}: {problem}' for name, problem in missing.items())
        raise NotReadyError(f'the system is not ready after {spent_s:.1f} s: {problems}')
