# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detection of a second publisher of motion, action chunks or robot state."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
import math
from typing import Final
from typing import NamedTuple

from vla_safety.monitors.sender_tracker import SenderTracker
from vla_safety.types.input_fault import InputFault

#: Topics that this node alone publishes.
OUTPUTS: Final = ('robot_action', 'gripper_command')
CHUNKS: Final = 'action_chunk'
STATES: Final = 'robot_state'
DUPLICATE_PREFIX: Final = 'duplicate_'
_REASONS: Final = {
    'robot_action': 'duplicate_robot_action',
    'gripper_command': 'duplicate_gripper_command',
    'action_chunk': 'duplicate_action_chunk',
    'robot_state': 'duplicate_robot_state',
}
# Messages may arrive before the graph has their publisher: two polls.
_GRAPH_WAIT_S = 0.4
# Bytes of a publisher id that all publishers of a process share (Fast DDS).
_PROCESS_BYTES = 12
# Longer than a killed node stays in the graph: 20 s.
_LEASE_S = 25.0
# The graph has publishers before the names of their nodes: usually for less than a second, for 3 s
# where the message with the name was lost (it is repeated with the heartbeat of its writer).
_NAMELESS, _NAME_WAIT_S, _MAX_NAME_WAIT_S = '_NODE_NAME_UNKNOWN_', 1.0, 5.0


class Endpoint(NamedTuple):
    """Publisher in the graph: its id, and node name with namespace."""

    gid: bytes
    node: str


@dataclass
class _Record:
    """When a publisher appeared in the graph, and when its newest message arrived."""

    node: str
    appeared_s: float
    heard_s: float = -math.inf

    @property
    def is_nameless(self) -> bool:
        """Whether the graph has not had the name of its node."""
        return _NAMELESS in self.node

    def counts(self, now_s: float) -> bool:
        """Return whether its node has a name, or has had time to get one."""
        return not self.is_nameless or now_s - self.appeared_s > _NAME_WAIT_S

    def may_be_restart_of(self, old: '_Record', now_s: float) -> bool:
        """Return whether its node may be that of `old`: same name, or a name not yet known."""
        waits = self.is_nameless and now_s - self.appeared_s <= _MAX_NAME_WAIT_S
        # A node that was killed before the graph had its name never gets one.
        return self.node == old.node or waits or old.is_nameless


@dataclass
class _Topic:
    """Publishers of one topic in the graph, and senders of its messages."""

    records: dict[bytes, _Record] = field(default_factory=dict)
    senders: SenderTracker = field(default_factory=SenderTracker)

    def nodes(self, now_s: float) -> list[str]:
        """Return the nodes of all publishers."""
        return [record.node for record in self.records.values() if record.counts(now_s)]


class PublisherMonitor:
    """
    Report each topic that has more than one publisher.

    Of outputs, any other publisher in the graph is one too many. Of robot states, only publishers
    that send count: a standby driver may exist. Action chunks are sent for commands only, so all
    publishers in the graph count. Exception: a publisher whose process sent messages and fell
    silent when another of the same node name appeared. A killed node stays in the graph for 20 s
    after its restart; a name that the graph does not have, or not yet, is no other one.
    """

    def __init__(self) -> None:
        #: Name with namespace of this node.
        self.own_node = ''
        self._topics = {topic: _Topic() for topic in (*OUTPUTS, CHUNKS, STATES)}

    def on_endpoints(self, topic: str, endpoints: Sequence[Endpoint], now_s: float) -> None:
        """Record the publishers of a topic that are in the graph now."""
        records = self._topics[topic].records
        current = {endpoint.gid: endpoint.node for endpoint in endpoints}
        for gid in set(records) - set(current):
            del records[gid]
        for gid, node in current.items():
            record = records.setdefault(gid, _Record(node, now_s))
            # In Jazzy, the publisher of a killed node loses its name before it leaves the graph.
            if _NAMELESS not in node:
                record.node = node

    def on_message(self, topic: str, gid: bytes, sequence: int, now_s: float) -> None:
        """Record the sender of a message; `gid` is empty where the middleware gives none."""
        records = self._topics[topic].records
        self._topics[topic].senders.record(gid, sequence, now_s)
        record = records.get(gid)
        if record is None and not gid and records:
            record = max(records.values(), key=lambda r: r.appeared_s)
        if record is not None:
            record.heard_s = now_s

    def on_process_alive(self, gid: bytes, now_s: float) -> None:
        """Record a message of any publisher: other publishers of its process are alive too."""
        for other, record in self._topics[CHUNKS].records.items():
            if gid and other[:_PROCESS_BYTES] == gid[:_PROCESS_BYTES]:
                record.heard_s = now_s

    def faults(self, now_s: float) -> dict[str, InputFault]:
        """Return the fault of each topic with a second publisher, by reason."""
        faults = []
        for name, topic in self._topics.items():
            nodes = topic.nodes(now_s)
            if name in OUTPUTS:
                if self.own_node in nodes:
                    nodes.remove(self.own_node)
                if nodes:
                    faults.append(_output_fault(name, nodes))
                continue
            too_many = name == CHUNKS and _live_count(topic.records, now_s) > 1
            is_named = len(nodes) > 1 or now_s - topic.senders.since_s > _GRAPH_WAIT_S
            if too_many or (topic.senders.alternates(now_s) and is_named):
                faults.append(_input_fault(name, nodes))
        return {fault.reason: fault for fault in faults}


def _live_count(records: dict[bytes, _Record], now_s: float) -> int:
    return sum(
        record.counts(now_s) and not _is_superseded(record, records, now_s)
        for record in records.values()
    )


def _is_superseded(old: _Record, records: dict[bytes, _Record], now_s: float) -> bool:
    """Return whether a publisher was heard, and fell silent when its restart appeared."""
    return math.isfinite(old.heard_s) and any(
        new.may_be_restart_of(old, now_s) and old.heard_s < new.appeared_s > now_s - _LEASE_S
        for new in records.values()
    )


def _output_fault(topic: str, nodes: list[str]) -> InputFault:
    return InputFault(
        _REASONS[topic],
        f'only this safety node may publish {topic} in its namespace; it is also published by'
        f' {_names(nodes)}. End that node, or start it in another namespace or ROS_DOMAIN_ID (a'
        ' killed node counts for up to 20 s)',
    )


def _input_fault(topic: str, nodes: list[str]) -> InputFault:
    names = _names(nodes if len(nodes) > 1 else [*nodes, 'one that is not in the graph'])
    return InputFault(
        _REASONS[topic],
        f'only one node may publish {topic} in a namespace; publishers: {names}. End all'
        ' but one, or start them in different namespaces or ROS_DOMAIN_IDs (a killed node counts'
        ' for up to 20 s)',
    )


def _names(nodes: list[str]) -> str:
    counts = sorted(Counter(nodes).items())
    texts = [node if count == 1 else f'{count} nodes {node}' for node, count in counts[:4]]
    return ', '.join(text[:100] for text in texts)
