# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Counters of assessed chunks, order of the accepted ones, newest refusal."""

from typing import NamedTuple

from vla_safety.checks.chunk_inspection import ChunkAssessment


class Refusal(NamedTuple):
    """A refused chunk, and when it was refused on the steady clock."""

    assessment: ChunkAssessment
    time_s: float


class ChunkHistory:
    """Record the outcome of assessed chunks."""

    def __init__(self) -> None:
        self.accepted = 0
        self.refused = 0
        #: How many of the accepted chunks were changed to respect a limit.
        self.adjusted = 0
        #: The newest refusal.
        self.refusal: Refusal | None = None
        #: Stamp and sequence number of the newest accepted chunk; -1 when there is none.
        self.last_stamp_ns = -1
        self.last_sequence = -1

    def record_accepted(self, assessment: ChunkAssessment) -> None:
        """Count an accepted chunk; later ones must be newer."""
        self.accepted += 1
        self.adjusted += bool(assessment.adjustments)
        self.last_stamp_ns = assessment.chunk.stamp_ns
        self.last_sequence = assessment.chunk.sequence

    def record_refused(self, assessment: ChunkAssessment, now_s: float) -> None:
        """Count a refused chunk and keep it as the newest refusal."""
        self.refused += 1
        self.refusal = Refusal(assessment, now_s)

    def on_clock_jump(self) -> None:
        """Forget the order: stamps before and after the jump cannot be compared."""
        self.last_stamp_ns = self.last_sequence = -1
