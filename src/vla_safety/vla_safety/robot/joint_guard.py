# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Check of the joints at every tick: the pose of the tick, and where braking after it ends."""

import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.inverse_kinematics import Solution
from vla_kinematics.joint_path import joint_motions
from vla_kinematics.joint_path import smallest_singular_values
from vla_kinematics.rigid_transform import RigidTransform
from vla_safety.robot.robot_model import RobotModel
from vla_safety.types.chunk import Target

#: Part of the margins of chunks that ticks keep: blending and smoothing use up the rest.
_MARGIN = 0.5


class JointGuard:
    """
    Follow the commanded poses with the joints, in the posture that the bridge follows them in.

    A chunk is checked at its steps. What is played differs from it: two chunks are blended, the
    tool approaches the first step, and a slow tool cuts corners. So each tick is checked too, with
    half of the margins that chunks keep. Not thread-safe.

    Parameters
    ----------
    model
        Robot model.
    joints
        Measured joints (n,) at which the motion starts; None refuses all ticks.
    period_s
        Time between two ticks.

    """

    def __init__(self, model: RobotModel, joints: FloatArray | None, period_s: float) -> None:
        self.model = model
        self._joints = joints
        self._period_s = period_s
        self._last: Solution | None = None
        # Time since the pose of the last solution.
        self._passed_s = 0.0

    def refusal(self, end: Target, stand: Target, velocity: FloatArray) -> str:
        """
        Return why a tick must not be executed: rule, value and remedy; empty if it may.

        Parameters
        ----------
        end
            Pose of the tick in the table frame.
        stand
            Pose at which the tool stands if it brakes after the tick.
        velocity
            Velocity of the tick (6,) [m/s, rad/s].

        """
        if self._joints is None:
            return 'motion needs measured joints; none are known. Check that the driver runs'
        kinematics = self.model.tick_kinematics
        target = RigidTransform.from_quaternion(end.position, end.quaternion)
        if self._last is None:
            reached = kinematics.solve(target, self._joints)
        else:
            reached = kinematics.solve_next(target, self._last)
        standing = kinematics.solve_next(
            RigidTransform.from_quaternion(stand.position, stand.quaternion), reached
        )
        self._passed_s += self._period_s
        problem = self._problem(reached, standing, velocity)
        if not problem:
            self._last, self._passed_s = reached, 0.0
        return problem

    def _problem(self, reached: Solution, standing: Solution, velocity: FloatArray) -> str:
        max_error_m, max_error_rad = self.model.max_error
        for solution in (reached, standing):
            if not (solution.error_m <= max_error_m and solution.error_rad <= max_error_rad):
                return (
                    f'the arm reaches each pose within {max_error_m:g} m and {max_error_rad:g}'
                    f' rad; it would miss one by {solution.error_m:.3f} m and'
                    f' {solution.error_rad:.3f} rad. Make the workspace smaller'
                )
        joints = np.array((reached.joints, standing.joints))
        jacobians = np.array((reached.jacobian, standing.jacobian))
        return (
            self._range_problem(joints)
            or self._singularity_problem(jacobians)
            or self._speed_problem(reached, velocity)
            or self._clearance_problem(joints)
        )

    def _range_problem(self, joints: FloatArray) -> str:
        arm, margin = self.model.arm, _MARGIN * self.model.limits.min_joint_margin_rad
        excess = np.maximum(arm.lower - joints, joints - arm.upper).max(axis=0)
        worst = int(np.argmax(excess))
        if excess[worst] <= -margin:
            return ''
        return (
            f'joints stay {margin:g} rad within their range; {arm.joint_names[worst]} would be'
            f' {excess[worst] + margin:.3g} rad too far. Move the object, the base or the posture'
        )

    def _singularity_problem(self, jacobians: FloatArray) -> str:
        smallest = float(smallest_singular_values(jacobians).min())
        limit = _MARGIN * self.model.limits.min_singular_value
        if smallest >= limit:
            return ''
        return (
            f'the smallest singular value of the Jacobian is at least {limit:g}; it would be'
            f' {smallest:.3g}. Keep away from stretched and aligned joints'
        )

    def _speed_problem(self, reached: Solution, velocity: FloatArray) -> str:
        """Return the problem of the speed that the tool needs, or that the posture adds."""
        speeds = np.abs(joint_motions(reached.jacobian[None], velocity[None, :, None])[0, :, 0])
        if self._last is not None:
            moves = np.abs(reached.joints - self._last.joints)
            speeds = np.maximum(speeds, moves / self._passed_s)
        allowed = self.model.max_tick_speed
        worst = int(np.argmax(speeds / allowed))
        if speeds[worst] <= allowed[worst]:
            return ''
        return (
            f'{self.model.arm.joint_names[worst]} moves at {allowed[worst]:.3g} rad/s at most; it'
            f' would move at {speeds[worst]:.3g} rad/s. Slow the policy down'
        )

    def _clearance_problem(self, joints: FloatArray) -> str:
        limit = _MARGIN * self.model.limits.min_link_clearance_m
        for clearances in self.model.clearances(list(joints)):
            for clearance in clearances.values():
                if not clearance.distance_m >= limit:
                    return (
                        f'links stay at least {limit:g} m from table, boxes and each other;'
                        f' {clearance.place} would have {clearance.distance_m:.3f} m. Move the'
                        ' object, or correct URDF, base_* and keep_out_m'
                    )
        return ''
