# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the tools of this package share: worker processes, and an end without a traceback."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.pool import Pool
import signal
import sys
from typing import Any

_STOPPED = 130  # as a shell says of a program that Ctrl-C ended


@contextmanager
def worker_pool(
    count: int, start: Callable[..., None] | None = None, *args: Any
) -> Iterator[Pool]:
    """Give `count` processes that leave Ctrl-C to this one; each calls `start` with `args`."""
    # Spawned: a forked process would share the parent's graphics context.
    with get_context('spawn').Pool(count, _begin, (start, args)) as pool:
        yield pool


def _begin(start: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if start is not None:
        start(*args)


def run_tool(work: Callable[[], object], when_stopped: str) -> None:
    """
    Do `work` for a person at a terminal.

    Parameters
    ----------
    work
        Its ValueError and OSError are shown in one line.
    when_stopped
        What to say after Ctrl-C.

    """
    try:
        work()
    except KeyboardInterrupt:
        print(f'\nstopped. {when_stopped}', file=sys.stderr)
        sys.exit(_STOPPED)
    except (ValueError, OSError) as error:
        print(f'error: {error}', file=sys.stderr)
        sys.exit(1)
