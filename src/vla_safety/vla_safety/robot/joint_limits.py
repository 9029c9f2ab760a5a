# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the joint checks: the arm and the limits of its joints and links."""

from dataclasses import dataclass

from vla_common.settings import check_settings
from vla_common.settings import setting
from vla_kinematics.arm_settings import ArmSettings


@dataclass(frozen=True)
class JointLimits(ArmSettings):
    """
    Limits of joints and links; each field is a parameter of the node.

    Without a URDF the joints are not checked.
    """

    use_robot_description: bool = setting(
        False, 'Whether the joints are checked with the URDF of the topic robot_description'
    )
    mesh_directories: tuple[str, ...] = setting(
        (), 'Folders that contain the packages of collision meshes, after the installed ones'
    )
    check_collisions: bool = setting(
        True, 'Whether links are checked against table, keep-out boxes and each other'
    )
    min_link_clearance_m: float = setting(
        0.01,
        'Minimum distance of links from table, keep-out boxes and each other',
        unit='m',
        minimum=0.001,
        maximum=0.2,
    )
    min_joint_margin_rad: float = setting(
        0.02,
        'Minimum distance of joints from the ends of their range',
        unit='rad or m',
        minimum=0.0,
        maximum=1.0,
    )
    max_joint_step_rad: float = setting(
        # Above, the speed within a step differs from those at its ends, which are checked.
        0.3,
        'Maximum motion of a joint between two steps of a chunk',
        unit='rad or m',
        minimum=0.01,
        maximum=3.2,
    )
    max_joint_acceleration_rad_s2: float = setting(
        10.0,
        'Maximum acceleration of the joints',
        unit='rad/s^2 or m/s^2',
        minimum=0.1,
        maximum=200.0,
    )
    min_singular_value: float = setting(
        0.05,
        'Minimum of the smallest singular value of the Jacobian, lengths in units of 0.3 m',
        minimum=0.001,
        maximum=1.0,
    )
    max_joint_mismatch_m: float = setting(
        0.05,
        'Maximum distance of robot_state from the tool pose that the joints have',
        unit='m',
        minimum=0.001,
        maximum=1.0,
    )
    max_joint_mismatch_rad: float = setting(
        0.3, 'The same for its orientation', unit='rad', minimum=0.01, maximum=3.2
    )

    def __post_init__(self) -> None:
        check_settings(self)
        if self.urdf_file and self.use_robot_description:
            raise ValueError(
                'urdf_file and use_robot_description exclude each other; got '
                f'{self.urdf_file!r} and true. Remove one of them'
            )

    @property
    def is_used(self) -> bool:
        """Whether the joints are checked."""
        return bool(self.urdf_file) or self.use_robot_description
