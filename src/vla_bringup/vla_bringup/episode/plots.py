# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Plots of an episode as inline SVG."""

from html import escape
from typing import Final

import numpy as np
from vla_bringup.episode.episode import CommandEpisode
from vla_common.arrays import FloatArray

_STATE_COLORS: Final = {
    'waiting': '#8a94a0',
    'succeeded': '#4caf50',
    'refused': '#e05a50',
    'failed': '#e05a50',
}
#: Alternating colors of phases.
_PHASE_COLORS: Final = ('#3f7fc4', '#6aa5dd')
_TIMELINE_PX: Final = 960
_ROW_PX: Final = 24
_LABEL_PX: Final = 220
_PLOT_PX: Final = 460
_BORDER_PX: Final = 54
_TICKS: Final = 6


def timeline_svg(episode: CommandEpisode) -> str:
    """Return one row per state or phase: start, duration and label."""
    spans, end_s = episode.spans, max(episode.duration_s, 0.1)
    scale = (_TIMELINE_PX - _LABEL_PX - 90) / end_s
    bottom = 6 + len(spans) * _ROW_PX
    rows = []
    for tick_s in _ticks(0.0, end_s):
        x = _LABEL_PX + tick_s * scale
        rows.append(
            f'<line class="grid" x1="{x:.1f}" y1="4" x2="{x:.1f}" y2="{bottom}"/>'
            f'<text class="muted" x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">'
            f'{tick_s:g} s</text>'
        )
    for index, span in enumerate(spans):
        stop_s = spans[index + 1].start_s if index + 1 < len(spans) else end_s
        x, y = _LABEL_PX + span.start_s * scale, 6 + index * _ROW_PX
        length_s = max(stop_s - span.start_s, 0.0)
        color = _STATE_COLORS.get(span.state, _PHASE_COLORS[index % 2])
        rows.append(
            f'<text x="{_LABEL_PX - 10}" y="{y + 14}" text-anchor="end">{escape(span.label)}'
            f'</text><rect x="{x:.1f}" y="{y}" width="{max(length_s * scale, 2):.1f}" '
            f'height="18" fill="{color}"/><text class="muted" '
            f'x="{x + length_s * scale + 6:.1f}" y="{y + 14}">{length_s:.2f} s</text>'
        )
    return _svg(_TIMELINE_PX, bottom + 24, 'Timeline of the policy', rows)


def path_svg(episode: CommandEpisode, axes: tuple[int, int], title: str) -> str:
    """
    Return planned and executed path in a plane of base_link.

    Parameters
    ----------
    episode
        Episode with plans and executed path.
    axes
        Horizontal and vertical axis of the plot: 0, 1 and 2 for x, y and z.
    title
        Title of the plot.

    """
    corners = episode.gate.workspace_m
    points = [_finite(plan.positions_m) for plan in episode.plans]
    points.append(_finite(episode.executed_m))
    if corners is not None:
        points.append(corners)
    every = np.concatenate(points)[:, list(axes)]
    if not len(every):
        return ''
    low, high = every.min(axis=0), every.max(axis=0)
    scale = (_PLOT_PX - 2 * _BORDER_PX) / max(float((high - low).max()), 0.05)
    size = (high - low) * scale + 2 * _BORDER_PX

    def to_px(path_m: FloatArray) -> FloatArray:
        flat = (_finite(path_m)[:, list(axes)] - low) * scale + _BORDER_PX
        return np.column_stack([flat[:, 0], size[1] - flat[:, 1]])

    parts = _axes(low, high, scale, size, axes)
    if corners is not None:
        (x0, y0), (x1, y1) = to_px(corners)
        parts.append(
            f'<rect class="workspace" x="{x0:.1f}" y="{y1:.1f}" width="{x1 - x0:.1f}" '
            f'height="{y0 - y1:.1f}"/>'
        )
    for plan in episode.plans:
        kind = 'plan' if episode.gate.outcomes.get(plan.sequence) != 'refused' else 'plan no'
        parts.append(_line(to_px(plan.positions_m), kind))
    executed = to_px(episode.executed_m)
    parts.append(_line(executed, 'executed'))
    for point, kind in ((executed[:1], 'start'), (executed[-1:], 'end')):
        parts += [f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>' for x, y in point]
    return _svg(float(size[0]), float(size[1]), title, parts)


def largest_deviation_m(episode: CommandEpisode) -> float | None:
    """
    Return the largest distance of the measured path to the nearest plan that was not refused [m].

    None without a plan or a path.
    """
    executed = _finite(episode.executed_m)
    nearest = np.full(len(executed), np.inf)
    for plan in episode.plans:
        if episode.gate.outcomes.get(plan.sequence) != 'refused':
            nearest = np.minimum(nearest, _distances(executed, _finite(plan.positions_m)))
    largest = float(nearest.max(initial=0.0))
    return largest if len(executed) and np.isfinite(largest) else None


def _distances(points: FloatArray, path: FloatArray) -> FloatArray:
    """Return the distance of each point (N, 3) to the nearest segment of a path (K, 3)."""
    if len(path) < 2:
        return np.full(len(points), np.inf)
    start, along = path[:-1], np.diff(path, axis=0)
    length2 = np.maximum((along**2).sum(axis=1), 1e-12)
    offset = points[:, None, :] - start
    share = np.clip((offset * along).sum(axis=2) / length2, 0.0, 1.0)
    return np.linalg.norm(offset - share[..., None] * along, axis=2).min(axis=1)


def _finite(path: FloatArray) -> FloatArray:
    """Return the points of a path (K, 3) whose coordinates are all finite."""
    return path[np.isfinite(path).all(axis=1)]


def _axes(
    low: FloatArray, high: FloatArray, scale: float, size: FloatArray, axes: tuple[int, int]
) -> list[str]:
    parts = []
    bottom = size[1] - _BORDER_PX
    for tick in _ticks(low[0], high[0]):
        x = (tick - low[0]) * scale + _BORDER_PX
        parts.append(
            f'<line class="grid" x1="{x:.1f}" y1="{_BORDER_PX}" x2="{x:.1f}" y2="{bottom:.1f}"/>'
            f'<text class="muted" x="{x:.1f}" y="{bottom + 16:.1f}" text-anchor="middle">'
            f'{tick:g}</text>'
        )
    for tick in _ticks(low[1], high[1]):
        y = bottom - (tick - low[1]) * scale
        parts.append(
            f'<line class="grid" x1="{_BORDER_PX}" y1="{y:.1f}" x2="{size[0] - _BORDER_PX:.1f}" '
            f'y2="{y:.1f}"/><text class="muted" x="{_BORDER_PX - 6}" y="{y + 4:.1f}" '
            f'text-anchor="end">{tick:g}</text>'
        )
    names = ['xyz'[axis] for axis in axes]
    parts.append(
        f'<text x="{size[0] / 2:.1f}" y="{size[1] - 12:.1f}" text-anchor="middle">{names[0]} [m]'
        f'</text><text x="6" y="{_BORDER_PX - 14}">{names[1]} [m]</text>'
    )
    return parts


def _ticks(low: float, high: float) -> list[float]:
    """Return at most `_TICKS` + 1 round numbers between two values."""
    raw = max(high - low, 1e-6) / _TICKS
    power = 10.0 ** np.floor(np.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    first, last = int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9))
    return [round(number * step, 6) for number in range(first, last + 1)]


def _line(path_px: FloatArray, kind: str) -> str:
    points = ' '.join(f'{x:.1f},{y:.1f}' for x, y in path_px)
    return f'<polyline class="{kind}" points="{points}"/>'


def _svg(width: float, height: float, title: str, parts: list[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )
