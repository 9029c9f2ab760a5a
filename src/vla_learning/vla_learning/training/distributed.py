# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Operations of data-parallel training on the process group, for one or several processes.

Each process takes a share of every batch; `DistributedDataParallel` averages the gradients.
"""

import torch
from torch import distributed
from torch import nn
from torch.nn.parallel import DistributedDataParallel


def rank_and_size() -> tuple[int, int]:
    """Return the rank of this process and the number of training processes."""
    if not distributed.is_initialized():
        return 0, 1
    return distributed.get_rank(), distributed.get_world_size()


def is_main() -> bool:
    """Return whether this process has rank 0, which writes the files."""
    return rank_and_size()[0] == 0


def data_parallel(module: nn.Module, *, has_unused_parameters: bool = False) -> nn.Module:
    """
    Wrap a module so that backward passes average its gradients over all processes.

    Parameters
    ----------
    module
        A module on one device; rank 0's parameters and buffers are copied to all processes.
    has_unused_parameters
        Whether some steps give some parameters no gradient.

    """
    if not distributed.is_initialized():
        return module
    return DistributedDataParallel(module, find_unused_parameters=has_unused_parameters)


def broadcast_buffers(module: nn.Module) -> None:
    """Copy rank 0's buffers, such as the statistics of batch norms, to all processes."""
    if distributed.is_initialized():
        for buffer in module.buffers():
            distributed.broadcast(buffer, 0)


def broadcast_int(value: int) -> int:
    """Return rank 0's value in every process."""
    if not distributed.is_initialized():
        return value
    shared = torch.tensor(value)
    distributed.broadcast(shared, 0)
    return int(shared)


def broadcast_flag(value: bool) -> bool:
    """Return rank 0's flag in every process."""
    return bool(broadcast_int(value))


def barrier() -> None:
    """Wait until every process has called this function."""
    if distributed.is_initialized():
        # On the CPU: barrier() of the NCCL backend needs one GPU per process.
        distributed.all_reduce(torch.zeros(1))


def cleanup() -> None:
    """Leave the process group."""
    if distributed.is_initialized():
        distributed.destroy_process_group()
