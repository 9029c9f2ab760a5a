# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Helpers of command-line tools: worker processes and error reports without traceback."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.pool import Pool
import signal
import sys
from typing import Any

_INTERRUPTED = 130  # exit status after SIGINT, by shell convention


@contextmanager
def worker_pool(
    count: int, start: Callable[..., None] | None = None, *args: Any
) -> Iterator[Pool]:
    """Create a pool of `count` processes that ignore SIGINT; each calls `start` with `args`."""
    # Spawned, because a forked process would share the graphics context of its parent.
    with get_context('spawn').Pool(count, _initialize, (start, args)) as pool:
        yield pool


def _initialize(start: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if start is not None:
        start(*args)


def run_cli(work: Callable[[], object], when_interrupted: str) -> None:
    """
    Run `work` and report its errors for a user at a terminal.

    Parameters
    ----------
    work
        Function to run; its ValueError and OSError are printed in one line.
    when_interrupted
        Message after Ctrl-C.

    """
    try:
        work()
    except KeyboardInterrupt:
        print(f'\ninterrupted. {when_interrupted}', file=sys.stderr)
        sys.exit(_INTERRUPTED)
    except (ValueError, OSError) as error:
        print(f'error: {error}', file=sys.stderr)
        sys.exit(1)
