# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Output of the gripper without topics."""

import pytest
from vla_robot.ros.gripper_output import GripperOutput
from vla_robot.ros.settings import BridgeSettings


def test_positions_are_sent_when_they_change() -> None:
    output = GripperOutput(BridgeSettings(gripper_output='joint_positions'))
    first = output.follow(0.5)
    assert list(first.data) == [0.5]
    assert output.follow(0.501) is None
    assert output.follow(0.6) is not None
    output.start()
    assert output.follow(0.6) is not None


def test_trajectory_names_the_joint() -> None:
    settings = BridgeSettings(
        gripper_output='joint_trajectory', gripper_joint='finger', gripper_open_position=0.04
    )
    message = GripperOutput(settings).follow(1.0)
    assert (message.joint_names, list(message.points[0].positions)) == (['finger'], [0.04])


def test_trajectory_needs_a_joint() -> None:
    with pytest.raises(ValueError, match='joint_trajectory needs gripper_joint; got none'):
        GripperOutput(BridgeSettings(gripper_output='joint_trajectory'))
