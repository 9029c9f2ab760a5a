# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Random chunks that the gate accepts break no rule of the oracle."""

import json
from pathlib import Path

from vla_safety.testing.joint_checks_report import main


def test_accepted_chunks_pass_the_oracle(tmp_path: Path) -> None:
    report = tmp_path / 'report.json'
    arguments = ['--chunks', '12', '--ticks', '60', '--report', str(report)]
    assert main(arguments) == 0
    rows = json.loads(report.read_text())['rows']
    chunks, ticks = rows[:4], rows[4:]
    assert all(row['count'] == 12 and row['accepted'] > 0 for row in chunks)
    assert [row['ticks'] for row in ticks] == [60, 60]
