# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Launch of training processes, and errors of the processes."""

import os
import signal

import pytest
from vla_learning.training.distributed import barrier
from vla_learning.training.distributed import rank_and_size
from vla_learning.training.launcher import DistributedError
from vla_learning.training.launcher import launch
from vla_learning.training.launcher import launched_by_torchrun


def test_one_process_needs_no_launch() -> None:
    assert launch(1, os.getpid) == os.getpid()


def test_the_result_is_that_of_rank_0() -> None:
    assert launch(2, rank_and_size) == (0, 2)
    assert rank_and_size() == (0, 1)


def die_in_rank_1(_: int) -> None:
    """Kill the second process, as the kernel does for lack of memory."""
    if rank_and_size()[0] == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    barrier()


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
        launch(2, rank_and_size)
