# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Mean of gradients by DDP, and values that processes share."""

import pytest
import torch
from torch import nn
from torch import Tensor
from vla_learning.training.distributed import barrier
from vla_learning.training.distributed import broadcast_buffers
from vla_learning.training.distributed import broadcast_flag
from vla_learning.training.distributed import broadcast_int
from vla_learning.training.distributed import data_parallel
from vla_learning.training.distributed import is_main
from vla_learning.training.distributed import rank_and_size
from vla_learning.training.launcher import launch


class PartialModel(nn.Module):
    """Model with a parameter that no forward pass uses."""

    def __init__(self) -> None:
        super().__init__()
        self.used = nn.Linear(3, 2)
        self.unused = nn.Parameter(torch.ones(1))

    def forward(self, rows: Tensor) -> Tensor:
        outputs: Tensor = self.used(rows)
        return outputs


def share_of(rows: Tensor) -> Tensor:
    rank, size = rank_and_size()
    return rows[rank::size]


def gradients(rows: int) -> tuple[tuple[int, int], list[float]]:
    """Return the gradients of a loss of `rows` rows, each process with its share."""
    torch.manual_seed(rank_and_size()[0])  # DDP copies the weights of rank 0
    module = PartialModel()
    model = data_parallel(module, has_unused_parameters=True)
    data = torch.arange(3.0 * rows).reshape(rows, 3)
    model(share_of(data)).square().mean().backward()
    assert module.unused.grad is None
    used = [p.grad.flatten() for p in module.used.parameters() if p.grad is not None]
    return rank_and_size(), torch.cat(used).tolist()


def test_one_process_needs_no_group() -> None:
    place, found = launch(1, gradients, 4)
    assert place == (0, 1)
    assert len(found) == 8


def test_two_processes_have_the_gradient_of_the_whole_batch() -> None:
    place, found = launch(2, gradients, 4)
    assert place == (0, 2)
    assert found == pytest.approx(launch(1, gradients, 4)[1], rel=1e-5)
    assert rank_and_size() == (0, 1)


def flags_of_all(_: int) -> tuple[list[bool], int, list[float]]:
    """Broadcast values that differ in every process but the first."""
    rank = rank_and_size()[0]
    norm = nn.BatchNorm1d(2)
    norm.running_mean = torch.full((2,), float(rank))
    broadcast_buffers(norm)
    barrier()
    assert norm.running_mean is not None
    assert norm.running_mean.tolist() == [0.0, 0.0]
    assert is_main() == (rank == 0)
    flags = [broadcast_flag(rank == 0), broadcast_flag(rank > 0)]
    assert (flags, broadcast_int(7 + rank)) == ([True, False], 7)
    return flags, broadcast_int(7 + rank), norm.running_mean.tolist()


@pytest.mark.parametrize('count', [1, 2])
def test_every_process_gets_the_values_of_rank_0(count: int) -> None:
    assert launch(count, flags_of_all, 0) == ([True, False], 7, [0.0, 0.0])
