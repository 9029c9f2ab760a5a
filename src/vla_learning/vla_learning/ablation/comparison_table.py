# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Markdown table of a comparison."""

from collections.abc import Mapping
from collections.abc import Sequence
import math
from typing import Any

from vla_learning.utils.confidence_intervals import wilson_interval

_COLUMNS = (
    'part',
    'variant',
    'correct object',
    'target error median / p95',
    'task',
    'correct object, held-out phrasing',
    'chunk error median / p95',
    'phase',
    'weights',
    'size',
    'step p50',
    'training',
    'success',
)


def to_table(report: Mapping[str, Any]) -> str:
    """Return `report` as Markdown: the conditions, then one row for each variant."""
    rows = [_row(result) for result in report['results']]
    # Success needs minutes of simulation, so a comparison may be without it.
    columns = _COLUMNS if report['episodes'] else _COLUMNS[:-1]
    lines = [_conditions(report), '', _line(columns), _line(['---'] * len(columns))]
    return '\n'.join([*lines, *(_line(row[: len(columns)]) for row in rows)])


def _conditions(report: Mapping[str, Any]) -> str:
    b = report['budget']
    return (
        f'Each variant: {b["pretrain_steps"]} pretraining steps without images, then {b["steps"]} '
        f'steps of {b["images"]} images with {b["commands"]} commands each and '
        f'{b["pretrain_states"]} synthetic states, {b["frames"]} frames, seed {b["seed"]}, frozen '
        f'visual features of {report["checkpoint"]} (sha256 {report["sha256"][:12]}). Evaluated '
        f'open loop on {b["validation"]} frames of held-out scenes, two commands each; 95 % '
        'intervals in brackets.'
    )


def _row(r: Mapping[str, Any]) -> list[str]:
    return [
        r['group'],
        r['name'],
        _share(r, 'correct_target'),
        _lengths(r, 'target_m'),
        _share(r, 'task'),
        _share(r, 'heldout_phrasing_correct_target'),
        _lengths(r, 'chunk_m'),
        f'{100 * r["phase"]:.1f} %',
        f'{r["parameters"] / 1e6:.3f} M',
        f'{r["mb"]:.2f} MB',
        f'{r["latency_ms"]:.1f} ms',
        f'{r["training_s"]:.0f} s',
        _share(r, 'success') if 'success' in r else '',
    ]


def _share(r: Mapping[str, Any], name: str) -> str:
    good, count = r[name]
    if not count:
        return '-'
    low, high = wilson_interval(good, count)
    return f'{100 * good / count:.1f} % ({100 * low:.0f} to {100 * high:.0f}, n = {count})'


def _lengths(r: Mapping[str, Any], name: str) -> str:
    median, high = (1e3 * r[f'{name}_{part}'] for part in ('median', 'p95'))
    return '-' if math.isnan(median) else f'{median:.1f} / {high:.1f} mm'


def _line(cells: Sequence[str]) -> str:
    return f'| {" | ".join(cells)} |'
