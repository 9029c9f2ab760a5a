# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the simulator node."""

from dataclasses import dataclass

from vla_common.settings import setting


@dataclass(frozen=True)
class SimSettings:
    """Parameters of the simulator node."""

    scene_seed: int = setting(
        1, 'Seed of the scene: the same seed lays the same table', minimum=0, maximum=2**31 - 1
    )
    scene_include: tuple[str, ...] = setting(
        (), "Things that the scene must hold, such as 'blue sphere' or 'green bowl'"
    )
    look: str = setting(
        'varied',
        'Light, table and camera: the same in every scene, varied by the seed, or '
        'varied with a camera that is a centimetre off too',
        options=('plain', 'varied', 'varied_camera'),
    )
    shadows: bool = setting(False, 'Render shadows, at about three times the cost')
    frame_id: str = setting('base_link', 'Frame of robot_state and robot_action')
    camera_rate_hz: float = setting(
        30.0, 'Rate of the camera', unit='Hz', minimum=1.0, maximum=60.0
    )
    max_command_age_s: float = setting(
        0.5,
        'Age of a robot_action or gripper_command over which it is not followed',
        unit='s',
        minimum=0.02,
        maximum=10.0,
    )
    fault_drop_share: float = setting(
        0.0,
        'Share of camera images that are lost, to try how the system copes',
        minimum=0.0,
        maximum=1.0,
    )
    fault_freeze_after_s: float = setting(
        0.0,
        'Time after which the camera repeats its last image for ever; 0 turns this off',
        unit='s',
        minimum=0.0,
        maximum=3600.0,
    )
