# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recorder of frames: image and ground truth of a simulated world at one time."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray
from vla_common.rotation import quaternion_multiply
from vla_common.rotation import quaternion_to_yaw
from vla_learning.data.frames import Frames
from vla_learning.data.frames import MAX_OBJECTS
from vla_learning.data.given_camera import GivenCamera
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_sim.physics.world import World

_FLIP = np.array((1.0, 0.0, 0.0, 0.0))


class FrameRecorder:
    """Collects frames of simulated worlds."""

    def __init__(self) -> None:
        self._rows: dict[str, list[NDArray]] = {f.name: [] for f in fields(Frames)}

    def __len__(self) -> int:
        return len(self._rows['scene'])

    def add(
        self,
        world: World,
        camera: GivenCamera | None = None,
        *,
        phase: tuple[int, float] = (0, 0.0),
        task: tuple[int, int, int, int] = (-1, -1, -1, 0),
    ) -> None:
        """
        Record a frame.

        Parameters
        ----------
        world
            World to render and to read the state of.
        camera
            Camera with the pose that is given; None for the true pose. Objects that it does not
            see are not recorded.
        phase
            Phase and time in phase [s] of the demonstration.
        task
            Task, indices of target and destination, and direction; -1 for none.

        """
        camera = camera or GivenCamera(world.camera())
        seen = _seen_objects(world, camera)
        row = {**_object_states(world, camera, seen), **_tool_state(world)}
        row['images'] = camera.training_view(world.render())
        row['camera'] = camera.position_m.astype(np.float32)
        row['shifts'] = camera.reference_shifts()
        row['phase'] = np.array(phase, np.float32)
        row['task'] = np.array(_task_of_rows(task, seen), np.int16)
        row['scene'] = np.array(world.scene.seed, np.int64)
        for key, value in row.items():
            self._rows[key].append(value)

    def frames(self) -> Frames:
        """Return all recorded frames."""
        return Frames(**{key: np.stack(rows) for key, rows in self._rows.items()})


def _seen_objects(world: World, camera: GivenCamera) -> list[int]:
    """Return the indices of the objects in the image: commands must not be about others."""
    poses = world.object_poses()
    centers = np.array([poses[item.name].position_m for item in world.scene])
    return np.flatnonzero(camera.is_visible(centers)).tolist()


def _task_of_rows(
    task: tuple[int, int, int, int], seen: Sequence[int]
) -> tuple[int, int, int, int]:
    """Return the task with rows of recorded objects in place of objects of the scene."""
    kind, target, destination, direction = task
    if {target, destination} - {-1, *seen}:
        return (-1, -1, -1, 0)
    rows = [-1 if i < 0 else seen.index(i) for i in (target, destination)]
    return kind, rows[0], rows[1], direction


def _object_states(world: World, camera: GivenCamera, seen: Sequence[int]) -> dict[str, NDArray]:
    kinds = np.full((MAX_OBJECTS, 2), -1, np.int8)
    poses = np.zeros((MAX_OBJECTS, 4), np.float32)
    pixels = np.zeros((MAX_OBJECTS, 2), np.float32)
    items, object_poses = list(world.scene), world.object_poses()
    for i, k in enumerate(seen):
        item, pose = items[k], object_poses[items[k].name]
        # The yaw is defined for a tool that points down; flip the upright object.
        yaw = quaternion_to_yaw(quaternion_multiply(pose.quaternion_xyzw, _FLIP))
        kinds[i] = COLORS.index(item.color), CLASSES.index(item.shape)
        poses[i] = *pose.position_m, yaw
        pixels[i] = camera.pixels(pose.position_m[None])[0]
    return {'objects': kinds, 'poses': poses, 'pixels': pixels}


def _tool_state(world: World) -> dict[str, NDArray]:
    state = world.robot_state()
    yaw = quaternion_to_yaw(state.quaternion_xyzw)
    return {'tool': np.array([*state.position_m, yaw, state.opening], np.float32)}
