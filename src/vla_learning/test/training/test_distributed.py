# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Launch of training processes, and averaging of their gradients by DDP."""

from collections.abc import Iterator
import os
import signal

import pytest
import torch
from torch import nn
from torch import Tensor
from vla_learning.training.distributed import barrier
from vla_learning.training.distributed import broadcast_buffers
from vla_learning.training.distributed import broadcast_flag
from vla_learning.training.distributed import broadcast_int
from vla_learning.training.distributed import cleanup
from vla_learning.training.distributed import data_parallel
from vla_learning.training.distributed import DistributedError
from vla_learning.training.distributed import gather_rows
from vla_learning.training.distributed import is_main
from vla_learning.training.distributed import launch
from vla_learning.training.distributed import launched_by_torchrun
from vla_learning.training.distributed import rank_and_size


class PartialModel(nn.Module):
    """Model with a parameter that no forward pass uses."""

    def __init__(self) -> None:
        super().__init__()
        self.used = nn.Linear(3, 2)
        self.unused = nn.Parameter(torch.ones(1))

    def forward(self, rows: Tensor) -> Tensor:
        outputs: Tensor = self.used(rows)
        return outputs


@pytest.fixture(autouse=True)
def leave_group() -> Iterator[None]:
    yield
    cleanup()


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


def contrastive_gradients(rows: int) -> list[float]:
    """Return the gradients of a loss that compares each row with the rows of all processes."""
    torch.manual_seed(0)
    layer = nn.Linear(3, 2)
    model = data_parallel(layer)
    part = torch.randn(rows, 3).chunk(rank_and_size()[1])[rank_and_size()[0]]
    embedded = gather_rows(model(part))
    assert len(embedded) == rows
    (embedded @ embedded.T).log_softmax(1).diagonal().mean().backward()
    return torch.cat([p.grad.flatten() for p in layer.parameters() if p.grad is not None]).tolist()


def test_gathered_rows_have_the_gradient_of_one_process() -> None:
    alone, together = (launch(count, contrastive_gradients, 6) for count in (1, 2))
    assert together == pytest.approx(alone, rel=1e-5, abs=1e-7)


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


def die_in_rank_1(_: int) -> None:
    """Kill the second process, as the kernel does for lack of memory."""
    if rank_and_size()[0] == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    gradients(4)


def test_a_killed_process_is_reported() -> None:
    with pytest.raises(DistributedError, match=r'process 1 has ended.*resume'):
        launch(2, die_in_rank_1, 0)
    assert not launched_by_torchrun()


def fail_in_rank_1(kind: type[Exception]) -> None:
    """Raise an error in one process, while the other one waits for it."""
    if rank_and_size()[0] == 1:
        raise kind('images must be at least 1. Set images')
    barrier()


def test_an_input_error_of_a_process_keeps_its_message() -> None:
    with pytest.raises(DistributedError, match=r'^images must be at least 1\. Set images$'):
        launch(2, fail_in_rank_1, ValueError)


def test_a_programming_error_of_a_process_has_its_traceback() -> None:
    with pytest.raises(RuntimeError, match=r'(?s)Traceback.*in fail_in_rank_1.*KeyError'):
        launch(2, fail_in_rank_1, KeyError)


def test_signal_handlers_are_restored() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    launch(2, rank_and_size)
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_torchrun_and_the_configuration_must_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not launched_by_torchrun()
    monkeypatch.setenv('RANK', '0')
    monkeypatch.setenv('WORLD_SIZE', '3')
    assert launched_by_torchrun()
    with pytest.raises(DistributedError, match='has started, 3; got 2'):
        launch(2, gradients, 4)
