# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A few faults on a real graph of processes; `make faults` tries all of them."""

from collections.abc import Iterator

import pytest
from vla_bringup.fault_cases import CASES
from vla_bringup.fault_report import read_limits
from vla_bringup.fault_stage import COMMAND
from vla_bringup.fault_stage import OTHER_COMMAND
from vla_bringup.fault_stage import Stage
from vla_bringup.fault_trial import run_case
from vla_bringup.files import default_params_file

pytestmark = pytest.mark.timeout(600)

#: A test machine may be busy; `make faults` on an idle one shows the real times.
SLACK_S = 1.0
LIMITS = read_limits(default_params_file())


@pytest.fixture(scope='module')
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Stage(tmp_path_factory.mktemp('faults')) as running:
        yield running


# In this order: the stop comes last, and every fault begins with a command of its own.
@pytest.mark.parametrize(('name', 'command'), [
    ('camera_unplugged', COMMAND), ('freeze_policy', OTHER_COMMAND),
    ('freeze_language', COMMAND), ('stop_word', OTHER_COMMAND)])
def test_the_robot_stands_and_comes_back(stage: Stage, name: str, command: str) -> None:
    finding = run_case(CASES[name], stage, LIMITS, command)
    assert finding.commanded_zero_s is not None, 'it went on'
    assert finding.commanded_zero_s <= (finding.limit_s or 0.5) + SLACK_S
    assert finding.state in (['stopped'] if name == 'stop_word' else ['hold', 'stopped'])
    assert finding.recovery in ('by itself', 'with the next command', 'after reset')
    assert finding.outside == 0
    assert finding.audit == 'complete'
