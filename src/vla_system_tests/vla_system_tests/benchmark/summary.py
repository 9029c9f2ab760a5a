# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stages of the latency, from what was recorded in one run."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import Final

import numpy as np

#: Stages in their order; the last one is the whole.
STAGES: Final = (
    'image to features',
    'features to chunk',
    'chunk to gate',
    'gate to action',
    'image to action',
)

Distribution = dict[str, float]


def distribution(values_s: Sequence[float]) -> Distribution:
    """Return number, p50, p90, p99 and maximum [ms] of durations [s]; 0 without any."""
    values_ms = 1e3 * np.array(values_s) if values_s else np.zeros(1)
    p50, p90, p99 = np.percentile(values_ms, (50, 90, 99))
    named = {'p50_ms': p50, 'p90_ms': p90, 'p99_ms': p99, 'max_ms': values_ms.max()}
    return {'n': len(values_s), **{name: round(float(v), 1) for name, v in named.items()}}


def stage_durations_s(
    records: Iterable[Mapping[str, Any]],
    features_s: Mapping[int, float],
    chunks_s: Mapping[int, float],
    since_ns: int,
) -> dict[str, list[float]]:
    """
    Return the durations of each stage for the images whose chunk was executed.

    Parameters
    ----------
    records
        Records of the audit log, in their order: those of `chunk` have the age of the image when
        the gate received the chunk, those of `motion` the age at the first action.
    features_s, chunks_s
        Age of an image [s] at the end of its encoding and of its plan, by its stamp [ns].
    since_ns
        Stamp of the first image that counts.

    """
    durations_s: dict[str, list[float]] = {stage: [] for stage in STAGES}
    gate: dict[tuple[str, int], tuple[int, float]] = {}
    for record in records:
        if record['kind'] not in ('chunk', 'motion'):
            continue
        key = (record['command_id'], record['sequence'])
        if record['kind'] == 'chunk':
            gate[key] = (record['stamp_ns'], record['age_s'])
            continue
        stamp_ns, gate_s = gate.get(key, (0, 0.0))
        if stamp_ns < since_ns or not (stamp_ns in features_s and stamp_ns in chunks_s):
            continue
        ages_s = (0.0, features_s[stamp_ns], chunks_s[stamp_ns], gate_s, record['latency_s'])
        for stage, duration_s in zip(STAGES, (*np.diff(ages_s), ages_s[-1]), strict=True):
            durations_s[stage].append(float(duration_s))
    return durations_s


def count_lost(images_ns: Sequence[int], encoded_ns: Iterable[int]) -> int:
    """Return the number of images without features."""
    return len(set(images_ns) - set(encoded_ns))
