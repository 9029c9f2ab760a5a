# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Several processes train one network: each takes a share of every batch."""

from collections.abc import Callable
from collections.abc import Iterable
from multiprocessing import get_context
import os
import signal
import sys
from threading import RLock
from typing import TypeVar

import torch
from torch import distributed
from torch import nn
from tqdm import tqdm

_T = TypeVar('_T')
_HOST = '127.0.0.1'
_LOCAL = (_HOST, 'localhost')


class GroupError(ValueError):
    """The processes cannot go on together."""


def run_together(count: int, work: Callable[..., _T], *args: object) -> _T:
    """
    Run `work` in `count` processes, here as rank 0; return what it returns here.

    Where torchrun has started the processes, join them instead.
    """
    if started_by_torchrun():
        return _run_beside(count, work, args)
    if count < 2:
        return work(*args)
    store = distributed.TCPStore(_HOST, 0, count, is_master=True, wait_for_workers=False)
    context = get_context('spawn')
    others = [
        context.Process(target=_help, args=(store.port, rank, count, work, args), daemon=True)
        for rank in range(1, count)
    ]
    for process in others:
        process.start()
    try:
        _join(store, 0, count)
        return work(*args)
    finally:
        for process in others:
            process.terminate()
        for process in others:
            process.join()
        leave_group()


def started_by_torchrun() -> bool:
    """Return whether torchrun, or what works like it, has started this process beside others."""
    return 'RANK' in os.environ and 'WORLD_SIZE' in os.environ


def _run_beside(count: int, work: Callable[..., _T], args: tuple[object, ...]) -> _T:
    if count != int(os.environ['WORLD_SIZE']):
        raise GroupError(
            f'processes must be as many as torchrun has started, '
            f'{os.environ["WORLD_SIZE"]}; got {count}. Change one of them'
        )
    if os.environ.get('MASTER_ADDR') in _LOCAL:
        os.environ.setdefault('GLOO_SOCKET_IFNAME', 'lo')
    distributed.init_process_group('gloo')
    try:
        return work(*args)
    finally:
        leave_group()


def group() -> tuple[int, int]:
    """Return rank and number of the processes that train together."""
    if not distributed.is_initialized():
        return 0, 1
    return distributed.get_rank(), distributed.get_world_size()


def leave_group() -> None:
    """Leave the processes that train together."""
    if distributed.is_initialized():
        distributed.destroy_process_group()


def wait_for_all() -> None:
    """Go on when every process has come here."""
    if distributed.is_initialized():
        distributed.barrier()


def told_by_first(yes: bool) -> bool:
    """Return in every process what the first one says."""
    if not distributed.is_initialized():
        return yes
    answer = torch.tensor(int(yes))
    distributed.broadcast(answer, 0)
    return bool(answer)


def average_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """
    Give every process the mean of all processes' gradients.

    Raises
    ------
    GroupError
        If one of them has ended.

    """
    if not distributed.is_initialized():
        return
    # Every process has the same losses in every step, so it has the same gradients.
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.flatten().cpu() for g in gradients])
    try:
        distributed.all_reduce(flat)
    except RuntimeError as error:
        raise GroupError(
            'a process that trains beside this one has ended, perhaps for want of '
            f'memory. Run the same command to go on ({error})'
        ) from error
    flat /= distributed.get_world_size()
    start = 0
    for gradient in gradients:
        gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient))
        start += gradient.numel()


def _join(store: distributed.Store, rank: int, count: int) -> None:
    # The host's own name may not resolve, and nothing has to leave the host.
    os.environ.setdefault('GLOO_SOCKET_IFNAME', 'lo')
    distributed.init_process_group('gloo', store=store, rank=rank, world_size=count)


def _help(
    port: int, rank: int, count: int, work: Callable[..., object], args: tuple[object, ...]
) -> None:
    """Run `work` beside rank 0, which hears of Ctrl-C and tells of errors."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The usual lock of progress bars is a semaphore, which a terminated process leaves behind.
    tqdm.set_lock(RLock())
    _join(distributed.TCPStore(_HOST, port, count, is_master=False), rank, count)
    try:
        work(*args)
    except GroupError:
        sys.exit(1)
