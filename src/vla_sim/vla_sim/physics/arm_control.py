# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Control of the arm of a world: setpoints of its actuators that follow a pose or joints."""

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_common.rotation import yaw_to_quaternion
from vla_sim.physics.inverse_kinematics import ArmKinematics
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.scene_constants import HOME_YAW_RAD
from vla_sim.physics.world_state import rotation_matrix

# The fingers close in 0.4 s.
_OPENING_PER_S = 2.5


class ArmControl:
    """
    Setpoints of the actuators for each control period.

    Parameters
    ----------
    model
        Model of the scene.
    robot
        Arm in it.

    """

    def __init__(self, model: mujoco.MjModel, robot: RobotArm) -> None:
        self._robot, gripper, prefix = robot, robot.gripper, robot.prefix
        whole = None if robot.is_builtin else model
        self.kinematics = ArmKinematics(robot=robot, model=whole)
        joints = [model.joint(prefix + name) for name in robot.joints]
        fingers = [model.joint(prefix + name) for name in gripper.measured_joints]
        #: Places of joints, measured gripper joints and all joints of the gripper in qpos.
        self.joint_positions = _first(joints, 'qposadr')
        self.finger_positions = _first(fingers, 'qposadr')
        linkage = [model.joint(prefix + name) for name in gripper.linkage]
        self._linkage_positions = _first(linkage, 'qposadr')
        self._linkage = np.array(list(gripper.linkage.values()))
        #: Places of joints and measured gripper joints in qvel.
        self.joint_velocities = _first(joints, 'dofadr')
        self.finger_velocities = _first(fingers, 'dofadr')
        self._linkage_velocities = _first(linkage, 'dofadr')
        ids = [joint.id for joint in joints]
        self._joint_actuators = [
            next(i for i in range(model.nu) if model.actuator_trnid[i, 0] == joint)
            for joint in ids
        ]
        self._gripper_actuator = model.actuator(prefix + gripper.actuator).id
        #: Setpoints of joints (n,) and gripper.
        self.joints_rad = robot.rest_rad.copy()
        self.gripper_position = gripper.open_position
        home = np.array(robot.home_m)
        #: Pose of the tool and opening of the gripper.
        self.target = (home, yaw_to_quaternion(HOME_YAW_RAD), 1.0)
        self._joint_target: tuple[FloatArray, float] | None = None

    def follow_pose(
        self, position_m: FloatArray, quaternion_xyzw: FloatArray, opening: float
    ) -> None:
        """Set the target of tool pose and gripper opening, in base_link of the table."""
        position = np.array(position_m, dtype=float)
        quaternion = np.array(quaternion_xyzw, dtype=float)
        values = np.concatenate([position, quaternion, [opening]])
        if values.shape != (8,) or not np.isfinite(values).all():
            raise ValueError(f'a target must be 3 + 4 + 1 finite numbers; got {values.tolist()}')
        length = float(np.linalg.norm(quaternion))
        if abs(length - 1) > 1e-2:
            raise ValueError(
                f'a target must have a unit quaternion; got one of length {length:.4g}'
            )
        self.target = (position, quaternion / length, float(np.clip(opening, 0, 1)))
        self._joint_target = None

    def follow_joints(self, joints_rad: FloatArray, opening: float) -> None:
        """Set the joints (n,) at the end of the next control period, and the gripper opening."""
        self._joint_target = (np.array(joints_rad, dtype=float), opening)

    def place(
        self,
        position_m: FloatArray,
        quaternion_xyzw: FloatArray,
        opening: float,
        data: mujoco.MjData,
    ) -> None:
        """Place the arm at a tool pose; raise ValueError if it cannot reach it."""
        position, rotation = np.asarray(position_m, float), rotation_matrix(quaternion_xyzw)
        # From the current joints or from the rest pose: one of them avoids the joint limits.
        joints = self.kinematics.solve(position, rotation, self.joints_rad)
        if joints is None:
            joints = self.kinematics.solve(position, rotation)
        if joints is None:
            text = np.round(position_m, 3).tolist()
            raise ValueError(f'a tool pose must be within reach; the arm cannot reach {text}')
        self.follow_pose(position_m, quaternion_xyzw, opening)
        self.joints_rad = joints
        self.gripper_position = self._robot.gripper.to_position(opening)
        data.qpos[self.joint_positions] = joints
        data.qpos[self._linkage_positions] = self._linkage * self.gripper_position
        data.qvel[self.joint_velocities] = data.qvel[self._linkage_velocities] = 0.0
        data.ctrl[:] = self._setpoints(data.ctrl)

    def advance(self, ctrl: FloatArray) -> FloatArray:
        """Return the setpoints of the actuators (nu,) at the end of the next control period."""
        if self._joint_target is None:
            position, quaternion, opening = self.target
            joints = self.kinematics.track(self.joints_rad, position, rotation_matrix(quaternion))
        else:
            joints, opening = self._joint_target
        move = joints - self.joints_rad
        limit = float(np.max(np.abs(move) / self._robot.speed_rad_s)) / CONTROL_PERIOD_S
        self.joints_rad = self.joints_rad + move / max(1.0, limit)
        gripper = self._robot.gripper
        reach = _OPENING_PER_S * abs(gripper.travel) * CONTROL_PERIOD_S
        goal = gripper.setpoint(opening)
        self.gripper_position += float(np.clip(goal - self.gripper_position, -reach, reach))
        return self._setpoints(ctrl)

    def _setpoints(self, ctrl: FloatArray) -> FloatArray:
        setpoints = np.array(ctrl)
        setpoints[self._joint_actuators] = self.joints_rad
        setpoints[self._gripper_actuator] = self.gripper_position
        return setpoints


def _first(joints: list, field: str) -> list[int]:
    return [int(getattr(joint, field)[0]) for joint in joints]
