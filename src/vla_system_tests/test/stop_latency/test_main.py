# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command line of the stop latency measurement."""

import pytest
from vla_system_tests.stop_latency.cases import CASES
from vla_system_tests.stop_latency.main import parse_arguments


def test_cases_are_selected_by_name() -> None:
    assert parse_arguments([]).only == list(CASES)
    assert parse_arguments(['--only', 'stop_word', '--repeats', '3']).repeats == 3


@pytest.mark.parametrize(
    'arguments',
    [['--only', 'earthquake'], ['--repeats', '0'], ['--lanes', '0'], ['--page', __file__]],
)
def test_wrong_argument_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(arguments)
