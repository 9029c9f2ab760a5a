# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command-line tools report expected errors without traceback."""

import signal

import pytest
from vla_learning.utils.cli import run_cli
from vla_learning.utils.cli import worker_pool


def ignores_sigint(_: int) -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def raises(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ('error', 'code', 'message'),
    [
        (KeyboardInterrupt(), 130, 'interrupted. run it again'),
        (ValueError('too small'), 1, 'error: too small'),
        (FileNotFoundError('gone'), 1, 'error: gone'),
    ],
)
def test_an_expected_error_is_one_line(
    error: BaseException, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run_cli(lambda: raises(error), 'run it again')
    assert caught.value.code == code
    assert capsys.readouterr().err.strip() == message


def test_an_unexpected_error_keeps_its_traceback() -> None:
    with pytest.raises(KeyError):
        run_cli(lambda: raises(KeyError('bug')), '')


def test_workers_ignore_sigint() -> None:
    with worker_pool(1) as pool:
        assert pool.map(ignores_sigint, [0]) == [True]
