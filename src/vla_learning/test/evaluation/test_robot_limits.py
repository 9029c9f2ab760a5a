# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Workspace of the safety gate for a simulated arm."""

from pathlib import Path

import pytest
from vla_learning.evaluation.robot_limits import robot_limits
from vla_safety.types.limits import Limits

ROBOTS = Path(__file__).resolve().parents[4] / 'config' / 'robots'


def test_the_builtin_arm_has_the_default_limits(tmp_path: Path) -> None:
    assert robot_limits('builtin', tmp_path) == Limits()


def test_another_arm_has_the_workspace_of_its_file() -> None:
    limits = robot_limits('ur5e', ROBOTS)
    assert limits.workspace_min_m == (0.28, -0.42, 0.01)
    assert limits.workspace_max_m == (0.76, 0.42, 0.36)
    assert limits.max_step_m == Limits().max_step_m


def test_a_missing_file_or_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r'must exist; got .*mine\.yaml'):
        robot_limits('mine', tmp_path)
    (tmp_path / 'mine.yaml').write_text(
        '/**/safety_node: {ros__parameters: {workspace_min_m: [0.3, 0.0, 0.0]}}'
    )
    with pytest.raises(ValueError, match=r'workspace_max_m is missing\. Add it'):
        robot_limits('mine', tmp_path)
