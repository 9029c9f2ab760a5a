# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion after restarts of the safety process, as JSON and as a Markdown table."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
import json
import os
from pathlib import Path
from typing import Final

from vla_system_tests.markdown_section import write_section
from vla_system_tests.restart_runs.sample import RestartSample

#: Name of the section in the page, which is the name of the make target.
SECTION: Final = 'restart-runs'
#: Titles of the cases by their names.
TITLES: Final = {
    'stopped': 'stop latched, `kill -9`, restart, new command',
    'moving': '`kill -9` while moving, restart; the policy was executing the old command',
}
_LATCHED: Final = 'stopped'
_HEAD = """\
The safety process is killed and restarted; all other nodes keep running, among them simulator and
policy. The robot moves at first. "Until reset" is the largest distance of the measured end
effector from where it stood before the restart; "after reset" is the same for the first 0.5 s
after `reset`, without a new command. "Chunks" counts the restarts after which chunks of the
policy arrived, "actions" those after which `robot_action` was published. "Moved": over 1 mm,
or no robot state in the period. "Reset": the stop was cleared within 40 s.

Measured on {cores} cores, load {load:.1f} at the end.

| case | n | max until reset | max after reset | moved | latched | reset | chunks | actions |
|---|---|---|---|---|---|---|---|---|
"""


def problems(samples: Sequence[RestartSample]) -> list[str]:
    """Return the missed requirements of a case."""
    counts = {
        'moved': sum(s.moved for s in samples),
        'had a robot_action': sum(s.actions > 0 for s in samples),
        'had no latched stop': sum(not s.status.startswith(_LATCHED) for s in samples),
        'could not be reset': sum(s.reset_s is None for s in samples),
    }
    return [f'{count} of {len(samples)} {what}' for what, count in counts.items() if count]


def write_report(
    samples: Mapping[str, Sequence[RestartSample]], path: Path, page: Path | None
) -> None:
    """Write the samples as JSON, and into the section of a page if one is given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    report = {name: [asdict(s) for s in rows] for name, rows in samples.items()}
    path.write_text(json.dumps(report, indent=2) + '\n', encoding='utf-8')
    if page is not None:
        head = _HEAD.format(cores=os.cpu_count(), load=os.getloadavg()[0])
        rows = [table_row(name, rows) for name, rows in samples.items() if rows]
        write_section(page, SECTION, head + '\n'.join(rows))


def table_row(name: str, samples: Sequence[RestartSample]) -> str:
    """Return a row of the table."""
    cells = (
        TITLES[name],
        str(len(samples)),
        f'{max(s.until_reset_m for s in samples):.4f} m',
        f'{max(s.after_reset_m for s in samples):.4f} m',
        str(sum(s.moved for s in samples)),
        str(sum(s.status.startswith(_LATCHED) for s in samples)),
        str(sum(s.reset_s is not None for s in samples)),
        str(sum(s.chunks > 0 for s in samples)),
        str(sum(s.actions > 0 for s in samples)),
    )
    return f'| {" | ".join(cells)} |'
