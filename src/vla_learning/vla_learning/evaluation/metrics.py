# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Metrics of many episodes: rates, times to finish, and their tables."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.trials import REFUSALS
from vla_learning.evaluation.trials import TASKS
from vla_learning.utils.confidence_intervals import wilson_interval

#: Keys rate, n and interval95.
Rate = dict[str, Any]


def rate_with_interval(flags: Sequence[bool]) -> Rate:
    """Return the rate of true `flags` with its Wilson interval."""
    count = sum(flags)
    low, high = wilson_interval(count, len(flags))
    return {
        'rate': round(count / max(1, len(flags)), 4),
        'n': len(flags),
        'interval95': [round(low, 4), round(high, 4)],
    }


def summarize(results: Sequence[EpisodeResult]) -> dict[str, dict[str, Rate]]:
    """Return rates by split and kind, and over all kinds of a split."""
    return {
        split: _summarize_split([r for r in results if r.split == split])
        for split in dict.fromkeys(r.split for r in results)
    }


def _summarize_split(rows: Sequence[EpisodeResult]) -> dict[str, Rate]:
    valid = [r for r in rows if r.kind in TASKS]
    invalid = [r for r in rows if r.kind in REFUSALS]
    refused = [r for r in invalid if r.refused]
    table = {
        kind: rate_with_interval([r.success for r in rows if r.kind == kind])
        for kind in dict.fromkeys(r.kind for r in rows)
    }
    table['all tasks'] = rate_with_interval([r.success for r in valid])
    table['wrong object touched'] = rate_with_interval([r.wrong_object_touched for r in valid])
    table['valid command refused'] = rate_with_interval([r.refused for r in valid])
    if invalid:
        table['invalid command refused'] = rate_with_interval([r.refused for r in invalid])
        table['refused for the right reason'] = rate_with_interval(
            [r.correct_verdict for r in refused]
        )
        table['refused by language alone'] = rate_with_interval(
            [not r.reached_policy for r in refused]
        )
        # Depends on the mix of trials: as many kinds of valid as of invalid commands.
        table['abstain precision'] = rate_with_interval(
            [r.kind in REFUSALS for r in rows if r.refused]
        )
        table['abstain recall'] = table['invalid command refused']
    return table


def finish_times(results: Sequence[EpisodeResult]) -> dict[str, dict[str, dict[str, float]]]:
    """Return median and 90th percentile of the time to finish [s] by split and task."""
    times: dict[str, dict[str, list[float]]] = {}
    for r in results:
        if r.kind in TASKS and r.success and r.finished_s is not None:
            times.setdefault(r.split, {}).setdefault(r.kind, []).append(r.finished_s)
    return {
        split: {
            kind: {
                'median': round(float(np.median(t)), 2),
                'p90': round(float(np.percentile(t, 90)), 2),
                'n': len(t),
            }
            for kind, t in kinds.items()
        }
        for split, kinds in times.items()
    }


def format_rate(rate: Rate) -> str:
    """Return a rate, its interval and n as cells of a Markdown row."""
    low, high = rate['interval95']
    return f'{100 * rate["rate"]:.1f} % | {100 * low:.1f} to {100 * high:.1f} % | {rate["n"]}'


def to_table(splits: dict[str, dict[str, Rate]]) -> str:
    """Return the rates as a Markdown table."""
    lines = ['| split | kind | rate | 95 % interval | n |', '|---|---|---|---|---|']
    lines += [
        f'| {split} | {kind} | {format_rate(rate)} |'
        for split, kinds in splits.items()
        for kind, rate in kinds.items()
    ]
    return '\n'.join(lines)


def to_time_table(times: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return the times to finish as a Markdown table."""
    lines = ['| split | task | median | 90 % within | n |', '|---|---|---|---|---|']
    lines += [
        f'| {split} | {kind} | {t["median"]:.1f} s | {t["p90"]:.1f} s | {t["n"]} |'
        for split, kinds in times.items()
        for kind, t in kinds.items()
    ]
    return '\n'.join(lines)
