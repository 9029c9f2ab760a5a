# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Several processes train one network: each takes a share of every batch."""

from collections.abc import Iterable
from collections.abc import Sequence
import os
import sys

import torch
from torch import distributed
from torch import nn


def start_processes(count: int, module: str, args: Sequence[str]) -> None:
    """Replace this process by `count` of them under torchrun, unless it is one of them."""
    if count < 2 or 'WORLD_SIZE' in os.environ:
        return
    launcher = [sys.executable, '-m', 'torch.distributed.run', '--standalone',
                f'--nproc-per-node={count}', '-m', module, *args]
    os.execv(sys.executable, launcher)


def join_group() -> tuple[int, int]:
    """Join the processes that torchrun started; return rank and number of processes."""
    if int(os.environ.get('WORLD_SIZE', 1)) < 2:
        return 0, 1
    if not distributed.is_initialized():
        distributed.init_process_group('gloo')
    return distributed.get_rank(), distributed.get_world_size()


def leave_group() -> None:
    """Leave the processes that `join_group` joined."""
    if distributed.is_initialized():
        distributed.destroy_process_group()


def average_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Give every process the mean of all processes' gradients."""
    if not distributed.is_initialized():
        return
    # Every process has the same losses in every step, so it has the same gradients.
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    start = 0
    for gradient in gradients:
        gradient.copy_(flat[start:start + gradient.numel()].view_as(gradient))
        start += gradient.numel()
