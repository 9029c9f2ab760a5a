# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What makes the life of a policy hard: a slow model, a bad camera, things that are moved."""

from dataclasses import dataclass
from dataclasses import replace

import numpy as np
from vla_sim.physics.rendering import Image
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import WORKSPACE_X_M
from vla_sim.physics.scene_constants import WORKSPACE_Y_M
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

#: Side of a patch [px] in the camera's image, about that of a thing on the table.
PATCH_PX = 32
#: How far a target is moved [m]: clear of where the hand was going to.
_MOVE_M = (0.05, 0.12)
#: When it is moved, from the first chunk on [s]: no hand is at its target by then.
_MOVE_AFTER_S = (0.2, 0.8)
# Between the centers of the target and an object, a receptacle.
_OBJECT_ROOM_M, _RECEPTACLE_ROOM_M = 0.11, 0.14
_TRIES = 200


@dataclass(frozen=True)
class Disturbance:
    """What an episode is disturbed by; by default by nothing."""

    #: Time from an image to the arrival of its chunk; the robot goes on meanwhile.
    delay_s: float = 0.0
    #: Share of the camera's images that never arrive.
    drop_share: float = 0.0
    #: Standard deviation of the noise on every channel of every pixel, of 255.
    noise: float = 0.0
    #: Gray patches on the lens, for the whole episode.
    patches: int = 0
    #: Whether the target is put somewhere else before the hand is there.
    moves_target: bool = False


class Nuisance:
    """The disturbance of one episode, the same for the same seed."""

    def __init__(self, disturbance: Disturbance, seed: int) -> None:
        self._disturbance = disturbance
        # One stream each: a longer delay must not change which images are lost.
        self._drops, self._noise, self._patches, self._moves = (
            np.random.default_rng((seed, 4, stream)) for stream in range(4)
        )
        self._corners = self._patches.uniform(size=(disturbance.patches, 2))
        self._grays = self._patches.integers(48, 208, disturbance.patches)

    def loses_image(self) -> bool:
        """Return whether the camera's next image is lost."""
        return bool(self._drops.random() < self._disturbance.drop_share)

    def spoil(self, image: Image) -> Image:
        """Return what a bad camera makes of `image` (H, W, 3)."""
        if len(self._corners):
            image = image.copy()
        room = np.array(image.shape[:2]) - PATCH_PX
        for (row, col), gray in zip((self._corners * room).astype(int), self._grays, strict=True):
            image[row : row + PATCH_PX, col : col + PATCH_PX] = gray
        if self._disturbance.noise:
            noise = self._noise.standard_normal(image.shape, np.float32)
            spoiled = image + np.float32(self._disturbance.noise) * noise
            image = np.clip(spoiled, 0, 255).astype(np.uint8)
        return image

    def move_after_s(self) -> float:
        """Return when the target is moved, from the first chunk on."""
        return float(self._moves.uniform(*_MOVE_AFTER_S))

    def moved(self, scene: Scene, task: Task) -> Item | None:
        """Return the target where it is put, the task still feasible; None if there is no room."""
        item = scene.find(task.target)
        for _ in range(_TRIES):
            angle, way = self._moves.uniform(-np.pi, np.pi), self._moves.uniform(*_MOVE_M)
            moved = replace(
                item,
                x_m=float(item.x_m + way * np.cos(angle)),
                y_m=float(item.y_m + way * np.sin(angle)),
            )
            if _is_free(scene, moved) and task in feasible_tasks(_with(scene, moved)):
                return moved
        return None


def _is_free(scene: Scene, moved: Item) -> bool:
    x, y = moved.x_m, moved.y_m
    inside = (
        WORKSPACE_X_M[0] <= x <= WORKSPACE_X_M[1] and WORKSPACE_Y_M[0] <= y <= WORKSPACE_Y_M[1]
    )
    return inside and all(
        np.hypot(x - other.x_m, y - other.y_m)
        > (_OBJECT_ROOM_M if other in scene.items else _RECEPTACLE_ROOM_M)
        for other in scene
        if other.name != moved.name
    )


def _with(scene: Scene, moved: Item) -> Scene:
    def swapped(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(moved if item.name == moved.name else item for item in items)

    return replace(scene, items=swapped(scene.items), receptacles=swapped(scene.receptacles))
