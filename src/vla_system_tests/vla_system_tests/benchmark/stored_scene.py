# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Camera with a stored picture and ideal robot, in place of the simulator.

They need little CPU time, so the latency is that of the product alone.
"""

import argparse
from collections.abc import Sequence
import threading
from typing import Any

from geometry_msgs.msg import PoseStamped
import numpy as np
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.conversions import to_pose
from vla_common.conversions import to_twist
from vla_common.rate import SteadyRate
from vla_common.rotation import yaw_to_quaternion
from vla_common.runner import run_node
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import RobotState
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_constants import HOME_YAW_RAD
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.ros.conversions import to_image

CAMERA_HZ = 30.0
_STATE_HZ = 50.0
#: Pictures with different noise: identical ones would count as those of a frozen camera.
_PICTURES = 8
_NOISE = 2.0


def make_pictures(
    names: Sequence[str], width_px: int, height_px: int, seed: int = 1
) -> list[ImageArray]:
    """Return pictures (height, width, 3) of one scene that differ by the noise of a camera."""
    with World(sample_scene(seed, tuple(names))) as world:
        rendered = world.render()
    rows = np.arange(height_px) * rendered.shape[0] // height_px
    columns = np.arange(width_px) * rendered.shape[1] // width_px
    picture = rendered[rows][:, columns]
    rng = np.random.default_rng(seed)
    noisy = (picture + rng.normal(0.0, _NOISE, picture.shape) for _ in range(_PICTURES))
    return [np.clip(np.rint(values), 0, 255).astype(np.uint8) for values in noisy]


class StoredScene(Node):
    """
    Publish the pictures at 30 Hz, and the commanded pose as the measured one.

    Parameters
    ----------
    pictures
        Pictures, which are published in turn.
    kwargs
        Arguments of the base class.

    """

    def __init__(self, pictures: Sequence[ImageArray], **kwargs: Any) -> None:
        super().__init__('stored_scene', **kwargs)
        self._pictures = pictures
        self._pose = to_pose(np.array(HOME_POSITION_M), yaw_to_quaternion(HOME_YAW_RAD))
        self._opening = 1.0
        self._image = self.create_publisher(Image, 'camera/image_raw', qos.SENSOR)
        self._info = self.create_publisher(CameraInfo, 'camera/camera_info', qos.SENSOR)
        self._state = self.create_publisher(RobotState, 'robot_state', qos.SENSOR)
        self.create_subscription(PoseStamped, 'robot_action', self._on_pose, qos.RELIABLE_LATEST)
        self.create_subscription(
            GripperCommand, 'gripper_command', self._on_gripper, qos.RELIABLE_LATEST
        )
        self.create_timer(1 / _STATE_HZ, self._publish_state)
        self._stopping = threading.Event()
        self._camera = threading.Thread(target=self._run_camera, name='camera', daemon=True)
        self._camera.start()

    def destroy_node(self) -> None:
        """End the thread of the camera before its publisher is destroyed."""
        self._stopping.set()
        self._camera.join()
        super().destroy_node()

    def _on_pose(self, message: PoseStamped) -> None:
        self._pose = message.pose

    def _on_gripper(self, message: GripperCommand) -> None:
        self._opening = message.opening

    def _publish_state(self) -> None:
        message = RobotState(
            end_effector=self._pose,
            velocity=to_twist(np.zeros(3), np.zeros(3)),
            gripper=self._opening,
        )
        message.header.stamp = self.get_clock().now().to_msg()
        message.header.frame_id = 'base_link'
        self._state.publish(message)

    def _run_camera(self) -> None:
        rate, number = SteadyRate(1 / CAMERA_HZ), 0
        while not self._stopping.is_set():
            rate.wait()
            stamp = self.get_clock().now().to_msg()
            image = to_image(self._pictures[number % len(self._pictures)], stamp)
            self._image.publish(image)
            self._info.publish(
                CameraInfo(header=image.header, width=image.width, height=image.height)
            )
            number += 1


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--width', type=int, required=True)
    parser.add_argument('--height', type=int, required=True)
    parser.add_argument('--objects', nargs='+', default=[])
    options = parser.parse_args(args)
    pictures = make_pictures(options.objects, options.width, options.height)
    run_node(lambda: StoredScene(pictures), [])


if __name__ == '__main__':
    main()
