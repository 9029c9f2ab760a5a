# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""An episode as one HTML page without scripts and without external resources."""

import base64
from datetime import datetime
from datetime import UTC
from html import escape
from typing import Final

import numpy as np
from vla_bringup.episode.episode import Check
from vla_bringup.episode.episode import CommandEpisode
from vla_bringup.episode.episode import Stage
from vla_bringup.episode.episode import stages
from vla_bringup.episode.plots import largest_deviation_m
from vla_bringup.episode.plots import path_svg
from vla_bringup.episode.plots import timeline_svg
from vla_bringup.episode.style import STYLE

#: Units by the end of the name of a check; the first that fits.
_UNITS: Final = (
    ('linear_speed', 'm/s'),
    ('angular_speed', 'rad/s'),
    ('linear_acceleration', 'm/s²'),
    ('angular_acceleration', 'rad/s²'),
    ('linear_jerk', 'm/s³'),
    ('angular_jerk', 'rad/s³'),
    ('joint_jump', 'rad'),
    ('_turn', 'rad'),
    ('_jump', 'm'),
    ('_stale', 's'),
    ('_future', 's'),
    ('_expired', 's'),
    ('workspace', 'm'),
    ('tool_height', 'm'),
    ('keep_out', 'm'),
    ('start_place', 'm'),
)
#: Numbers below this are rounding errors of float32.
_ROUNDING: Final = 1e-6


def build_html(episode: CommandEpisode) -> str:
    """Return the page; every text of the episode is escaped."""
    sections = (
        ('What was understood', _meaning(episode)),
        ('Refusals, holds and stops', _refusals(episode)),
        ('Images', _frames(episode)),
        ('Timeline', _timeline(episode)),
        ('Plan and executed path', _paths(episode)),
        ('Checks of the safety gate', _checks(episode)),
        ('Latency', _latency(episode)),
    )
    body = ''.join(f'<section><h2>{title}</h2>{text}</section>' for title, text in sections)
    title = escape(episode.command)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        # No script, and nothing is loaded, whatever a text of the episode contains.
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src data:; style-src 'unsafe-inline'\">"
        f'<title>Episode: {title}</title><style>{STYLE}</style></head><body>'
        f'<main>{_header(episode)}{body}</main></body></html>\n'
    )


def unit_of(check: str) -> str:
    """Return the unit of the value of a check; empty for a number without one."""
    return next((unit for end, unit in _UNITS if check.endswith(end)), '')


def _header(episode: CommandEpisode) -> str:
    started = datetime.fromtimestamp(episode.started_s, UTC)
    outcome = escape(episode.outcome)
    kind = {'succeeded': 'good', 'refused': 'bad', 'failed': 'bad', 'stopped': 'bad'}
    reason = f': {escape(episode.reason.replace("_", " "))}' if episode.reason else ''
    facts = [f'{started:%Y-%m-%d %H:%M:%S} UTC', f'{episode.duration_s:.1f} s', *episode.facts]
    if episode.confirmed is not None:
        facts.append('confirmed by the simulator' if episode.confirmed else 'not confirmed')
    if episode.command_id:
        facts.append(f'command id {episode.command_id}')
    message = f'<p>{escape(episode.message)}</p>' if episode.message else ''
    return (
        f'<header><p class="muted">Episode report</p><h1>{escape(episode.command)}</h1>'
        f'<p><b class="badge {kind.get(episode.outcome, "warn")}">{outcome}{reason}</b></p>'
        f'{message}<p class="muted">{escape("  ·  ".join(facts))}</p></header>'
    )


def _meaning(episode: CommandEpisode) -> str:
    rows = [
        ('command', episode.command),
        ('read by the language node as', episode.gate.command_kind or 'not recorded'),
        ('meaning', episode.meaning or episode.gate.meaning or 'none'),
    ]
    cells = (f'<tr><th>{name}</th><td>{escape(value)}</td></tr>' for name, value in rows)
    return f'<table class="facts">{"".join(cells)}</table>'


def _refusals(episode: CommandEpisode) -> str:
    rows = [
        (
            r.time_s,
            r.source,
            r.reason,
            f'{r.message} ({r.count} times)' if r.count > 1 else r.message,
        )
        for r in episode.gate.refusals
    ]
    if episode.outcome != 'succeeded':
        rows.append((episode.duration_s, 'outcome', episode.reason, episode.message))
    if not rows:
        return '<p>None.</p>'
    cells = ''.join(
        f'<tr><td class="number">{_time(time_s)}</td><td>{escape(source)}</td>'
        f'<td>{escape(reason.replace("_", " "))}</td><td>{escape(message)}</td></tr>'
        for time_s, source, reason, message in rows
    )
    return (
        f'<table><tr><th>time</th><th>by</th><th>reason</th><th>message</th></tr>{cells}</table>'
    )


def _frames(episode: CommandEpisode) -> str:
    if not episode.frames:
        return '<p>No image was received.</p>'
    return '<div class="frames">{}</div>'.format(
        ''.join(
            f'<figure><img alt="Overlay at {frame.time_s:.1f} s" src="data:image/jpeg;base64,'
            f'{base64.b64encode(frame.jpeg).decode()}"><figcaption>{frame.time_s:.1f} s'
            '</figcaption></figure>'
            for frame in episode.frames
        )
    )


def _timeline(episode: CommandEpisode) -> str:
    if not episode.spans:
        return '<p>No status of the policy was received.</p>'
    return f'<div class="wide">{timeline_svg(episode)}</div>'


def _paths(episode: CommandEpisode) -> str:
    if not len(episode.executed_m):
        return '<p>No robot state was received.</p>'
    if not episode.plans:
        return '<p>No plan: the policy sent no chunk.</p>'
    refused = sum(outcome == 'refused' for outcome in episode.gate.outcomes.values())
    deviation_m = largest_deviation_m(episode)
    text = f'{len(episode.plans)} chunks received, {refused} refused by the gate. '
    if deviation_m is not None:
        text += (
            'Largest distance of the measured path to the nearest plan: '
            f'{1000 * deviation_m:.0f} mm.'
        )
    return (
        f'<p>{text}</p><p class="legend"><i class="plan"></i>planned <i class="no"></i>refused '
        '<i class="executed"></i>measured (tool centre point) <i class="start"></i>start '
        '<i class="end"></i>end <i class="workspace"></i>workspace</p><div class="plots">'
        f'<figure>{path_svg(episode, (0, 1), "Path from above")}<figcaption>from above'
        f'</figcaption></figure><figure>{path_svg(episode, (0, 2), "Path from the side")}'
        '<figcaption>from the side</figcaption></figure></div><p class="muted">Frame base_link: x '
        'away from the robot, y to its left, z up.</p>'
    )


def _checks(episode: CommandEpisode) -> str:
    if not episode.gate.outcomes:
        return '<p>The audit log has no chunk of this command.</p>'
    rows = ''.join(_check_row(check) for check in episode.gate.checks)
    return (
        '<p class="muted">Smallest margin over all chunks of the command. A negative margin '
        'violates the limit. Checks without a number (format, order, publishers) are listed only '
        'if they refuse.</p><div class="wide"><table><tr><th>check</th>'
        '<th class="number">value</th><th class="number">limit</th>'
        '<th class="number">margin</th><th>unit</th>'
        '<th class="number">chunk</th><th class="number">checked</th>'
        f'<th class="number">refused</th><th class="number">adjusted</th></tr>{rows}</table></div>'
    )


def _check_row(check: Check) -> str:
    kind = 'bad' if check.refused else 'warn' if check.adjusted else ''
    numbers = [_number(value) for value in (check.value, check.limit, check.margin)]
    counts = (check.sequence, check.chunks, check.refused, check.adjusted)
    values = ''.join(f'<td class="number">{text}</td>' for text in numbers)
    totals = ''.join(f'<td class="number">{count}</td>' for count in counts)
    name, unit = escape(check.name.replace('_', ' ')), unit_of(check.name)
    return f'<tr class="{kind}"><td>{name}</td>{values}<td>{unit}</td>{totals}</tr>'


def _latency(episode: CommandEpisode) -> str:
    rows = ''.join(_stage_row(stage) for stage in stages(episode))
    return (
        '<table><tr><th>stage</th><th class="number">median [ms]</th><th class="number">p95 [ms]'
        '</th><th class="number">largest [ms]</th><th class="number">chunks</th></tr>'
        f'{rows}</table>'
    )


def _stage_row(stage: Stage) -> str:
    times_ms = 1000 * np.array(stage.durations_s)
    texts = (
        [f'{value:.0f}' for value in (*np.percentile(times_ms, (50, 95)), times_ms.max())]
        if len(times_ms)
        else ['-'] * 3
    )
    values = ''.join(f'<td class="number">{text}</td>' for text in (*texts, len(times_ms)))
    return f'<tr><td>{stage.name}</td>{values}</tr>'


def _time(time_s: float) -> str:
    return f'{time_s:.2f} s' if np.isfinite(time_s) else '-'


def _number(value: float) -> str:
    if not np.isfinite(value):
        return '-' if np.isnan(value) else str(value)
    return '0' if abs(value) < _ROUNDING else f'{value:.3g}'
