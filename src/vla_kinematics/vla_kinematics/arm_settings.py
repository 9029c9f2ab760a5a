# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters that describe an arm, the same for the robot bridge and the safety node."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vla_common.settings import setting

if TYPE_CHECKING:
    from vla_kinematics.arm_model import ArmSpec

_ZERO = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class ArmSettings:
    """Parameters of an arm."""

    urdf_file: str = setting('', 'Path of the URDF')
    robot_base_link: str = setting('', 'Link whose pose is base_*; empty: root of the URDF')
    base_xyz_m: tuple[float, ...] = setting(
        _ZERO, 'Position of robot_base_link in frame_id', unit='m', length=3
    )
    base_rpy_rad: tuple[float, ...] = setting(
        _ZERO, 'Roll, pitch, yaw of robot_base_link in frame_id', unit='rad', length=3
    )
    tool_link: str = setting('tool0', 'Link that the tool frame is fixed to')
    tool_xyz_m: tuple[float, ...] = setting(
        _ZERO, 'Position of the point between the finger tips in tool_link', unit='m', length=3
    )
    tool_rpy_rad: tuple[float, ...] = setting(
        _ZERO,
        'Orientation of the tool frame in tool_link: z out of the gripper, y along the fingers',
        unit='rad',
        length=3,
    )
    joint_names: tuple[str, ...] = setting(
        (), 'Joints of the arm in the order of the controller; empty: from base to tool'
    )
    joint_min: tuple[float, ...] = setting(
        (-10.0,), 'Lower end of the joints, one value or one for each: selects the posture branch'
    )
    joint_max: tuple[float, ...] = setting((10.0,), 'Upper end of the joints, likewise')
    posture: tuple[float, ...] = setting(
        (0.0,), 'Joints that an arm with more than six joints prefers, one value or one for each'
    )
    posture_gain: float = setting(
        0.0, 'Part of the way to the posture per action; 0: none', minimum=0.0, maximum=0.5
    )
    max_lean_rad: float = setting(
        0.0,
        'Rotation in its plane by which an arm with five joints may miss an orientation',
        unit='rad',
        minimum=0.0,
        maximum=1.0,
    )
    joint_speed_scale: float = setting(
        0.9, 'Part of the joint speeds of the URDF that is used', minimum=0.01, maximum=1.0
    )

    def arm(self) -> 'ArmSpec':
        """Return how the arm is used."""
        # Not imported at the top: a safety node without a URDF needs no MuJoCo.
        from vla_kinematics.arm_model import ArmSpec
        from vla_kinematics.rigid_transform import RigidTransform

        return ArmSpec(
            tool_link=self.tool_link,
            tool=RigidTransform.from_rpy(self.tool_xyz_m, self.tool_rpy_rad),
            base_link=self.robot_base_link,
            base=RigidTransform.from_rpy(self.base_xyz_m, self.base_rpy_rad),
            joint_names=self.joint_names,
            joint_min=self.joint_min,
            joint_max=self.joint_max,
        )


def read_urdf(path: str) -> str:
    """
    Return the text of a URDF file.

    Raises
    ------
    ValueError
        If it cannot be read.

    """
    try:
        return Path(path).read_text(encoding='utf-8')
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f'urdf_file must be a readable file; got {path!r}: {error}. Correct the path, or '
            'use the topic robot_description'
        ) from None
