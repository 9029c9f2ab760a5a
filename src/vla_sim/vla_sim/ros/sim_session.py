# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One simulated table as it is lived with: a scene, its physics and its referee."""

from dataclasses import dataclass
from dataclasses import replace

from vla_sim.physics.scene import Look
from vla_sim.physics.scene_constants import CAMERA_POSITION_M
from vla_sim.physics.scene_constants import CAMERA_TARGET_M
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.ros.settings import SimSettings
from vla_sim.tasks.task_monitor import Referee


@dataclass(frozen=True)
class Table:
    """A world and who judges it."""

    seed: int
    world: World
    referee: Referee


def lay_table(settings: SimSettings, seed: int) -> Table:
    """Return the table of a seed, the arm at home."""
    scene = sample_scene(seed, settings.scene_include)
    if settings.look == 'plain':
        scene = replace(scene, look=Look())
    elif settings.look == 'varied':
        still = replace(
            scene.look,
            camera_position_m=CAMERA_POSITION_M,
            camera_target_m=CAMERA_TARGET_M,
            camera_roll_rad=0.0,
        )
        scene = replace(scene, look=still)
    world = World(scene, shadows=settings.shadows)
    return Table(seed, world, Referee(world))
