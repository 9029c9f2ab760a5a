# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recorder of frames: image and ground truth of a simulated world at one time."""

from dataclasses import fields

import cv2
import numpy as np
from numpy.typing import NDArray
from vla_common.rotation import quaternion_multiply
from vla_common.rotation import quaternion_to_yaw
from vla_learning.data.frames import Frames
from vla_learning.data.frames import MAX_OBJECTS
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_sim.physics.world import World

_WIDTH_PX, _HEIGHT_PX = 256, 192
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
        phase
            Phase and time in phase [s] of the demonstration.
        task
            Task, indices of target and destination, and direction; -1 for none.

        """
        row = {**_object_states(world), **_tool_state(world)}
        row['images'] = cv2.resize(
            world.render(), (_WIDTH_PX, _HEIGHT_PX), interpolation=cv2.INTER_AREA
        )
        row['phase'] = np.array(phase, np.float32)
        row['task'] = np.array(task, np.int16)
        row['scene'] = np.array(world.scene.seed, np.int64)
        for key, value in row.items():
            self._rows[key].append(value)

    def frames(self) -> Frames:
        """Return all recorded frames."""
        return Frames(**{key: np.stack(rows) for key, rows in self._rows.items()})


def _object_states(world: World) -> dict[str, NDArray]:
    kinds = np.full((MAX_OBJECTS, 2), -1, np.int8)
    poses = np.zeros((MAX_OBJECTS, 4), np.float32)
    pixels = np.zeros((MAX_OBJECTS, 2), np.float32)
    camera, object_poses = world.camera(_WIDTH_PX, _HEIGHT_PX), world.object_poses()
    for i, item in enumerate(world.scene):
        pose = object_poses[item.name]
        # The yaw is defined for a tool that points down; flip the upright object.
        yaw = quaternion_to_yaw(quaternion_multiply(pose.quaternion_xyzw, _FLIP))
        kinds[i] = COLORS.index(item.color), CLASSES.index(item.shape)
        poses[i] = *pose.position_m, yaw
        pixels[i] = camera.project(pose.position_m)
    return {'objects': kinds, 'poses': poses, 'pixels': pixels}


def _tool_state(world: World) -> dict[str, NDArray]:
    state = world.robot_state()
    yaw = quaternion_to_yaw(state.quaternion_xyzw)
    return {'tool': np.array([*state.position_m, yaw, state.opening], np.float32)}
