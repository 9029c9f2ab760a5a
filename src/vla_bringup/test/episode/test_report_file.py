# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Name and place of a report."""

from pathlib import Path

import pytest
from vla_bringup.episode.episode import CommandEpisode
from vla_bringup.episode.report_file import file_name
from vla_bringup.episode.report_file import write_report


@pytest.mark.parametrize(
    ('command', 'name'),
    [
        ('Put the blue sphere in it!', 'put-the-blue-sphere-in-it'),
        ('../../etc/passwd\n', 'etc-passwd'),
        ('????', 'command'),
        ('a' * 500, 'a' * 48),
    ],
)
def test_the_name_has_time_and_command(command: str, name: str) -> None:
    episode = CommandEpisode(command, '', 1_700_000_000.0, 1.0, 'refused')
    assert file_name(episode) == f'20231114T221320Z_{name}'


def test_no_report_replaces_another_one(tmp_path: Path) -> None:
    episode = CommandEpisode('go', '', 1_700_000_000.0, 1.0, 'refused')
    first, second = (write_report(episode, tmp_path / 'episodes') for _ in range(2))
    assert [first.name, second.name] == ['20231114T221320Z_go.html', '20231114T221320Z_go-2.html']
    assert first.read_text(encoding='utf-8').startswith('<!doctype html>')


def test_a_command_with_a_lone_surrogate_is_written(tmp_path: Path) -> None:
    path = write_report(CommandEpisode('go \ud800', '', 0.0, 1.0, 'refused'), tmp_path)
    assert 'go ?' in path.read_text(encoding='utf-8')
