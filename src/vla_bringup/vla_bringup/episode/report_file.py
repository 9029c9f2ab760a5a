# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""File of an episode report."""

from datetime import datetime
from datetime import UTC
from itertools import count
from pathlib import Path
import re
from typing import Final

from vla_bringup.episode.episode import CommandEpisode
from vla_bringup.episode.episode_html import build_html
from vla_common.retention import delete_outdated_files

_MAX_NAME: Final = 48
#: Names that this module gives, and no others.
_PATTERN: Final = '[0-9]*T[0-9]*Z_*.html'
_KEEP_DAYS: Final = 30.0
_KEEP_MB: Final = 200.0


def write_report(episode: CommandEpisode, folder: Path) -> Path:
    """
    Write a report into a folder and return its path; no report replaces another one.

    Reports older than 30 days, or beyond 200 MB in total, are deleted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    delete_outdated_files(folder, _PATTERN, keep_days=_KEEP_DAYS, keep_mb=_KEEP_MB)
    page = build_html(episode)
    name = file_name(episode)
    for number in count(1):
        path = folder / f'{name}{"" if number == 1 else f"-{number}"}.html'
        try:
            with path.open('x', encoding='utf-8', errors='replace') as file:
                file.write(page)
        except FileExistsError:
            continue
        return path
    raise AssertionError('unreachable')


def file_name(episode: CommandEpisode) -> str:
    """Return time and command as a name without separators, spaces and control characters."""
    words = re.sub(r'[^a-z0-9]+', '-', episode.command.lower())[:_MAX_NAME].strip('-')
    return f'{datetime.fromtimestamp(episode.started_s, UTC):%Y%m%dT%H%M%SZ}_{words or "command"}'
