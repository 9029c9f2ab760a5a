# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A selection of faults on real processes; `make fault-injection` injects all of them."""

from collections.abc import Iterator
from pathlib import Path

from cpu_load import CpuLoadMeter
import pytest
from vla_bringup.files import default_params_file
from vla_system_tests.fault_injection.cases import CASES
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.fault_injection.run import run_case
from vla_system_tests.fault_injection.testbed import Testbed

pytestmark = pytest.mark.timeout(600)

#: Tolerance on an idle machine; `make fault-injection` measures the real times.
SLACK_S = 0.5
LIMITS = read_limits(default_params_file())


# One for each fault: the end of an earlier command may leave too short a path for the next fault.
@pytest.fixture
def testbed(tmp_path: Path) -> Iterator[Testbed]:
    with Testbed(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    'name',
    [
        'camera_unplugged',
        'freeze_policy',
        'freeze_language',
        'stop_word',
        'second_action_chunk_moving',
        'restart_safety_moving',
        'restart_safety_stopped',
    ],
)
def test_robot_stops_and_recovers(testbed: Testbed, name: str) -> None:
    with CpuLoadMeter() as load:
        finding = run_case(CASES[name], testbed, LIMITS)
    assert finding.commanded_zero_s is not None, 'the robot did not stop'
    assert finding.commanded_zero_s <= (finding.limit_s or 0.5) + SLACK_S * load.factor
    assert finding.state in (['stopped'] if name == 'stop_word' else ['hold', 'stopped'])
    assert finding.recovery in ('by itself', 'with the next command', 'after reset')
    assert finding.reason_reported, finding.statuses
    assert finding.problem == ''
    assert finding.outside == 0
    assert finding.audit == 'complete'
