# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Simulate the joints of an arm of your own: no dynamics, no objects, no camera, no gripper.

Start the system without the simulator (`ros2 launch vla_bringup vla.launch.py robot:=my_robot.yaml
use_sim:=false bring_up:=true`), then run:
    python3 examples/simulated_arm.py --robot my_robot.yaml
"""

import argparse
from functools import partial
from pathlib import Path

from rclpy.node import Node
from sensor_msgs.msg import JointState
from trajectory_msgs.msg import JointTrajectory
from vla_common import qos
from vla_common.runner import run_node
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import per_joint
from vla_kinematics.arm_settings import read_urdf
from vla_robot.check_robot import read_settings
from vla_robot.ros.settings import BridgeSettings
from vla_sim.physics.trajectory_controller import SimulatedTrajectoryController
from vla_sim.ros.conversions import to_trajectory_points

RATE_HZ = 100.0


class SimulatedArm(Node):
    """Follow joint trajectories exactly, from the posture of the robot file."""

    def __init__(self, settings: BridgeSettings) -> None:
        # The name of the simulator: check_robot --yes accepts joint_states of this node only.
        super().__init__('sim_node')
        self._names = ArmModel(read_urdf(settings.urdf_file), settings.arm()).joint_names
        start = per_joint(settings.posture, len(self._names))
        self._controller = SimulatedTrajectoryController(self._names, start)
        self._gripper = {}
        if settings.gripper_joint:
            self._gripper = {settings.gripper_joint: settings.gripper_open_position}
        self._states = self.create_publisher(JointState, 'joint_states', qos.SENSOR)
        topic = f'{settings.controller}/joint_trajectory'
        self.create_subscription(JointTrajectory, topic, self._follow, qos.COMMAND)
        self.create_timer(1 / RATE_HZ, self._publish)

    def _now_s(self) -> float:
        return self.get_clock().now().nanoseconds * 1e-9

    def _follow(self, message: JointTrajectory) -> None:
        points = to_trajectory_points(message)
        try:
            self._controller.follow(message.joint_names, points, self._now_s())
        except ValueError as error:
            self.get_logger().error(str(error))

    def _publish(self) -> None:
        positions = self._controller.positions(self._now_s())
        joints = dict(zip(self._names, positions.tolist(), strict=True)) | self._gripper
        message = JointState(name=list(joints), position=list(joints.values()))
        message.header.stamp = self.get_clock().now().to_msg()
        self._states.publish(message)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--robot', type=Path, required=True, help='as in config/robots')
    run_node(partial(SimulatedArm, read_settings(parser.parse_args().robot)))
