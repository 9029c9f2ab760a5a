# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Delete logs and recordings that are too old or too large together.

Nodes do so with their own logs when they start. For bags and whatever else was recorded:
`python -m vla_common.retention FOLDER --pattern '*.mcap' --days 7 --mb 5000 --delete`.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
import sys
import time

KEEP_DAYS = 30.0
KEEP_MB = 200.0
_DAY_S = 86_400.0
_MB = 1_000_000


def outdated(
    folder: Path, pattern: str, *, keep_days: float, keep_mb: float, now_s: float | None = None
) -> list[Path]:
    """
    Return the files below `folder` beyond the limits, the newest first.

    Parameters
    ----------
    folder
        Where to look, also in folders below; links are not followed.
    pattern
        Of the files' names, such as ``*.log``.
    keep_days
        Age of the last change beyond which a file is outdated.
    keep_mb
        Size of all files together, beyond which the oldest are.
    now_s
        Time of day; the clock's when None.

    Raises
    ------
    ValueError
        If a limit is not positive.

    """
    if not (keep_days > 0 and keep_mb > 0):
        raise ValueError(f'days and mb must be positive; got {keep_days:g} and {keep_mb:g}')
    oldest_s = (time.time() if now_s is None else now_s) - keep_days * _DAY_S
    room, found = keep_mb * _MB, []
    for changed_s, size, path in sorted(_files(folder, pattern), reverse=True):
        room -= size
        if room < 0 or changed_s < oldest_s:
            found.append(path)
    return found


def prune(folder: Path, pattern: str, *, keep_days: float, keep_mb: float) -> int:
    """Delete what is outdated and return how many files that were; what cannot go stays."""
    gone = 0
    for path in outdated(folder, pattern, keep_days=keep_days, keep_mb=keep_mb):
        try:
            path.unlink()
        except OSError:
            continue  # another process was faster, or may do what we may not
        gone += 1
    return gone


def _files(folder: Path, pattern: str) -> list[tuple[float, int, Path]]:
    found = []
    for path in folder.rglob(pattern):
        try:
            stat = path.lstat()
        except OSError:
            continue
        if path.is_file() and not path.is_symlink():
            found.append((stat.st_mtime, stat.st_size, path))
    return found


def main(args: Sequence[str] | None = None) -> int:
    """List or delete what is outdated."""
    parser = argparse.ArgumentParser(prog='vla_common.retention', description=__doc__)
    parser.add_argument('folder', type=Path)
    parser.add_argument('--pattern', required=True, help='names of the files, such as *.mcap')
    parser.add_argument('--days', type=float, default=KEEP_DAYS, help='default: %(default)g')
    parser.add_argument('--mb', type=float, default=KEEP_MB, help='default: %(default)g')
    parser.add_argument('--delete', action='store_true', help='delete; without it, list only')
    asked = parser.parse_args(args)
    limits = {'keep_days': asked.days, 'keep_mb': asked.mb}
    try:
        for path in outdated(asked.folder, asked.pattern, **limits):
            print(path)
        if asked.delete:
            print(f'{prune(asked.folder, asked.pattern, **limits)} files deleted')
    except ValueError as error:
        parser.error(str(error))
    return 0


if __name__ == '__main__':
    sys.exit(main())
