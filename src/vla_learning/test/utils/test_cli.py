# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tools end without a traceback."""

import signal

import pytest
from vla_learning.utils.cli import run_tool
from vla_learning.utils.cli import worker_pool


def how_ctrl_c_is_taken(_: int) -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def raises(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ('error', 'code', 'said'),
    [
        (KeyboardInterrupt(), 130, 'stopped. go on so'),
        (ValueError('too small'), 1, 'error: too small'),
        (FileNotFoundError('gone'), 1, 'error: gone'),
    ],
)
def test_an_end_is_one_line(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run_tool(lambda: raises(error), 'go on so')
    assert caught.value.code == code
    assert capsys.readouterr().err.strip() == said


def test_a_bug_keeps_its_traceback() -> None:
    with pytest.raises(KeyError):
        run_tool(lambda: raises(KeyError('bug')), '')


def test_workers_leave_ctrl_c_to_their_parent() -> None:
    with worker_pool(1) as pool:
        assert pool.map(how_ctrl_c_is_taken, [0]) == [True]
