# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Latency of the chunks that the gate executed, for diagnostics."""

from collections.abc import Iterable

from vla_common.latency_window import LatencyWindow
from vla_safety.gate.gate_events import GateEvent


class ExecutionLatency:
    """
    Latency of chunks that replace one in motion, from the events of the gate.

    The first chunk of a command does not count: its image may be from before the command.
    """

    def __init__(self) -> None:
        self._chunk_to_gate = LatencyWindow('chunk_to_gate')
        self._gate_to_action = LatencyWindow('gate_to_action')
        self._image_to_action = LatencyWindow('image_to_action')
        self._command_id = ''

    def update(self, events: Iterable[GateEvent]) -> None:
        """Evaluate the events since the last call."""
        for event in events:
            if event.kind == 'motion':
                self._add(**event.fields)

    def values(self) -> dict[str, object]:
        """Return number and percentiles of each stage by name."""
        return {
            **self._chunk_to_gate.values(),
            **self._gate_to_action.values(),
            **self._image_to_action.values(),
        }

    def _add(
        self,
        *,
        command_id: str,
        plan_latency_s: float,
        gate_latency_s: float,
        latency_s: float,
        **_: object,
    ) -> None:
        is_first, self._command_id = command_id != self._command_id, command_id
        if is_first:
            return
        self._chunk_to_gate.add(gate_latency_s - plan_latency_s)
        self._gate_to_action.add(latency_s - gate_latency_s)
        self._image_to_action.add(latency_s)
