# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command line of the restart runs, with runs of a fake system."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from vla_system_tests.fault_injection.testbed import TestbedError
from vla_system_tests.restart_runs import main as restart_main
from vla_system_tests.restart_runs.main import parse_arguments
from vla_system_tests.restart_runs.sample import RestartSample

GOOD = RestartSample(0.0, 0.0, 'stopped: restart', 3, 0, 0.4)
MOVED = RestartSample(0.2, 0.0, 'stopped: restart', 3, 0, 0.4)


@pytest.mark.parametrize('arguments', [['--only', 'x'], ['--repeats', '0'], ['--page', __file__]])
def test_wrong_argument_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(arguments)


@pytest.mark.parametrize(
    ('results', 'status', 'systems'),
    [
        ([GOOD] * 4, 0, 1),
        ([GOOD, MOVED, GOOD, GOOD], 1, 1),
        ([GOOD, None, GOOD, GOOD, GOOD], 0, 2),
        ([None] * 5, 1, 5),
    ],
)
def test_exit_status_is_zero_only_if_the_robot_never_moved(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    results: list[RestartSample | None],
    status: int,
    systems: int,
) -> None:
    folders: list[Path] = []
    left = iter(results)

    @contextmanager
    def system(folder: Path, *, relays_camera: bool) -> Iterator[None]:
        del relays_camera
        folders.append(folder)
        yield

    class FakeRuns:
        def __init__(self, testbed: Any) -> None:
            del testbed

        def run(self, *, stops: bool) -> RestartSample:
            del stops
            if (sample := next(left)) is None:
                raise TestbedError('the robot must move')
            return sample

    monkeypatch.setattr(restart_main, 'Testbed', system)
    monkeypatch.setattr(restart_main, 'RestartRuns', FakeRuns)
    assert restart_main.main(['--repeats', '2', '--log', str(tmp_path)]) == status
    assert len(folders) == systems
