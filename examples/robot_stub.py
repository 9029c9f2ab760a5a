# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Connect your own robot; this one reaches every commanded pose at once.

Start the system without the simulator
(`ros2 launch vla_bringup vla.launch.py use_sim:=false`), then run:
    python3 examples/robot_stub.py
"""

from geometry_msgs.msg import Point
from geometry_msgs.msg import Pose
from geometry_msgs.msg import PoseStamped
from geometry_msgs.msg import Quaternion
from rclpy.node import Node
from vla_common import qos
from vla_common.runner import run_node
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import RobotState

RATE_HZ = 50.0
#: The gripper points down.
START = Pose(position=Point(x=0.45, z=0.3), orientation=Quaternion(x=1.0, w=0.0))


class RobotStub(Node):
    """Follow `robot_action` and `gripper_command`, and publish `robot_state`."""

    def __init__(self) -> None:
        super().__init__('robot_stub')
        self._pose, self._opening = START, 1.0
        self._states = self.create_publisher(RobotState, 'robot_state', qos.SENSOR)
        self.create_subscription(PoseStamped, 'robot_action', self._on_action, qos.RELIABLE_LATEST)
        self.create_subscription(
            GripperCommand, 'gripper_command', self._on_gripper, qos.RELIABLE_LATEST
        )
        self.create_timer(1 / RATE_HZ, self._publish_state)

    def _on_action(self, message: PoseStamped) -> None:
        # A real driver refuses actions older than 0.5 s, and stops if none arrive.
        self._pose = message.pose

    def _on_gripper(self, message: GripperCommand) -> None:
        self._opening = message.opening

    def _publish_state(self) -> None:
        message = RobotState(end_effector=self._pose, gripper=self._opening)
        message.header.stamp = self.get_clock().now().to_msg()
        message.header.frame_id = 'base_link'
        self._states.publish(message)


if __name__ == '__main__':
    run_node(RobotStub)
