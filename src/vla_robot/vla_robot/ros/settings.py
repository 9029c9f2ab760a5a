# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the robot bridge."""

from dataclasses import dataclass

from vla_common.robot_commands import CommandValidator
from vla_common.settings import setting
from vla_kinematics.arm_settings import ArmSettings
from vla_robot.control.action_admission import AdmissionLimits
from vla_robot.control.joint_reference import ReferenceLimits

OUTPUTS = ('joint_trajectory', 'joint_positions', 'pose', 'twist')
GRIPPER_OUTPUTS = ('none', 'joint_trajectory', 'joint_positions', 'gripper_command')


@dataclass(frozen=True)
class BridgeSettings(ArmSettings):
    """Parameters of the robot bridge; without urdf_file it reads the topic robot_description."""

    frame_id: str = setting('base_link', 'Frame of robot_state and robot_action: the table')
    max_joint_acceleration: float = setting(
        5.0,
        'Deceleration of the joints at the end of each trajectory',
        unit='rad/s^2',
        minimum=0.1,
        maximum=100.0,
    )
    output: str = setting('joint_trajectory', 'What the controller receives', options=OUTPUTS)
    controller: str = setting(
        'joint_trajectory_controller', 'Name of the controller: first part of the topic'
    )
    lookahead_s: float = setting(
        0.04, 'Time of the first point of a trajectory', unit='s', minimum=0.005, maximum=0.5
    )
    twist_gain_per_s: float = setting(
        2.0, 'Twist per pose error', unit='1/s', minimum=0.0, maximum=20.0
    )
    max_twist_m_s: float = setting(
        0.5, 'Maximum of the twist', unit='m/s', minimum=0.0, maximum=2.0
    )
    max_twist_rad_s: float = setting(
        2.0, 'Maximum of the twist', unit='rad/s', minimum=0.0, maximum=6.0
    )
    gripper_joint: str = setting('', 'Joint of the gripper in joint_states; empty: none')
    gripper_closed_position: float = setting(0.0, 'Position of the closed gripper joint')
    gripper_open_position: float = setting(1.0, 'Position of the open gripper joint')
    gripper_output: str = setting('none', 'What the gripper receives', options=GRIPPER_OUTPUTS)
    gripper_controller: str = setting(
        'gripper_controller', 'Name of its controller, or of the action of gripper_command'
    )
    gripper_motion_s: float = setting(
        0.5, 'Time of a gripper trajectory', unit='s', minimum=0.01, maximum=10.0
    )
    max_state_age_s: float = setting(
        0.2, 'Age above which joint_states are refused', unit='s', minimum=0.01, maximum=5.0
    )
    max_command_age_s: float = setting(
        0.5, 'Age above which commands are refused', unit='s', minimum=0.02, maximum=5.0
    )
    command_timeout_s: float = setting(
        0.2,
        'Silence of robot_action or joint_states after which the robot is held',
        unit='s',
        minimum=0.03,
        maximum=2.0,
    )
    max_start_m: float = setting(
        0.02, 'Distance of the first action from the robot', unit='m', minimum=0.0, maximum=0.1
    )
    max_start_rad: float = setting(0.1, 'The same', unit='rad', minimum=0.0, maximum=1.0)
    max_step_m: float = setting(
        0.05, 'Distance between two actions', unit='m', minimum=0.001, maximum=0.2
    )
    max_step_rad: float = setting(0.3, 'The same', unit='rad', minimum=0.01, maximum=1.0)
    max_tracking_m: float = setting(
        0.1, 'Distance of an action from the moving robot', unit='m', minimum=0.01, maximum=0.5
    )
    max_tracking_rad: float = setting(0.5, 'The same', unit='rad', minimum=0.01, maximum=2.0)
    max_error_m: float = setting(
        0.003, 'Error of the inverse kinematics', unit='m', minimum=0.0001, maximum=0.05
    )
    max_error_rad: float = setting(0.02, 'The same', unit='rad', minimum=0.001, maximum=0.2)
    ramp_s: float = setting(
        0.3, 'Time in which the joint speed grows at the start', unit='s', minimum=0.0, maximum=2.0
    )

    def validator(self) -> CommandValidator:
        """Return the check of robot_action and gripper_command."""
        return CommandValidator(self.frame_id, self.max_command_age_s)

    def admission(self) -> AdmissionLimits:
        """Return the limits of the stream of actions."""
        return AdmissionLimits(
            self.command_timeout_s,
            self.max_start_m,
            self.max_start_rad,
            self.max_step_m,
            self.max_step_rad,
            self.max_tracking_m,
            self.max_tracking_rad,
        )

    def reference(self) -> ReferenceLimits:
        """Return the limits of the joint references."""
        return ReferenceLimits(
            self.joint_speed_scale,
            self.max_joint_acceleration,
            self.lookahead_s,
            self.ramp_s,
            self.max_error_m,
            self.max_error_rad,
        )
