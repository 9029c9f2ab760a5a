# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the policy node."""

from dataclasses import dataclass

from vla_common.settings import setting


@dataclass(frozen=True)
class PolicySettings:
    """What a user may change without training anew."""

    checkpoint: str = setting(
        'package://vla_policy/models/tabletop.safetensors',
        'Weights of the policy: a path, or package://PACKAGE/FILE',
    )
    frame_id: str = setting('base_link', 'Frame of robot_state and of the poses of a chunk')
    plan_period_s: float = setting(
        0.2, 'Time between two chunks', unit='s', minimum=0.1, maximum=1.0
    )
    looks_before_motion: int = setting(
        3, 'Images that a command is judged by before the first motion', minimum=1, maximum=30
    )
    minimum_confidence: float = setting(
        0.5, 'Confidence under which a command is refused', minimum=0.0, maximum=1.0
    )
    maximum_image_age_s: float = setting(
        0.5, 'Age of an image over which nothing is planned', unit='s', minimum=0.05, maximum=10.0
    )
    maximum_state_skew_s: float = setting(
        0.2,
        'Time between image and robot_state over which nothing is planned',
        unit='s',
        minimum=0.01,
        maximum=10.0,
    )
    maximum_command_age_s: float = setting(
        10.0,
        'Age of a command over which it is refused: a restarted node must not repeat an old one',
        unit='s',
        minimum=0.5,
        maximum=3600.0,
    )
    command_timeout_s: float = setting(
        60.0, 'Longest time that a command may take', unit='s', minimum=1.0, maximum=3600.0
    )
