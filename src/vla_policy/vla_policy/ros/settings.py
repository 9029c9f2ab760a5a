# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the policy node."""

from dataclasses import dataclass

from vla_common.engine import ENGINE_DESCRIPTION
from vla_common.engine import ENGINES
from vla_common.engine import ONNX_RUNTIME
from vla_common.settings import setting

#: Former names of parameters. A value under a former name is an error.
RENAMED_PARAMETERS = {
    'looks_before_motion': 'min_observations_before_motion',
    'minimum_confidence': 'min_confidence',
    'maximum_image_age_s': 'max_image_age_s',
    'maximum_state_skew_s': 'max_state_skew_s',
    'maximum_command_age_s': 'max_command_age_s',
}


@dataclass(frozen=True)
class PolicySettings:
    """Parameters that need no new training of the policy."""

    checkpoint: str = setting(
        'package://vla_policy/models/tabletop.safetensors',
        'Weights of the policy: a path, or package://PACKAGE/FILE',
    )
    engine: str = setting(ONNX_RUNTIME, ENGINE_DESCRIPTION, options=ENGINES)
    frame_id: str = setting('base_link', 'Frame of robot_state and of the poses of a chunk')
    plan_period_s: float = setting(
        0.2,
        'Time between two chunks while neither goal nor tool moves otherwise than planned',
        unit='s',
        minimum=0.1,
        maximum=1.0,
        change='any',
    )
    min_plan_period_s: float = setting(
        0.05,
        'Time between two chunks if goal or tool moves, at least; at most plan_period_s counts',
        unit='s',
        minimum=0.02,
        maximum=1.0,
        change='any',
    )
    min_observations_before_motion: int = setting(
        3,
        'Number of successive images that must agree on a command before motion, also images from '
        'before the command; a refusal takes agreement over 0.2 s per image',
        minimum=1,
        maximum=30,
        change='any',
    )
    min_confidence: float = setting(
        0.5, 'Confidence below which a command is refused', minimum=0.0, maximum=1.0, change='any'
    )
    home_position_m: tuple[float, ...] = setting(
        (0.35, 0.0, 0.30),
        'Position of the tool in frame_id, within the workspace, where the arm hides no object. '
        'It moves there between two steps and before a refusal for what the camera sees',
        unit='m',
        length=3,
        change='any',
    )
    max_camera_deviation: float = setting(
        3.0,
        'Largest deviation of table and arm in the image from where camera pose and robot_state '
        'have them, as a multiple of the usual one of a calibrated camera; beyond it, and if the '
        'table is displaced by 3 cm, commands are refused with camera_moved. 0 disables it',
        minimum=0.0,
        maximum=100.0,
        change='any',
    )
    max_image_age_s: float = setting(
        0.5,
        'Maximum age of an image for planning',
        unit='s',
        minimum=0.05,
        maximum=10.0,
        change='any',
    )
    max_state_skew_s: float = setting(
        0.2,
        'Maximum time between image and robot_state for planning',
        unit='s',
        minimum=0.01,
        maximum=10.0,
        change='any',
    )
    max_command_age_s: float = setting(
        10.0,
        'Maximum age of a command; an older one is refused, so that a restarted node does not '
        'repeat it',
        unit='s',
        minimum=0.5,
        maximum=3600.0,
        change='any',
    )
    command_timeout_s: float = setting(
        60.0,
        'Maximum duration of a command, of all its steps together',
        unit='s',
        minimum=1.0,
        maximum=3600.0,
        change='any',
    )
    max_chunk_refusal_s: float = setting(
        5.0,
        'Time after which a command fails whose chunks the safety node all refuses',
        unit='s',
        minimum=0.5,
        maximum=3600.0,
        change='any',
    )
    goal_client_timeout_s: float = setting(
        0.0,
        'Time after which a goal ends whose action client has left the ROS graph; 0 disables it',
        unit='s',
        minimum=0.0,
        maximum=3600.0,
        change='any',
    )
