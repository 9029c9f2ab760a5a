# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stages of the latency, from what was recorded in one run."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import Final

import numpy as np
from vla_client.readiness import NodeHealth
from vla_common.arrays import FloatArray

#: Stages in their order; the last one is the whole.
STAGES: Final = (
    'image to features',
    'features to chunk',
    'chunk to gate',
    'gate to action',
    'image to action',
)
#: From the image to the first action of a command; the image may be from before the command.
FIRST_CHUNK: Final = 'image to action, first chunk of a command'

Distribution = dict[str, float]


def distribution(values_s: Sequence[float]) -> Distribution:
    """Return number, p50, p90, p99 and maximum [ms] of durations [s]; 0 without any."""
    values_ms = 1e3 * np.array(values_s) if values_s else np.zeros(1)
    named = {**_percentiles_ms(values_ms), 'max_ms': values_ms.max()}
    return {'n': len(values_s), **{name: round(float(v), 1) for name, v in named.items()}}


def summarize(values_s: Sequence[float]) -> Distribution:
    """
    Return number, mean and percentiles [ms], to a microsecond, of durations [s].

    Raises
    ------
    ValueError
        If there is none.

    """
    if not values_s:
        raise ValueError('a summary needs at least one duration; got none')
    values_ms = 1e3 * np.array(values_s)
    named = {'mean_ms': values_ms.mean(), **_percentiles_ms(values_ms)}
    return {'n': len(values_s), **{name: round(float(v), 3) for name, v in named.items()}}


def _percentiles_ms(values_ms: FloatArray) -> dict[str, float]:
    p50, p90, p99 = np.percentile(values_ms, (50, 90, 99))
    return {'p50_ms': p50, 'p90_ms': p90, 'p99_ms': p99}


def motions_with_stamps(
    records: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], int]]:
    """
    Yield each record `motion` and the stamp of the image of its chunk [ns]; 0 if it is unknown.

    Parameters
    ----------
    records
        Records of the audit log, in their order: those of `chunk` have the stamp of the image.

    """
    stamps_ns: dict[tuple[str, int], int] = {}
    for record in records:
        if record['kind'] == 'chunk':
            stamps_ns[record['command_id'], record['sequence']] = record['stamp_ns']
        elif record['kind'] == 'motion':
            yield record, stamps_ns.get((record['command_id'], record['sequence']), 0)


def stage_durations_s(
    records: Iterable[Mapping[str, Any]], features_s: Mapping[int, float], since_ns: int
) -> dict[str, list[float]]:
    """
    Return the durations of each stage for the images whose chunk was executed.

    Parameters
    ----------
    records
        Records of the audit log, in their order: those of `chunk` have the stamp of the image,
        those of `motion` its age at the end of the plan, in the gate and at the first action.
    features_s
        Age of an image [s] at the end of its encoding, by its stamp [ns].
    since_ns
        Stamp of the first image that counts.

    """
    durations_s: dict[str, list[float]] = {stage: [] for stage in (*STAGES, FIRST_CHUNK)}
    command_id = ''
    for record, stamp_ns in motions_with_stamps(records):
        is_first, command_id = record['command_id'] != command_id, record['command_id']
        if stamp_ns < since_ns or stamp_ns not in features_s:
            continue
        if is_first:
            durations_s[FIRST_CHUNK].append(record['latency_s'])
            continue
        ages_s = [record[f'{name}latency_s'] for name in ('plan_', 'gate_', '')]
        ages_s = [0.0, features_s[stamp_ns], *ages_s]
        for stage, duration_s in zip(STAGES, (*np.diff(ages_s), ages_s[-1]), strict=True):
            durations_s[stage].append(float(duration_s))
    return durations_s


def diagnosed_stages(health: Mapping[str, NodeHealth]) -> dict[str, Distribution]:
    """Return number and percentiles [ms] of each stage as the nodes report them."""
    values = {name: value for node in health.values() for name, value in node.values.items()}
    keys = ('n', 'p50_ms', 'p90_ms', 'p99_ms')
    names = {stage: stage.replace(' ', '_') for stage in STAGES}
    return {
        stage: {key: float(values[f'{name}_{key}']) for key in keys}
        for stage, name in names.items()
        if f'{name}_n' in values
    }


def count_lost(images_ns: Sequence[int], encoded_ns: Iterable[int]) -> int:
    """Return the number of images without features."""
    return len(set(images_ns) - set(encoded_ns))
