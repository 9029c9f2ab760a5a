# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Deletion of old log files and recordings, limited by age and total size.

Nodes apply it to their own logs at their start. For bags and other recordings:
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


def find_outdated_files(
    folder: Path, pattern: str, *, keep_days: float, keep_mb: float, now_s: float | None = None
) -> list[Path]:
    """
    Return the files below `folder` that exceed a limit, the newest first.

    Parameters
    ----------
    folder
        Folder that is searched recursively; links are not followed.
    pattern
        Pattern of the file names, such as ``*.log``.
    keep_days
        Maximum age since the last modification.
    keep_mb
        Maximum total size; the oldest files exceed it first.
    now_s
        Current time since the epoch; taken from the clock if None.

    Raises
    ------
    ValueError
        If a limit is not positive.

    """
    if not (keep_days > 0 and keep_mb > 0):
        raise ValueError(f'days and mb must be positive; got {keep_days:g} and {keep_mb:g}')
    oldest_s = (time.time() if now_s is None else now_s) - keep_days * _DAY_S
    remaining, found = keep_mb * _MB, []
    for changed_s, size, path in sorted(_files(folder, pattern), reverse=True):
        remaining -= size
        if remaining < 0 or changed_s < oldest_s:
            found.append(path)
    return found


def delete_outdated_files(folder: Path, pattern: str, *, keep_days: float, keep_mb: float) -> int:
    """Delete outdated files and return their number; files that cannot be deleted are skipped."""
    deleted = 0
    for path in find_outdated_files(folder, pattern, keep_days=keep_days, keep_mb=keep_mb):
        try:
            path.unlink()
        except OSError:
            continue  # deleted by another process, or not permitted
        deleted += 1
    return deleted


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
    """List or delete outdated files."""
    parser = argparse.ArgumentParser(prog='vla_common.retention', description=__doc__)
    parser.add_argument('folder', type=Path)
    parser.add_argument('--pattern', required=True, help='names of the files, such as *.mcap')
    parser.add_argument('--days', type=float, default=KEEP_DAYS, help='default: %(default)g')
    parser.add_argument('--mb', type=float, default=KEEP_MB, help='default: %(default)g')
    parser.add_argument('--delete', action='store_true', help='delete; without it, list only')
    options = parser.parse_args(args)
    limits = {'keep_days': options.days, 'keep_mb': options.mb}
    try:
        for path in find_outdated_files(options.folder, options.pattern, **limits):
            print(path)
        if options.delete:
            print(
                f'{delete_outdated_files(options.folder, options.pattern, **limits)} files deleted'
            )
    except ValueError as error:
        parser.error(str(error))
    return 0


if __name__ == '__main__':
    sys.exit(main())
