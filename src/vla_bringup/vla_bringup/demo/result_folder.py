# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Result folder of a demo: two demos at once use different folders."""

from collections.abc import Iterator
from contextlib import contextmanager
import fcntl
from itertools import count
from pathlib import Path
from typing import IO

_LOCK = '.lock'


@contextmanager
def exclusive_folder(folder: Path) -> Iterator[Path]:
    """
    Create and lock `folder`; if another process has locked it, `folder`-2, and so on.

    The lock ends with the block or with the process, also after a kill.
    """
    names = (folder.name if n == 1 else f'{folder.name}-{n}' for n in count(1))
    for candidate in (folder.with_name(name) for name in names):
        if (file := _lock(candidate)) is not None:
            with file:
                yield candidate
            return


def _lock(folder: Path) -> IO[str] | None:
    """Return the locked file of a folder, or None if another process has locked it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / _LOCK).open('w', encoding='utf-8')
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
