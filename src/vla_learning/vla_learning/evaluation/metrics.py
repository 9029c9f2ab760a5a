# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Figures and tables of many episodes."""

from collections.abc import Callable
from collections.abc import Sequence
from typing import Any

import numpy as np
from vla_learning.evaluation.episode_runner import Result
from vla_learning.evaluation.trials import REFUSALS
from vla_learning.evaluation.trials import TASKS
from vla_learning.utils.confidence_intervals import wilson_interval

#: Keys share, n and interval95.
Share = dict[str, Any]


def share_of(flags: Sequence[bool]) -> Share:
    """Return the share of `flags` that hold with its Wilson interval."""
    good = sum(flags)
    low, high = wilson_interval(good, len(flags))
    return {
        'share': round(good / max(1, len(flags)), 4),
        'n': len(flags),
        'interval95': [round(low, 4), round(high, 4)],
    }


def summarize(results: Sequence[Result]) -> dict[str, dict[str, Share]]:
    """Return shares by split and kind, and over all kinds of a split."""
    return {
        split: _summarize_split([r for r in results if r.split == split])
        for split in dict.fromkeys(r.split for r in results)
    }


def _summarize_split(rows: Sequence[Result]) -> dict[str, Share]:
    def having(name: str, of: Callable[[Result], bool]) -> Share:
        return share_of([bool(getattr(r, name)) for r in rows if of(r)])

    def is_valid(r: Result) -> bool:
        return r.kind in TASKS

    def is_invalid(r: Result) -> bool:
        return r.kind in REFUSALS

    table = {
        kind: share_of([r.success for r in rows if r.kind == kind])
        for kind in dict.fromkeys(r.kind for r in rows)
    }
    table['all tasks'] = having('success', is_valid)
    table['wrong object touched'] = having('wrong_object_touched', is_valid)
    table['valid command refused'] = having('refused', is_valid)
    if any(map(is_invalid, rows)):
        table['invalid command refused'] = having('refused', is_invalid)
        table['refused for the right reason'] = having(
            'right_verdict', lambda r: is_invalid(r) and r.refused
        )
        table['refused by rules alone'] = share_of(
            [not r.heard for r in rows if is_invalid(r) and r.refused]
        )
        # Of all refusals, in this mix of as many valid as invalid kinds.
        table['abstain precision'] = share_of([is_invalid(r) for r in rows if r.refused])
        table['abstain recall'] = table['invalid command refused']
    return table


def finish_times(results: Sequence[Result]) -> dict[str, dict[str, dict[str, float]]]:
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


def percent(share: Share) -> str:
    """Return a share and its interval as the cells of a Markdown row, n last."""
    low, high = share['interval95']
    return f'{100 * share["share"]:.1f} % | {100 * low:.1f} to {100 * high:.1f} % | {share["n"]}'


def to_table(splits: dict[str, dict[str, Share]]) -> str:
    """Return the shares as a Markdown table."""
    lines = ['| split | kind | share | 95 % interval | n |', '|---|---|---|---|---|']
    lines += [
        f'| {split} | {kind} | {percent(share)} |'
        for split, kinds in splits.items()
        for kind, share in kinds.items()
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
