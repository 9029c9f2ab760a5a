# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Deletion of log files by age and total size."""

import os
from pathlib import Path
import subprocess
import sys

import pytest
from vla_common.retention import delete_outdated_files
from vla_common.retention import find_outdated_files
from vla_common.retention import main

NOW_S = 1_000_000_000.0
DAY_S = 86_400.0


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Return a folder with five logs of 1 MB, 0 to 4 days old, one of them in a subfolder."""
    (tmp_path / 'bag').mkdir()
    for age in range(5):
        path = tmp_path / ('bag' if age == 4 else '') / f'vla_{age}.log'
        path.write_bytes(bytes(1_000_000))
        os.utime(path, (NOW_S - age * DAY_S,) * 2)
    return tmp_path


@pytest.mark.parametrize(
    ('days', 'mb', 'outdated'),
    [
        (30.0, 100.0, []),
        (2.5, 100.0, ['vla_3.log', 'vla_4.log']),
        (30.0, 2.0, ['vla_2.log', 'vla_3.log', 'vla_4.log']),
        (1.5, 4.0, ['vla_2.log', 'vla_3.log', 'vla_4.log']),
        (0.001, 0.001, ['vla_0.log', 'vla_1.log', 'vla_2.log', 'vla_3.log', 'vla_4.log']),
    ],
)
def test_age_and_size_limit_what_is_kept(
    logs: Path, days: float, mb: float, outdated: list[str]
) -> None:
    found = find_outdated_files(logs, 'vla_*.log', keep_days=days, keep_mb=mb, now_s=NOW_S)
    assert [path.name for path in found] == outdated


def test_files_with_another_name_and_links_are_kept(logs: Path, tmp_path: Path) -> None:
    other = logs / 'other.log'
    other.write_text('')
    os.utime(other, (NOW_S - 99 * DAY_S,) * 2)
    (logs / 'vla_link.log').symlink_to(other)
    assert delete_outdated_files(logs, 'vla_*.log', keep_days=1.0, keep_mb=1.0) == 5
    assert other.exists()
    assert (logs / 'vla_link.log').is_symlink()


def test_a_missing_folder_has_no_files(tmp_path: Path) -> None:
    assert delete_outdated_files(tmp_path / 'nowhere', '*', keep_days=1.0, keep_mb=1.0) == 0


@pytest.mark.parametrize(('days', 'mb'), [(0.0, 1.0), (1.0, -1.0), (float('nan'), 1.0)])
def test_limits_must_be_positive(tmp_path: Path, days: float, mb: float) -> None:
    with pytest.raises(ValueError, match='must be positive'):
        find_outdated_files(tmp_path, '*', keep_days=days, keep_mb=mb)


def test_the_command_deletes_only_with_the_option(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [str(logs), '--pattern', 'vla_*.log', '--days', '1']
    assert main(options) == 0
    assert len(list(logs.rglob('vla_*.log'))) == 5
    assert main([*options, '--delete']) == 0
    assert list(logs.rglob('vla_*.log')) == []
    assert '5 files deleted' in capsys.readouterr().out


def test_a_node_deletes_only_old_logs_of_this_workspace(tmp_path: Path) -> None:
    for name in ('vla_old_node_1_1.log', 'python_1_1.log'):
        (tmp_path / name).write_text('')
        os.utime(tmp_path / name, (NOW_S,) * 2)
    script = (
        'from rclpy.node import Node\n'
        'from vla_common.runner import run_node\n'
        'class Brief(Node):\n'
        '    def __init__(self):\n'
        "        super().__init__('brief')\n"
        "        self.get_logger().info('here')\n"
        '        raise KeyboardInterrupt\n'
        'run_node(Brief)\n'
    )
    subprocess.run(
        [sys.executable, '-c', script],
        check=True,
        timeout=60,
        env={**os.environ, 'ROS_LOG_DIR': str(tmp_path)},
    )
    names = sorted(path.name.split('_')[0] for path in tmp_path.iterdir())
    assert names == ['python', 'vla']
    assert not (tmp_path / 'vla_old_node_1_1.log').exists()
