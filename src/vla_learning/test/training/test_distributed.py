# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Processes that train together agree."""

from collections.abc import Iterator
import os

import pytest
import torch
from torch import nn
from vla_learning.training.distributed import average_gradients
from vla_learning.training.distributed import group
from vla_learning.training.distributed import GroupError
from vla_learning.training.distributed import leave_group
from vla_learning.training.distributed import run_together
from vla_learning.training.distributed import started_by_torchrun
from vla_learning.training.distributed import told_by_first


@pytest.fixture(autouse=True)
def leave() -> Iterator[None]:
    yield
    leave_group()


def averaged(scale: float) -> tuple[tuple[int, int], list[float]]:
    """Average gradients that are 1, 2, ... times `scale` in the ranks."""
    rank, size = group()
    parameters = [
        nn.Parameter(torch.zeros(2)),
        nn.Parameter(torch.zeros(3, 1)),
        nn.Parameter(torch.zeros(1)),
    ]
    for parameter in parameters[:2]:
        parameter.grad = torch.full_like(parameter, scale * (rank + 1))
    average_gradients(parameters)
    assert parameters[2].grad is None
    return (rank, size), torch.cat([p.grad.flatten() for p in parameters[:2]]).tolist()


def end_beside(_: float) -> None:
    """End at once in every process but the first."""
    if group()[0] > 0:
        os._exit(3)
    averaged(1.0)


def test_one_process_stays_by_itself() -> None:
    assert run_together(1, averaged, 3.0) == ((0, 1), [3.0] * 5)


def test_two_processes_have_the_mean() -> None:
    assert run_together(2, averaged, 2.0) == ((0, 2), [3.0] * 5)
    assert group() == (0, 1)


def test_a_process_that_ends_is_reported() -> None:
    with pytest.raises(GroupError, match='go on'):
        run_together(2, end_beside, 0.0)


def asked_all(_: float) -> list[bool]:
    """Ask every process; each but the first would say otherwise."""
    first = group()[0] == 0
    return [told_by_first(first), told_by_first(not first)]


@pytest.mark.parametrize('count', [1, 2])
def test_every_process_hears_the_first(count: int) -> None:
    assert run_together(count, asked_all, 0.0) == [True, False]


def test_torchrun_and_the_configuration_must_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not started_by_torchrun()
    monkeypatch.setenv('RANK', '0')
    monkeypatch.setenv('WORLD_SIZE', '3')
    assert started_by_torchrun()
    with pytest.raises(GroupError, match='has started, 3; got 2'):
        run_together(2, averaged, 1.0)
