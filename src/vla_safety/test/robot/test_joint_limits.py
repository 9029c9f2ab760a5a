# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the joint checks."""

import pytest
from vla_safety.robot.joint_limits import JointLimits


def test_joints_are_checked_only_with_a_description() -> None:
    assert not JointLimits().is_used
    assert JointLimits(urdf_file='arm.urdf').is_used
    assert JointLimits(use_robot_description=True).is_used


def test_two_sources_are_refused() -> None:
    with pytest.raises(ValueError, match=r"exclude each other; got 'a.urdf' and true. Remove"):
        JointLimits(urdf_file='a.urdf', use_robot_description=True)
