# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Durations of the peers as multiples of those of this workspace, and their table."""

from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any
from typing import Final

from vla_system_tests.benchmark.peers.own_policy import OWN_DECISION
from vla_system_tests.benchmark.peers.own_policy import OWN_ENCODER
from vla_system_tests.benchmark.peers.own_policy import OWN_FIRST_DECISION
from vla_system_tests.benchmark.peers.peer_worker import ACT
from vla_system_tests.benchmark.peers.peer_worker import CLIP
from vla_system_tests.benchmark.peers.peer_worker import SMOLVLA
from vla_system_tests.benchmark.report import is_disturbed

OWN_REACTION: Final = 'ours: reaction time of the running system'
OWN_PLANNED: Final = 'ours: image to action, images that were planned'
TEXTBOOK: Final = 'textbook node: reaction time'
#: What each peer is compared with.
BASELINES: Final = {
    ACT: OWN_DECISION,
    SMOLVLA: OWN_DECISION,
    CLIP: OWN_ENCODER,
    TEXTBOOK: OWN_REACTION,
}
#: Smallest ratios of the medians.
BARS: Final = {ACT: 60.0, SMOLVLA: 600.0}
_ORDER: Final = (
    OWN_DECISION,
    ACT,
    SMOLVLA,
    OWN_FIRST_DECISION,
    OWN_ENCODER,
    CLIP,
    OWN_REACTION,
    OWN_PLANNED,
    TEXTBOOK,
)

_COLUMNS: Final = ('mean_ms', 'p50_ms', 'p90_ms', 'p99_ms')

Rows = Mapping[str, Mapping[str, float]]


def ratios(rows: Rows) -> dict[str, float]:
    """Return, by peer, its median as a multiple of that of its baseline in the same run."""
    return {
        peer: rows[peer]['p50_ms'] / rows[own]['p50_ms']
        for peer, own in BASELINES.items()
        if peer in rows and own in rows
    }


def missed_bars(report: Mapping[str, Any]) -> list[str]:
    """Return the bars that the ratios of a report miss; none on a disturbed machine."""
    if any(is_disturbed(run) for run in report['runs'].values()):
        return []
    return _below_bar(ratios(report['rows']))


def _below_bar(found: Mapping[str, float]) -> list[str]:
    return [
        f'{peer} must take at least {bar:g} times as long as ours; got {found[peer]:.1f}'
        for peer, bar in BARS.items()
        if peer in found and found[peer] < bar
    ]


def to_table(report: Mapping[str, Any]) -> str:
    """Return the table of a report and the conditions of its runs."""
    return '\n'.join([*_rows(report['rows']), '', *_conditions(report)])


def _rows(rows: Rows) -> Iterator[str]:
    found = ratios(rows)
    yield '| measured | n | mean ms | p50 ms | p90 ms | p99 ms | ratio of medians | bar |'
    yield '|---|---|---|---|---|---|---|---|'
    for name in (name for name in _ORDER if name in rows):
        row = rows[name]
        values = ' | '.join(f'{row[key]:.1f}' if key in row else '' for key in _COLUMNS)
        ratio = f'{found[name]:.1f} x "{BASELINES[name]}"' if name in found else ''
        yield f'| {name} | {row["n"]} | {values} | {ratio} | {_bar(name, found)} |'


def _bar(name: str, found: Mapping[str, float]) -> str:
    if name not in BARS or name not in found:
        return ''
    return f'{BARS[name]:g}, {"reached" if found[name] >= BARS[name] else "missed"}'


def _conditions(report: Mapping[str, Any]) -> Iterator[str]:
    for name, run in report['runs'].items():
        place, disturbed = run['machine'], ', disturbed' if is_disturbed(run) else ''
        yield (
            f'- {name}: {place["cores"]} x {place["processor"]}, load {place["load"]} before, '
            f'CPU of others {run["others_cores"]:g} cores{disturbed}'
        )
    if 'versions' in report:
        yield f'- {", ".join(f"{name} {version}" for name, version in report["versions"].items())}'
    counts = report.get('parameters', {})
    yield f'- parameters: {", ".join(f"{name} {n / 1e6:.1f} M" for name, n in counts.items())}'
