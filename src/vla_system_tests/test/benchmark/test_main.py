# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command line of the benchmark, and repetition of disturbed runs."""

from pathlib import Path
from typing import Any

import pytest
from vla_system_tests.benchmark import main as benchmark
from vla_system_tests.benchmark.case import CASES


def test_cases_are_selected_by_name() -> None:
    assert benchmark.parse_arguments([]).only is None
    options = benchmark.parse_arguments(['--only', 'simulator_composed', '--seconds', '5'])
    assert (options.only, options.seconds) == (['simulator_composed'], 5.0)


@pytest.mark.parametrize(
    'arguments',
    [['--only', 'moon'], ['--seconds', '0'], ['--repeats', '-1'], ['--page', __file__]],
)
def test_wrong_argument_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        benchmark.parse_arguments(arguments)


@pytest.mark.parametrize(
    ('others', 'kept'), [([0.5, 0.3, 0.4], 0.3), ([0.5, 0.05], 0.05), ([0.0], 0.0)]
)
def test_disturbed_run_is_repeated_and_the_quietest_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, others: list[float], kept: float
) -> None:
    runs = iter(others)

    def run_case(*_: Any) -> dict[str, Any]:
        return {'others_cores': next(runs)}

    monkeypatch.setattr(benchmark, 'run_case', run_case)
    options = benchmark.parse_arguments(['--log', str(tmp_path)])
    case = CASES['stored_640x480_processes']
    assert benchmark.run_undisturbed(case, options)['others_cores'] == kept
    assert next(runs, None) is None
