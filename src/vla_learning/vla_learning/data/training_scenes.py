# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scenes of the data set: more objects, arms and camera poses than in scenes of evaluation."""

from dataclasses import dataclass
from dataclasses import replace
import math
from typing import Final

import numpy as np
from vla_common.arrays import BoolArray
from vla_common.arrays import FloatArray
from vla_learning.data.given_camera import GivenCamera
from vla_perception.projection import CameraPose
from vla_sim.physics.camera_motion import move_camera
from vla_sim.physics.camera_motion import random_direction
from vla_sim.physics.mjcf import camera_axes
from vla_sim.physics.rendering import CameraSpec
from vla_sim.physics.rendering import intrinsics
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import IMAGE_HEIGHT_PX
from vla_sim.physics.scene_constants import IMAGE_WIDTH_PX
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World

#: Looks of the arm with their shares; none is a table without an arm.
ARM_SHARES: Final = {'builtin': 0.56, 'ur5e': 0.12, 'fr3': 0.10, 'so101': 0.10, 'none': 0.12}
#: Objects may lie outside of the workspace by this much.
_MARGIN_M: Final = 0.04
_MAX_OBJECTS, _MAX_RECEPTACLES = 8, 3
# Largest offset of the camera from that of the training view, whose pose is given.
_OFFSET_M, _OFFSET_RAD = 0.10, math.radians(10)
# Largest difference of true and given pose of a camera that was moved.
_MOVED_M, _MOVED_RAD = 0.08, math.radians(8)
# Shares of cameras that are elsewhere, that are calibrated without an error, and that were moved.
_ELSEWHERE_SHARE, _EXACT_SHARE, _MOVED_SHARE = 0.6, 0.3, 0.25
_MAX_TRIES = 20


@dataclass(frozen=True)
class CameraDraw:
    """True camera of a scene, and the pose that is given."""

    true: Appearance
    given: Appearance

    def given_camera(self, world: World) -> GivenCamera:
        """Return the camera of a world with the true appearance."""
        return GivenCamera(world.camera(), camera_pose(self.given))

    def sees(self, points_m: FloatArray) -> BoolArray:
        """Return whether points (N, 3) are in the image and in the training view (N,)."""
        size = IMAGE_WIDTH_PX, IMAGE_HEIGHT_PX
        pose = camera_pose(self.true)
        true = CameraSpec(intrinsics(*size), pose.position_m, pose.rotation, *size)
        return GivenCamera(true, camera_pose(self.given)).is_visible(points_m)


def sample_training_scene(seed: int, rng: np.random.Generator) -> Scene:
    """Sample a scene of up to 8 objects and 3 receptacles, up to the edge of the workspace."""
    objects = int(rng.integers(3, _MAX_OBJECTS + 1))
    receptacles = int(rng.integers(1, _MAX_RECEPTACLES + 1))
    scene = sample_scene(rng, objects=objects, receptacles=receptacles, margin_m=_MARGIN_M)
    return replace(scene, seed=seed)


def sample_arm(rng: np.random.Generator) -> str:
    """Draw the look of the arm."""
    return str(rng.choice(list(ARM_SHARES), p=list(ARM_SHARES.values())))


def sample_camera(rng: np.random.Generator, scene: Scene, min_visible_share: float) -> CameraDraw:
    """
    Draw a camera that sees a share of the objects.

    Parameters
    ----------
    rng
        Random generator.
    scene
        Scene whose camera differs from the nominal one by an unknown calibration error.
    min_visible_share
        Smallest share of the objects, 0 .. 1.

    """
    nominal, look = Appearance(), scene.appearance
    given = replace(
        look,
        camera_position_m=nominal.camera_position_m,
        camera_target_m=nominal.camera_target_m,
        camera_roll_rad=nominal.camera_roll_rad,
    )
    points = np.array([(item.x_m, item.y_m, 0.0) for item in scene])
    for _ in range(_MAX_TRIES):
        camera = _draw_camera(rng, look, given)
        if camera.sees(points).mean() >= min_visible_share:
            return camera
    return CameraDraw(look, given)


def _draw_camera(rng: np.random.Generator, look: Appearance, given: Appearance) -> CameraDraw:
    true = given if rng.random() < _EXACT_SHARE else look
    if rng.random() < _ELSEWHERE_SHARE:
        motion = _random_motion(rng, _OFFSET_M, _OFFSET_RAD)
        true, given = move_camera(true, *motion), move_camera(given, *motion)
    if rng.random() < _MOVED_SHARE:
        true = move_camera(true, *_random_motion(rng, _MOVED_M, _MOVED_RAD))
    return CameraDraw(true, given)


def camera_pose(look: Appearance) -> CameraPose:
    """Return the pose of the optical frame of the camera of an appearance."""
    right, up, back = camera_axes(look)
    return CameraPose(np.array(look.camera_position_m), np.stack((right, -up, -back), axis=1))


def _random_motion(
    rng: np.random.Generator, max_m: float, max_rad: float
) -> tuple[np.ndarray, np.ndarray]:
    shift = rng.uniform(0, max_m) * random_direction(rng)
    return shift, rng.uniform(0, max_rad) * random_direction(rng)
