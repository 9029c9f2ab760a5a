# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Program that runs in the environment of the peers; here without their packages."""

import json
import subprocess
import sys

import pytest
import torch
from vla_system_tests.benchmark.peers import peer_worker
from vla_system_tests.benchmark.peers.peer_worker import count_parameters
from vla_system_tests.benchmark.peers.peer_worker import to_unit_range


def test_image_is_converted_as_lerobot_does() -> None:
    image = torch.arange(12, dtype=torch.uint8).reshape(2, 2, 3)
    values = to_unit_range(image)
    assert values.shape == (1, 3, 2, 2)
    assert values[0, 1, 1, 0] == pytest.approx(7 / 255)


def test_parameters_are_counted() -> None:
    assert count_parameters(torch.nn.Linear(3, 4)) == 16


def test_program_needs_neither_ros_nor_the_workspace_and_names_a_missing_package() -> None:
    """Isolated from the paths of this environment, as in that of the peers."""
    assert peer_worker.__file__ is not None
    result = subprocess.run(
        [sys.executable, '-I', '-S', peer_worker.__file__, peer_worker.ACT],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 3, result.stderr
    assert json.loads(result.stdout) == {'missing': 'torch'}
