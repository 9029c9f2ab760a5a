# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Events of the gate: decisions and executed motion, buffered for the audit log."""

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from vla_common.arrays import FloatArray
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Target

_MAX_EVENTS = 1000
_MAX_MESSAGES = 3
_MAX_ID_LENGTH = 128


@dataclass(frozen=True)
class GateEvent:
    """One event: its kind, and the fields of its audit record."""

    kind: str
    fields: dict[str, Any]


@dataclass
class ChunkExecution:
    """Motion that was commanded for one chunk."""

    chunk: Chunk
    gate_latency_s: float = 0.0
    ticks: int = 0
    path_length_m: float = 0.0
    peak_speed_m_s: float = 0.0
    latency_s: float = -1.0
    start: FloatArray | None = None
    end: FloatArray | None = None

    def record_tick(self, target: Target, speed_m_s: float, latency_s: float) -> None:
        """Add the commanded pose of one tick."""
        if self.end is not None:
            self.path_length_m += float(np.linalg.norm(target.position - self.end))
        self.start = target.position if self.start is None else self.start
        self.end = target.position
        self.ticks += 1
        self.peak_speed_m_s = max(self.peak_speed_m_s, speed_m_s)
        self.latency_s = latency_s


class GateEventRecorder:
    """Buffer events until they are taken; when the buffer is full, the oldest are dropped."""

    def __init__(self, *, dry_run: bool = False) -> None:
        self._events: deque[GateEvent] = deque(maxlen=_MAX_EVENTS)
        self._execution: ChunkExecution | None = None
        self._dry_run = dry_run

    def record(self, kind: str, **fields: Any) -> None:
        """Add an event."""
        self._events.append(GateEvent(kind, fields))

    def take(self) -> list[GateEvent]:
        """Return the events since the last call, oldest first."""
        taken = list(self._events)
        self._events.clear()
        return taken

    def record_chunk(
        self, outcome: str, chunk: Chunk, age_s: float, assessment: ChunkAssessment | None
    ) -> None:
        """Add the outcome of a chunk, with the result of its checks if it was checked."""
        fields: dict[str, Any] = {
            'outcome': outcome,
            'command_id': chunk.command_id[:_MAX_ID_LENGTH],
            'sequence': chunk.sequence,
            'stamp_ns': chunk.stamp_ns,
            'age_s': age_s,
            'confidence': chunk.confidence,
            'steps': len(chunk.positions),
        }
        if assessment is not None:
            fields['checks'] = assessment.margins
            fields['time_scale'] = assessment.chunk.time_scale
            fields['refused_by'] = sorted({v.check for v in assessment.refusals})
            fields['adjusted_by'] = sorted({v.check for v in assessment.adjustments})
            fields['messages'] = [v.message for v in assessment.refusals[:_MAX_MESSAGES]]
        self.record('chunk', **fields)

    def record_start(self, chunk: Chunk, gate_latency_s: float = 0.0) -> None:
        """
        Record that `chunk` is executed from now on; ends the execution before it.

        `gate_latency_s` is the time from the stamp of its image to the gate.
        """
        self.record_end()
        self._execution = ChunkExecution(chunk, gate_latency_s)

    def record_tick(self, target: Target, speed_m_s: float, latency_s: float) -> None:
        """Record the commanded pose of one tick."""
        if self._execution is not None:
            self._execution.record_tick(target, speed_m_s, latency_s)

    def record_end(self) -> None:
        """Add the motion of the current chunk, if it had any, as an event."""
        execution, self._execution = self._execution, None
        if execution is not None and execution.ticks:
            self.record(
                'motion',
                command_id=execution.chunk.command_id,
                sequence=execution.chunk.sequence,
                ticks=execution.ticks,
                path_length_m=execution.path_length_m,
                peak_speed_m_s=execution.peak_speed_m_s,
                start_m=execution.start,
                end_m=execution.end,
                plan_latency_s=execution.chunk.plan_latency_s,
                gate_latency_s=execution.gate_latency_s,
                latency_s=execution.latency_s,
                sent=not self._dry_run,
            )
