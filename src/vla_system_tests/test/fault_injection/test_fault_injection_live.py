# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A few faults on a real graph of processes; `make faults` tries all of them."""

from collections.abc import Iterator
from pathlib import Path

from cpu_load import Busyness
import pytest
from vla_bringup.files import default_params_file
from vla_system_tests.fault_injection.cases import CASES
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.fault_injection.run import run_case
from vla_system_tests.fault_injection.testbed import Stage

pytestmark = pytest.mark.timeout(600)

#: On a machine with nothing else to do; `make faults` there shows the real times.
SLACK_S = 0.5
LIMITS = read_limits(default_params_file())


# One for each: where an earlier command ended, there may be too little way for a fault to come.
@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Stage(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    'name', ['camera_unplugged', 'freeze_policy', 'freeze_language', 'stop_word']
)
def test_the_robot_stands_and_comes_back(stage: Stage, name: str) -> None:
    with Busyness() as busyness:
        finding = run_case(CASES[name], stage, LIMITS)
    assert finding.commanded_zero_s is not None, 'it went on'
    assert finding.commanded_zero_s <= (finding.limit_s or 0.5) + SLACK_S * busyness.factor
    assert finding.state in (['stopped'] if name == 'stop_word' else ['hold', 'stopped'])
    assert finding.recovery in ('by itself', 'with the next command', 'after reset')
    assert finding.told, finding.said
    assert finding.outside == 0
    assert finding.audit == 'complete'
