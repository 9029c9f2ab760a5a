# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate decided, and what ran because of it, until somebody writes it down."""

from collections import deque
from dataclasses import dataclass
from dataclasses import field
from typing import Any

import numpy as np
from vla_common.arrays import FloatArray
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Target

_MAX_KEPT = 1000
_MAX_MESSAGES = 3


@dataclass(frozen=True)
class GateEvent:
    """One decision: what kind, and what there is to say about it."""

    kind: str
    fields: dict[str, Any]


@dataclass
class ChunkExecution:
    """What was commanded because of one chunk."""

    chunk: Chunk
    ticks: int = 0
    path_length_m: float = 0.0
    peak_speed_m_s: float = 0.0
    latency_s: float = -1.0
    positions: list[FloatArray] = field(default_factory=list)

    def record_tick(self, target: Target, speed_m_s: float, latency_s: float) -> None:
        """Note a tick."""
        if self.positions:
            self.path_length_m += float(np.linalg.norm(target.position - self.positions[-1]))
        self.positions = [*self.positions[:1], target.position]
        self.ticks += 1
        self.peak_speed_m_s = max(self.peak_speed_m_s, speed_m_s)
        self.latency_s = latency_s


class GateEventRecorder:
    """Keep decisions until they are taken; without a taker, only the newest."""

    def __init__(self, *, dry_run: bool = False) -> None:
        self._kept: deque[GateEvent] = deque(maxlen=_MAX_KEPT)
        self._execution: ChunkExecution | None = None
        self._dry_run = dry_run

    def record(self, kind: str, **fields: Any) -> None:
        """Add a decision."""
        self._kept.append(GateEvent(kind, fields))

    def take(self) -> list[GateEvent]:
        """Return the decisions since the last call, oldest first."""
        taken = list(self._kept)
        self._kept.clear()
        return taken

    def record_chunk(
        self, outcome: str, chunk: Chunk, age_s: float, assessment: ChunkAssessment | None
    ) -> None:
        """Add what became of a chunk."""
        fields: dict[str, Any] = {
            'outcome': outcome,
            'command_id': chunk.command_id[:128],
            'sequence': chunk.sequence,
            'stamp_ns': chunk.stamp_ns,
            'age_s': age_s,
            'confidence': chunk.confidence,
            'steps': len(chunk.positions),
        }
        if assessment is not None:
            fields['checks'] = assessment.measured
            fields['time_scale'] = assessment.chunk.time_scale
            fields['refused_by'] = sorted({v.check for v in assessment.refusals})
            fields['adjusted_by'] = sorted({v.check for v in assessment.adjustments})
            fields['messages'] = [v.message for v in assessment.refusals[:_MAX_MESSAGES]]
        self.record('chunk', **fields)

    def record_start(self, chunk: Chunk) -> None:
        """Note that from now on `chunk` runs."""
        self.record_end()
        self._execution = ChunkExecution(chunk)

    def record_tick(self, target: Target, speed_m_s: float, latency_s: float) -> None:
        """Note what was commanded in a tick."""
        if self._execution is not None:
            self._execution.record_tick(target, speed_m_s, latency_s)

    def record_end(self) -> None:
        """Add what ran, unless nothing did since the last call."""
        execution, self._execution = self._execution, None
        if execution is not None and execution.ticks:
            self.record(
                'motion',
                command_id=execution.chunk.command_id,
                sequence=execution.chunk.sequence,
                ticks=execution.ticks,
                path_length_m=execution.path_length_m,
                peak_speed_m_s=execution.peak_speed_m_s,
                start_m=execution.positions[0],
                end_m=execution.positions[-1],
                latency_s=execution.latency_s,
                sent=not self._dry_run,
            )
