# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One simulated scene with its physics and its task monitor."""

from dataclasses import dataclass
from dataclasses import replace

from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene_constants import CAMERA_POSITION_M
from vla_sim.physics.scene_constants import CAMERA_TARGET_M
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.ros.settings import SimSettings
from vla_sim.tasks.task_monitor import TaskMonitor


@dataclass(frozen=True)
class SimSession:
    """World of a seed and the monitor of its commands."""

    seed: int
    world: World
    monitor: TaskMonitor


def create_session(settings: SimSettings, seed: int) -> SimSession:
    """Return the session of a seed, with the arm at its home pose."""
    scene = sample_scene(seed, settings.scene_include)
    if settings.domain_randomization == 'none':
        scene = replace(scene, appearance=Appearance())
    elif settings.domain_randomization == 'appearance':
        nominal_camera = replace(
            scene.appearance,
            camera_position_m=CAMERA_POSITION_M,
            camera_target_m=CAMERA_TARGET_M,
            camera_roll_rad=0.0,
        )
        scene = replace(scene, appearance=nominal_camera)
    world = World(scene, shadows=settings.shadows, robot=robot_arm(settings.robot))
    return SimSession(seed, world, TaskMonitor(world))
