# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate decided, and what ran because of it, until somebody writes it down."""

from collections import deque
from dataclasses import dataclass
from dataclasses import field
from typing import Any

import numpy as np
from vla_safety.checks.chunk_inspection import Verdict
from vla_safety.types.chunk import Array
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Target

_MAX_KEPT = 1000
_MAX_MESSAGES = 3


@dataclass(frozen=True)
class Decision:
    """One decision: what kind, and what there is to say about it."""

    kind: str
    fields: dict[str, Any]


@dataclass
class Run:
    """What was commanded because of one chunk."""

    chunk: Chunk
    ticks: int = 0
    way_m: float = 0.0
    peak_speed_m_s: float = 0.0
    latency_s: float = -1.0
    places: list[Array] = field(default_factory=list)

    def see(self, target: Target, speed_m_s: float, latency_s: float) -> None:
        """Note a tick."""
        if self.places:
            self.way_m += float(np.linalg.norm(target.position - self.places[-1]))
        self.places = [*self.places[:1], target.position]
        self.ticks += 1
        self.peak_speed_m_s = max(self.peak_speed_m_s, speed_m_s)
        self.latency_s = latency_s


class Decisions:
    """Keep decisions until they are taken; without a taker, only the newest."""

    def __init__(self, *, dry_run: bool = False) -> None:
        self._kept: deque[Decision] = deque(maxlen=_MAX_KEPT)
        self._run: Run | None = None
        self._dry_run = dry_run

    def note(self, kind: str, **fields: Any) -> None:
        """Add a decision."""
        self._kept.append(Decision(kind, fields))

    def take(self) -> list[Decision]:
        """Return the decisions since the last call, oldest first."""
        taken = list(self._kept)
        self._kept.clear()
        return taken

    def judged(self, outcome: str, chunk: Chunk, age_s: float, verdict: Verdict | None) -> None:
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
        if verdict is not None:
            fields['checks'] = verdict.measured
            fields['time_scale'] = verdict.chunk.time_scale
            fields['refused_by'] = sorted({v.check for v in verdict.refusals})
            fields['adjusted_by'] = sorted({v.check for v in verdict.adjustments})
            fields['messages'] = [v.message for v in verdict.refusals[:_MAX_MESSAGES]]
        self.note('chunk', **fields)

    def starts(self, chunk: Chunk) -> None:
        """Note that from now on `chunk` runs."""
        self.ended()
        self._run = Run(chunk)

    def ticked(self, target: Target, speed_m_s: float, latency_s: float) -> None:
        """Note what was commanded in a tick."""
        if self._run is not None:
            self._run.see(target, speed_m_s, latency_s)

    def ended(self) -> None:
        """Add what ran, unless nothing did since the last call."""
        run, self._run = self._run, None
        if run is not None and run.ticks:
            self.note(
                'motion',
                command_id=run.chunk.command_id,
                sequence=run.chunk.sequence,
                ticks=run.ticks,
                way_m=run.way_m,
                peak_speed_m_s=run.peak_speed_m_s,
                start_m=run.places[0],
                end_m=run.places[-1],
                latency_s=run.latency_s,
                sent=not self._dry_run,
            )
