# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The process of the safety node is killed (kill -9) and started again."""

from collections.abc import Iterator
import os
import subprocess
import sys
import time
from typing import Any

import numpy as np
import pytest
from safety_node_harness import ACTIVE
from safety_node_harness import SafetyNodeHarness
from safety_node_harness import STOPPED
from vla_common.testing import NodeTestHarness

pytestmark = pytest.mark.timeout(120)

_MAIN = 'from vla_safety.safety_node import main; main()'


class SafetyProcess:
    """A safety node in a process of its own, in the domain of the test."""

    def __init__(self, domain_id: int, parameters: dict[str, Any]) -> None:
        values = [x for p in parameters.items() for x in ('-p', f'{p[0]}:={p[1]}')]
        self._command = [sys.executable, '-c', _MAIN, '--ros-args', *values]
        self._environment = {**os.environ, 'ROS_DOMAIN_ID': str(domain_id)}
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, env=self._environment)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def harness(ros: NodeTestHarness) -> SafetyNodeHarness:
    return SafetyNodeHarness(ros, has_node=False)


@pytest.fixture
def process(harness: SafetyNodeHarness) -> Iterator[SafetyProcess]:
    process = SafetyProcess(harness.ros.domain_id, harness.parameters)
    harness.connect()
    yield process
    process.kill()


def _drive(harness: SafetyNodeHarness, duration_s: float) -> None:
    """Send chunks of the old command."""
    end_s = time.monotonic() + duration_s
    harness.drive_until(lambda: time.monotonic() > end_s)


@pytest.mark.parametrize('is_stopped', [False, True], ids=['moving', 'stopped'])
def test_nothing_moves_after_a_restart_before_reset_and_a_new_command(
    harness: SafetyNodeHarness, process: SafetyProcess, is_stopped: bool
) -> None:
    harness.start_motion()
    if is_stopped:
        assert harness.call('stop').success
        harness.ros.wait_for(lambda: harness.state == STOPPED)
        harness.ros.wait_for(harness.stands_still, 10.0)
    process.kill()
    harness.ros.spin(0.5)
    before, count = harness.position.copy(), len(harness.actions)
    number = len(harness.statuses)
    process.start()
    harness.drive_until(lambda: len(harness.statuses) > number)
    assert harness.state == STOPPED
    assert harness.status.reason == 'restart'
    assert 'ros2 service call /reset std_srvs/srv/Trigger' in harness.status.message
    _drive(harness, 1.0)
    assert harness.state == STOPPED
    harness.drive_until(lambda: harness.call('reset').success)
    _drive(harness, 1.0)
    assert len(harness.actions) == count
    assert np.array_equal(harness.position, before)
    harness.drive_until(lambda: harness.state == ACTIVE, command_id='command-2')
