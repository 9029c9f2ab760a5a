# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Inverse kinematics of the arm by damped least squares.

Damping that shrinks with the error: Sugihara, "Solvability-unconcerned inverse kinematics by the
Levenberg-Marquardt method", IEEE T-RO 2011. Posture in the null space: Liegeois 1977.
"""

from functools import cache

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.robot_arm import TOOL_SITE

_MAX_STEP_RAD = 0.3
_DAMPING_PER_ERROR = 0.05
_IDENTITY = np.eye(6)
# Share of the way to the smallest lean per step.
_LEAN_GAIN = 0.05


@cache
def _builtin_model() -> mujoco.MjModel:
    """Return the model of the built-in arm alone; compiled once, because every world needs it."""
    return BUILTIN.spec().compile()


class ArmKinematics:
    """
    Forward and inverse kinematics of the tool.

    Parameters
    ----------
    damping
        Damping of the least squares at no error.
    posture_gain
        Gain of the rest posture in the null space of an arm with more than six joints.
    robot
        Arm.
    model
        Model that contains the arm, in base_link of the table; None: the arm alone.

    """

    def __init__(
        self,
        damping: float = 1e-5,
        posture_gain: float = 0.05,
        robot: RobotArm = BUILTIN,
        model: mujoco.MjModel | None = None,
    ) -> None:
        if model is None:
            self._model = _builtin_model() if robot is BUILTIN else robot.spec().compile()
        else:
            self._model = model
        self._data = mujoco.MjData(self._model)
        self._robot = robot
        prefix = robot.prefix if model is not None else ''
        self._site = self._model.site(prefix + TOOL_SITE).id
        joints = [self._model.joint(prefix + name) for name in robot.joints]
        self._positions = np.array([joint.qposadr[0] for joint in joints])
        self._velocities = np.array([joint.dofadr[0] for joint in joints])
        self._jacobian = np.zeros((6, self._model.nv))
        self._damping = damping
        self._posture_gain = posture_gain if len(joints) > 6 else 0.0
        self._leans = (-robot.max_lean_rad, robot.max_lean_rad)
        # The joints of the plane are parallel; the second is one of them.
        self._plane_joint = joints[1].id

    def forward(self, joints_rad: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return position (3,) and rotation matrix (3, 3) of the tool in base_link."""
        self._data.qpos[self._positions] = joints_rad
        mujoco.mj_kinematics(self._model, self._data)
        return self._data.site_xpos[self._site], self._data.site_xmat[self._site].reshape(3, 3)

    def error(
        self, joints_rad: FloatArray, position_m: FloatArray, rotation: FloatArray
    ) -> FloatArray:
        """Return the difference to a pose, three metres and three radians, but for the lean."""
        error = self._pose_error(joints_rad, position_m, rotation)
        if self._robot.max_lean_rad:
            axis = self._lean_axis()
            lean = float(axis @ error[3:])
            error[3:] -= float(np.clip(lean, *self._leans)) * axis
        return error

    def _pose_error(
        self, joints_rad: FloatArray, position_m: FloatArray, rotation: FloatArray
    ) -> FloatArray:
        current, orientation = self.forward(joints_rad)
        quaternion, rotation_vector = np.zeros(4), np.zeros(3)
        mujoco.mju_mat2Quat(quaternion, (rotation @ orientation.T).ravel())
        mujoco.mju_quat2Vel(rotation_vector, quaternion, 1.0)
        return np.concatenate([position_m - current, rotation_vector])

    def _lean_axis(self) -> FloatArray:
        """Return the horizontal normal of the plane of an arm with five joints."""
        return self._data.xaxis[self._plane_joint]

    def _free_lean(
        self, error: FloatArray, jac: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """
        Return the error to correct, its Jacobian, and the joint motion to less lean.

        Five joints cannot turn the tool about the normal of the plane and keep its position: the
        rotation about it is corrected only beyond the permitted lean.
        """
        axis = self._lean_axis()
        lean, turn = float(axis @ error[3:]), axis @ jac[3:]
        allowed = float(np.clip(lean, *self._leans))
        motion = _LEAN_GAIN * lean * turn / (turn @ turn)
        error, jac = error.copy(), jac.copy()
        error[3:] -= allowed * axis
        if allowed == lean:
            jac[3:] -= np.outer(axis, turn)
        return error, jac, motion

    def step(
        self, joints_rad: FloatArray, position_m: FloatArray, rotation: FloatArray
    ) -> FloatArray:
        """Return the joints (n,) after one step towards the pose."""
        error = self._pose_error(joints_rad, position_m, rotation)
        mujoco.mj_comPos(self._model, self._data)
        mujoco.mj_jacSite(
            self._model, self._data, self._jacobian[:3], self._jacobian[3:], self._site
        )
        jac = self._jacobian[:, self._velocities]
        posture = self._posture_gain * (self._robot.rest_rad - joints_rad)
        if self._robot.max_lean_rad:
            error, jac, posture = self._free_lean(error, jac)
        # J+ (e - J p) + p: the posture acts in the null space of the tool pose only.
        damping = self._damping + _DAMPING_PER_ERROR * (error @ error)
        move = jac.T @ np.linalg.solve(jac @ jac.T + damping * _IDENTITY, error - jac @ posture)
        move += posture
        largest = np.abs(move).max()
        if largest > _MAX_STEP_RAD:
            move *= _MAX_STEP_RAD / largest
        return np.clip(joints_rad + move, self._robot.low_rad, self._robot.high_rad)

    def track(
        self, joints_rad: FloatArray, position_m: FloatArray, rotation: FloatArray
    ) -> FloatArray:
        """Return the joints after two steps, for a pose that changes little per control tick."""
        return self.step(self.step(joints_rad, position_m, rotation), position_m, rotation)

    def solve(
        self,
        position_m: FloatArray,
        rotation: FloatArray,
        start_rad: FloatArray | None = None,
        tolerance: float = 1e-4,
        limit: int = 200,
    ) -> FloatArray | None:
        """Return joints that reach the pose within `tolerance` [m, rad], or None."""
        joints = np.array(self._robot.rest_rad if start_rad is None else start_rad, dtype=float)
        for _ in range(limit):
            joints = self.step(joints, position_m, rotation)
            if np.abs(self.error(joints, position_m, rotation)).max() < tolerance:
                return joints
        return None
