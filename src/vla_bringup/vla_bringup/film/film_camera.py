# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Camera of the film: recorded states, rendered with brighter light and shadows."""

from dataclasses import replace

import mujoco
import numpy as np
from vla_bringup.demo.recording import Pixels
from vla_bringup.film.film_recorder import FilmFrame
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene import Scene
from vla_sim.physics.world import World

WIDTH_PX, HEIGHT_PX = 640, 720
_SHADOW_SIZE_PX, _SAMPLES = 4096, 4
_LIGHT = Appearance(
    table_rgb=(0.80, 0.76, 0.70),
    table_rgb2=(0.76, 0.72, 0.66),
    background_rgb=(0.62, 0.68, 0.76),
    light_position_m=(1.1, 1.0, 1.7),
    light_rgb=(0.75, 0.73, 0.68),
    ambient=0.42,
    headlight=0.22,
    camera_position_m=(1.28, -0.72, 0.78),
    camera_target_m=(0.34, 0.02, 0.20),
)


class FilmCamera:
    """
    Render recorded states of a scene; used by one thread only.

    It has a world of its own, so that the images of the policy's camera do not change.

    Parameters
    ----------
    scene
        Scene of the running system.

    """

    def __init__(self, scene: Scene) -> None:
        self._world = World(replace(scene, appearance=_LIGHT), shadows=True)
        model = self._world.model
        model.vis.global_.offwidth, model.vis.global_.offheight = WIDTH_PX, HEIGHT_PX
        model.vis.quality.shadowsize, model.vis.quality.offsamples = _SHADOW_SIZE_PX, _SAMPLES
        self._renderer = mujoco.Renderer(model, HEIGHT_PX, WIDTH_PX)

    def render(self, frame: FilmFrame) -> Pixels:
        """Return the scene at the time of a frame (720, 640, 3), RGB."""
        world, data = self._world, self._world.data
        poses = world.object_poses()
        for name, position_m in frame.objects_m.items():
            world.set_object(name, np.array(position_m), poses[name].quaternion_xyzw)
        for name, position in frame.joints.items():
            data.joint(name).qpos = position
        mujoco.mj_forward(world.model, data)
        self._renderer.update_scene(data, camera='camera')
        return np.asarray(self._renderer.render(), np.uint8)

    def close(self) -> None:
        """Free graphics memory."""
        self._renderer.close()
        self._world.close()
