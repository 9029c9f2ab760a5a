# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Refusal of malformed robot_action and gripper_command."""

from geometry_msgs.msg import PoseStamped
from geometry_msgs.msg import Quaternion
import pytest
from vla_common import robot_commands
from vla_common.conversions import to_stamp
from vla_interfaces.msg import GripperCommand

NOW_NS = 1_000_000_000_000
RULES = robot_commands.CommandValidator('base_link', 0.5)


def action(age_s: float = 0.0, frame_id: str = 'base_link') -> PoseStamped:
    message = PoseStamped()
    message.header.stamp = to_stamp(NOW_NS - int(age_s * 1e9))
    message.header.frame_id = frame_id
    message.pose.position.x = 0.4
    message.pose.orientation = Quaternion(x=1.0, y=0.0, z=0.0, w=0.0)
    return message


def test_valid_action_is_a_target() -> None:
    position, quaternion = robot_commands.to_target(action(), RULES, NOW_NS)
    assert position.tolist() == [0.4, 0.0, 0.0]
    assert quaternion.tolist() == [1.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ('message', 'error'),
    [
        (action(frame_id='map'), "in 'base_link'; got 'map'"),
        (action(age_s=0.7), 'got 0.700 s'),
        (action(age_s=-0.2), 'got -0.200 s'),
    ],
)
def test_action_of_another_frame_or_time_is_refused(message: PoseStamped, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        robot_commands.to_target(message, RULES, NOW_NS)


@pytest.mark.parametrize(
    ('field', 'value'),
    [
        ('position.x', float('nan')),
        ('position.z', float('inf')),
        ('orientation.x', 0.0),
        ('orientation.w', float('nan')),
        ('orientation.y', 5.0),
    ],
)
def test_malformed_pose_is_refused(field: str, value: float) -> None:
    message = action()
    part, _, name = field.partition('.')
    setattr(getattr(message.pose, part), name, value)
    with pytest.raises(ValueError, match='finite numbers and a unit quaternion'):
        robot_commands.to_target(message, RULES, NOW_NS)


@pytest.mark.parametrize('opening', [float('nan'), -0.1, 1.1])
def test_opening_out_of_range_is_refused(opening: float) -> None:
    message = GripperCommand(opening=opening)
    message.header.stamp = to_stamp(NOW_NS)
    with pytest.raises(ValueError, match='an opening of 0 to 1'):
        robot_commands.to_opening(message, RULES, NOW_NS)
