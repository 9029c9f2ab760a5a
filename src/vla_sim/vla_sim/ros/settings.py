# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the simulator node."""

from dataclasses import dataclass
from typing import Final

from vla_common.settings import setting
from vla_sim.physics.robot_models import ARMS

#: Former names of parameters.
RENAMED: Final = {'look': 'domain_randomization'}


@dataclass(frozen=True)
class SimSettings:
    """Parameters of the simulator node."""

    robot: str = setting(
        'builtin',
        'Arm; any but builtin takes joint trajectories of robot_bridge and needs the packages of '
        'requirements-robots.txt',
        options=tuple(ARMS),
    )
    scene_seed: int = setting(
        1, 'Seed of the scene; a seed always gives the same scene', minimum=0, maximum=2**31 - 1
    )
    scene_include: tuple[str, ...] = setting(
        (), "Objects that the scene must contain, such as 'blue sphere' or 'green bowl'"
    )
    domain_randomization: str = setting(
        'appearance',
        'What the seed varies besides the objects: nothing, light and table, or light, table and '
        'the pose of the camera by about a centimeter',
        options=('none', 'appearance', 'appearance_and_camera'),
    )
    shadows: bool = setting(False, 'Render shadows, at about three times the time per image')
    frame_id: str = setting('base_link', 'Frame of robot_state and robot_action')
    camera_rate_hz: float = setting(
        30.0, 'Rate of the camera', unit='Hz', minimum=1.0, maximum=60.0, change='any'
    )
    max_command_age_s: float = setting(
        0.5,
        'Age of robot_action and gripper_command above which they are refused',
        unit='s',
        minimum=0.02,
        maximum=10.0,
        change='any',
    )
    fault_drop_share: float = setting(
        0.0,
        'Share of camera images that are lost, for tests',
        minimum=0.0,
        maximum=1.0,
        change='any',
    )
    fault_freeze_after_s: float = setting(
        0.0,
        'Time after which the camera repeats its last image, for tests; 0 disables the fault',
        unit='s',
        minimum=0.0,
        maximum=3600.0,
        change='any',
    )
