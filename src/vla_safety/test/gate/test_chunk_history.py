# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Counters and order of assessed chunks."""

from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.gate.chunk_history import ChunkHistory
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.types.chunk import Violation

VIOLATION = Violation('workspace', 3, 0.1, 0.0, 'outside')


def test_accepted_chunks_set_the_order_and_adjusted_ones_count_twice() -> None:
    history = ChunkHistory()
    history.record_accepted(ChunkAssessment(make_chunk(stamp_ns=5, sequence=7)))
    chunk = make_chunk(stamp_ns=6, sequence=8)
    history.record_accepted(ChunkAssessment(chunk, adjustments=(VIOLATION,)))
    assert (history.accepted, history.adjusted, history.refused) == (2, 1, 0)
    assert (history.last_stamp_ns, history.last_sequence) == (6, 8)
    history.on_clock_jump()
    assert (history.last_stamp_ns, history.last_sequence) == (-1, -1)
    assert history.accepted == 2


def test_refused_chunks_do_not_change_the_order() -> None:
    history = ChunkHistory()
    assert history.refusal is None
    assessment = ChunkAssessment(make_chunk(stamp_ns=9), refusals=(VIOLATION,))
    history.record_refused(assessment, 2.5)
    assert (history.refused, history.refusal) == (1, (assessment, 2.5))
    assert history.last_stamp_ns == -1
