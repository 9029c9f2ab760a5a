# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Perturbations of an episode: inference delay, camera faults, a moved camera or target."""

from dataclasses import dataclass
from dataclasses import replace
import math

import numpy as np
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.projection import CameraPose
from vla_perception.table_rectification import TableRectifier
from vla_perception.table_rectification import TRAINING_POSITION_M
from vla_sim.physics.camera_motion import move_camera
from vla_sim.physics.camera_motion import random_direction
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import WORKSPACE_X_M
from vla_sim.physics.scene_constants import WORKSPACE_Y_M
from vla_sim.physics.world import World
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

#: Side of a patch [px] in the camera image, about that of an object.
PATCH_PX = 32
#: Distance by which a target is moved [m]; a grasp at the old pose fails.
_MOVE_M = (0.05, 0.12)
#: Time from the first chunk to a move [s]; the tool has not reached the target yet.
_MOVE_AFTER_S = (0.2, 0.8)
# Minimum distance between the centers of the target and an object, or a receptacle.
_OBJECT_GAP_M, _RECEPTACLE_GAP_M = 0.11, 0.14
_TRIES = 200


@dataclass(frozen=True)
class PerturbationConfig:
    """Perturbations of an episode; none by default."""

    #: Time from an image to the arrival of its chunk; the robot continues meanwhile.
    delay_s: float = 0.0
    #: Share of the camera images that are dropped.
    drop_share: float = 0.0
    #: Standard deviation of the noise on each channel of each pixel, on a scale of 0 to 255.
    noise: float = 0.0
    #: Number of gray patches on the lens during the whole episode.
    patches: int = 0
    #: Whether the target is moved before the tool reaches it.
    moves_target: bool = False
    #: Distance [cm] and angle [deg] by which the camera is moved and turned in random directions.
    camera_offset: float = 0.0
    #: The same for a camera whose pose is known, so that its images are rectified.
    calibrated_camera_offset: float = 0.0
    #: Whether `camera_offset` happens during the motion instead of before the command.
    bumps_camera: bool = False


class Perturber:
    """Applies the perturbations of one episode; `seed` determines all random choices."""

    def __init__(self, perturbation: PerturbationConfig, seed: int) -> None:
        self._perturbation, self._seed = perturbation, seed
        # One random stream per perturbation, so that they do not influence each other.
        self._drops, self._noise, self._patches, self._moves = (
            np.random.default_rng((seed, 4, stream)) for stream in range(4)
        )
        self._rectifier: TableRectifier | None = None
        self._corners = self._patches.uniform(size=(perturbation.patches, 2))
        self._grays = self._patches.integers(48, 208, perturbation.patches)

    def drops_image(self) -> bool:
        """Return whether the next camera image is dropped."""
        return bool(self._drops.random() < self._perturbation.drop_share)

    def camera_m(self, world: World) -> tuple[float, float, float]:
        """Return the position of the camera that is given to the policy, in base_link [m]."""
        if not self._perturbation.calibrated_camera_offset:
            return TRAINING_POSITION_M
        x, y, z = world.camera().position_m.tolist()
        return x, y, z

    def camera_image(self, world: World) -> ImageArray:
        """Return the image (H, W, 3) that the policy gets of `world`."""
        image = self.corrupt_image(world.render())
        if not self._perturbation.calibrated_camera_offset:
            return image
        self._rectifier = self._rectifier or table_rectifier(world)
        return self._rectifier.rectify(image)

    def corrupt_image(self, image: ImageArray) -> ImageArray:
        """Return `image` (H, W, 3) with patches and noise."""
        if len(self._corners):
            image = image.copy()
        extent = np.array(image.shape[:2]) - PATCH_PX
        for (row, col), gray in zip(
            (self._corners * extent).astype(int), self._grays, strict=True
        ):
            image[row : row + PATCH_PX, col : col + PATCH_PX] = gray
        if self._perturbation.noise:
            noise = self._noise.standard_normal(image.shape, np.float32)
            noisy = image + np.float32(self._perturbation.noise) * noise
            image = np.clip(noisy, 0, 255).astype(np.uint8)
        return image

    def move_delay_s(self) -> float:
        """Return the time from the first chunk to the move of target or camera [s]."""
        return float(self._moves.uniform(*_MOVE_AFTER_S))

    def bump_camera(self, world: World) -> None:
        """Move the camera of a world by `camera_offset`."""
        world.place_camera(_moved_look(world.scene, self._perturbation.camera_offset, self._seed))

    def moved_target(self, scene: Scene, task: Task) -> Item | None:
        """Return the target at a new pose with a feasible task; None if none is found."""
        item = scene.find(task.target)
        for _ in range(_TRIES):
            angle, distance = self._moves.uniform(-np.pi, np.pi), self._moves.uniform(*_MOVE_M)
            moved = replace(
                item,
                x_m=float(item.x_m + distance * np.cos(angle)),
                y_m=float(item.y_m + distance * np.sin(angle)),
            )
            if _is_free(scene, moved) and task in feasible_tasks(_replace_item(scene, moved)):
                return moved
        return None


def move_scene_camera(scene: Scene, perturbation: PerturbationConfig, seed: int) -> Scene:
    """Return the scene with the camera of the perturbation; `seed` determines the directions."""
    offset = perturbation.camera_offset or perturbation.calibrated_camera_offset
    if not offset or perturbation.bumps_camera:
        return scene
    return replace(scene, appearance=_moved_look(scene, offset, seed))


def _moved_look(scene: Scene, offset: float, seed: int) -> Appearance:
    rng = np.random.default_rng((seed, 5))
    shift, axis = random_direction(rng), random_direction(rng)
    return move_camera(scene.appearance, 0.01 * offset * shift, math.radians(offset) * axis)


def table_rectifier(world: World) -> TableRectifier:
    """Return the rectification for the camera of a world."""
    spec = world.camera()
    intrinsics = CameraIntrinsics(spec.width_px, spec.height_px, spec.intrinsics, np.zeros(0))
    return TableRectifier(CameraModel(intrinsics, CameraPose(spec.position_m, spec.rotation)))


def _is_free(scene: Scene, moved: Item) -> bool:
    x, y = moved.x_m, moved.y_m
    inside = (
        WORKSPACE_X_M[0] <= x <= WORKSPACE_X_M[1] and WORKSPACE_Y_M[0] <= y <= WORKSPACE_Y_M[1]
    )
    return inside and all(
        np.hypot(x - other.x_m, y - other.y_m)
        > (_OBJECT_GAP_M if other in scene.items else _RECEPTACLE_GAP_M)
        for other in scene
        if other.name != moved.name
    )


def _replace_item(scene: Scene, moved: Item) -> Scene:
    def replaced(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(moved if item.name == moved.name else item for item in items)

    return replace(scene, items=replaced(scene.items), receptacles=replaced(scene.receptacles))
