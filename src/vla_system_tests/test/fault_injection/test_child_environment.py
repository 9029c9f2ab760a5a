# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Environment of the processes of a system under test."""

import os
from pathlib import Path

import pytest
from vla_system_tests.fault_injection.child_environment import child_environment


def test_child_environment_isolates_domain_and_logs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, 'environ', dict(os.environ))
    environment = child_environment(42, tmp_path)
    assert environment['ROS_DOMAIN_ID'] == '42'
    assert environment['ROS_LOG_DIR'] == str(tmp_path / 'ros')
    assert environment['ROS_AUTOMATIC_DISCOVERY_RANGE'] == 'LOCALHOST'
