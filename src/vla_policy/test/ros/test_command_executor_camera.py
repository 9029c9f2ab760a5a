# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A camera that is not where its pose says ends the command; its position must be given."""

from pathlib import Path

from executor_harness import ExecutorHarness
import pytest
import torch
from vla_policy.control.command_state import ExecutionState

pytestmark = pytest.mark.usefixtures('ends_anywhere')


@pytest.fixture
def harness(tmp_path: Path) -> ExecutorHarness:
    return ExecutorHarness(tmp_path)


def test_a_camera_that_moves_ends_the_motion_and_is_told(harness: ExecutorHarness) -> None:
    harness.start()
    for _ in range(3):
        harness.observe()
    assert harness.executor.command.state == ExecutionState.EXECUTING
    with torch.no_grad():
        harness.model.dense.camera.usual_error.fill_(0.005)
        # The network finds a translation by 8 cm against the given pose.
        harness.model.dense.camera.read[-1].bias[0] = 0.08 / 0.05
    moved_s = harness.now_s
    while harness.executor.command.is_open:
        harness.observe()
    assert harness.newest == (ExecutionState.REFUSED, 'camera_moved')
    assert harness.now_s - moved_s < 1.0
    assert 'seen up to 8 cm beside it' in harness.states[-1].message
    harness.start('b')
    for _ in range(3):
        harness.observe()
    assert harness.newest == (ExecutionState.REFUSED, 'camera_moved')


def test_a_camera_without_a_position_above_the_table_plans_nothing(
    harness: ExecutorHarness,
) -> None:
    harness.start()
    harness.observe(lambda msg: setattr(msg.camera_position, 'z', 0.0))
    assert not harness.outputs
    assert 'camera_position of visual_features must be' in harness.executor.command.warning
