# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Camera with a stored picture and ideal robot, in place of the simulator.

They need little CPU time, so the latency is that of the product alone.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
import threading
from typing import Any

from geometry_msgs.msg import PointStamped
from geometry_msgs.msg import PoseStamped
import numpy as np
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.conversions import stamp_s
from vla_common.conversions import to_pose
from vla_common.conversions import to_stamp
from vla_common.conversions import to_twist
from vla_common.rate import SteadyRate
from vla_common.rotation import yaw_to_quaternion
from vla_common.runner import run_node
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import RobotState
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_constants import HOME_YAW_RAD
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.ros.conversions import to_image
from vla_system_tests.benchmark.scene_change import change_times_s
from vla_system_tests.benchmark.scene_change import Point2

CAMERA_HZ = 30.0
_STATE_HZ = 50.0
#: Pictures with different noise: identical ones would count as those of a frozen camera.
_PICTURES = 8
_NOISE = 2.0
#: Distance by which the target is moved along y [m].
_MOTION_M = 0.06
_SEED = 1


@dataclass(frozen=True)
class View:
    """
    What the camera sees.

    Parameters
    ----------
    pictures
        Pictures (height, width, 3) that are published in turn.
    target_m
        Position of the target on the table.

    """

    pictures: Sequence[ImageArray]
    target_m: Point2 = (0.0, 0.0)


def make_views(
    names: Sequence[str], width_px: int, height_px: int, *, moves: bool = False
) -> list[View]:
    """Return the view of a scene whose target is the first name; with `moves` at two places."""
    scene = sample_scene(_SEED, tuple(names))
    target = scene.find(names[0])
    moved = replace(target, y_m=target.y_m + _MOTION_M)
    items = tuple(moved if item == target else item for item in scene.items)
    places = ((scene, target), (replace(scene, items=items), moved))
    return [
        View(make_pictures(one, width_px, height_px), (item.x_m, item.y_m))
        for one, item in places[: 1 + moves]
    ]


def make_pictures(scene: Scene, width_px: int, height_px: int) -> list[ImageArray]:
    """Return pictures (height, width, 3) of one scene that differ by the noise of a camera."""
    with World(scene) as world:
        rendered = world.render()
    rows = np.arange(height_px) * rendered.shape[0] // height_px
    columns = np.arange(width_px) * rendered.shape[1] // width_px
    picture = rendered[rows][:, columns]
    rng = np.random.default_rng(_SEED)
    noisy = (picture + rng.normal(0.0, _NOISE, picture.shape) for _ in range(_PICTURES))
    return [np.clip(np.rint(values), 0, 255).astype(np.uint8) for values in noisy]


class StoredScene(Node):
    """
    Publish the pictures at 30 Hz, and the commanded pose as the measured one.

    Parameters
    ----------
    views
        What the camera sees; with several, they change at random times, which `scene_change`
        states with the position of the target from then on.
    kwargs
        Arguments of the base class.

    """

    def __init__(self, views: Sequence[View], **kwargs: Any) -> None:
        super().__init__('stored_scene', **kwargs)
        self._views = views
        self._pose = to_pose(np.array(HOME_POSITION_M), yaw_to_quaternion(HOME_YAW_RAD))
        self._opening = 1.0
        self._image = self.create_publisher(Image, 'camera/image_raw', qos.SENSOR)
        self._info = self.create_publisher(CameraInfo, 'camera/camera_info', qos.SENSOR)
        self._change = self.create_publisher(PointStamped, 'scene_change', qos.RELIABLE_LATEST)
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
        rate, number, view = SteadyRate(1 / CAMERA_HZ), 0, 0
        times_s = change_times_s(self.get_clock().now().nanoseconds * 1e-9)
        change_s = next(times_s)
        while not self._stopping.is_set():
            rate.wait()
            stamp = self.get_clock().now().to_msg()
            # The image shows what there was at its stamp.
            if len(self._views) > 1 and change_s <= stamp_s(stamp):
                view = (view + 1) % len(self._views)
                self._publish_change(change_s, self._views[view])
                change_s = next(times_s)
            pictures = self._views[view].pictures
            image = to_image(pictures[number % len(pictures)], stamp)
            self._image.publish(image)
            self._info.publish(
                CameraInfo(header=image.header, width=image.width, height=image.height)
            )
            number += 1

    def _publish_change(self, at_s: float, view: View) -> None:
        message = PointStamped()
        message.header.stamp = to_stamp(round(at_s * 1e9))
        message.point.x, message.point.y = view.target_m
        self._change.publish(message)


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--width', type=int, required=True)
    parser.add_argument('--height', type=int, required=True)
    parser.add_argument('--objects', nargs='+', required=True)
    parser.add_argument('--moves', action='store_true', help='move the first object')
    options = parser.parse_args(args)
    views = make_views(options.objects, options.width, options.height, moves=options.moves)
    run_node(lambda: StoredScene(views), [])


if __name__ == '__main__':
    main()
