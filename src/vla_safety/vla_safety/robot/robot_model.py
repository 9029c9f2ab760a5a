# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Arm of the gate: joint path of a chunk, and tool pose of measured joints."""

import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import per_joint
from vla_kinematics.collision_model import Clearance
from vla_kinematics.collision_model import CollisionModel
from vla_kinematics.collision_model import CollisionSpec
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.joint_path import JointPath
from vla_kinematics.joint_path import JointPathPlanner
from vla_kinematics.joint_path import path_clearances
from vla_kinematics.mesh_files import MeshFinder
from vla_kinematics.obstacle import Obstacle
from vla_kinematics.rigid_transform import RigidTransform
from vla_safety.robot.joint_limits import JointLimits
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits

# Errors that the inverse kinematics stops at, and that a pose that is reached may have.
_TOLERANCE = (2e-4, 1e-3)
_MAX_ERROR_M, _MAX_ERROR_RAD = 0.003, 0.02
# Usual time between two steps; the bridge approaches the posture at each action in between.
_STEP_S = 0.1


class RobotModel:
    """
    Kinematics and collision model of an arm; not thread-safe.

    Parameters
    ----------
    urdf_text
        Robot description.
    joint_limits, limits
        Use of the arm, and workspace with keep-out boxes.
    period_s
        Time between two actions.

    Raises
    ------
    ValueError
        If description and parameters do not fit, or collision meshes are missing.

    """

    def __init__(
        self, urdf_text: str, joint_limits: JointLimits, limits: Limits, period_s: float
    ) -> None:
        self.limits = joint_limits
        #: Error of a pose that is reached [m, rad].
        self.max_error = (_MAX_ERROR_M, _MAX_ERROR_RAD)
        self.arm = arm = ArmModel(urdf_text, joint_limits.arm())
        #: Speeds of the joints (n,) that chunks keep, and that single ticks keep [rad/s, m/s].
        self.max_speed = joint_limits.joint_speed_scale * arm.max_speed
        self.max_tick_speed = (self.max_speed + arm.max_speed) / 2
        posture = per_joint(joint_limits.posture, len(arm.joint_names))
        gain = 1 - (1 - joint_limits.posture_gain) ** (_STEP_S / period_s)
        lean_rad = joint_limits.max_lean_rad
        kinematics = InverseKinematics(
            arm, posture, gain, tolerance=_TOLERANCE, max_lean_rad=lean_rad
        )
        #: Inverse kinematics of the poses of successive ticks, as in the bridge.
        self.tick_kinematics = InverseKinematics(
            arm, posture, joint_limits.posture_gain, tolerance=_TOLERANCE, max_lean_rad=lean_rad
        )
        self.collisions: CollisionModel | None = None
        if joint_limits.check_collisions:
            spec = CollisionSpec(
                joint_limits.min_link_clearance_m,
                _boxes_beside(arm.base.position_m, limits),
                limits.tool_half_width_m,
                limits.tool_length_m,
            )
            finder = MeshFinder(joint_limits.mesh_directories)
            self.collisions = CollisionModel(urdf_text, arm, spec, finder)
        self._planner = JointPathPlanner(kinematics, self.collisions, *self.max_error)
        self._newest: tuple[tuple[FloatArray, ...], JointPath] | None = None

    def path(self, chunk: Chunk, joints: FloatArray) -> JointPath:
        """Return the path of the joints from measured ones (n,) along a chunk."""
        key = (chunk.positions, chunk.quaternions, joints)
        if self._newest is not None and all(map(_is_same, self._newest[0], key)):
            return self._newest[1]
        self._newest = None
        poses = [
            RigidTransform.from_quaternion(position, quaternion)
            for position, quaternion in zip(chunk.positions, chunk.quaternions, strict=True)
        ]
        path = self._planner.plan(joints, poses)
        self._newest = (key, path)
        return path

    def clearances(self, rows: list[FloatArray]) -> list[dict[Obstacle, Clearance]]:
        """Return the clearances between postures (n,), by obstacle; none without a model."""
        return [] if self.collisions is None else path_clearances(self.collisions, rows)

    def mismatch(self, joints: FloatArray, robot: RobotSample) -> tuple[float, float]:
        """Return distance [m] and angle [rad] of a measured pose from that of the joints."""
        measured = RigidTransform.from_quaternion(robot.position, robot.quaternion)
        return self.arm.forward(joints).distance_to(measured)

    def description(self) -> str:
        """Return what is checked, for the log."""
        text = f'joints are checked: {", ".join(self.arm.joint_names)}'
        if self.collisions is None:
            return f'{text}; collisions of links are not checked (check_collisions)'
        ignored = '; '.join(self.collisions.ignored) or 'none'
        return f'{text}; links that always touch and are not checked: {ignored}'


def _boxes_beside(base_m: FloatArray, limits: Limits) -> FloatArray:
    """Return the keep-out boxes (m, 2, 3) but those that the base of the arm is in."""
    boxes = np.reshape(np.array(limits.keep_out_m, dtype=np.float64), (-1, 2, 3))
    inside = ((boxes[:, 0] <= base_m) & (base_m <= boxes[:, 1])).all(axis=1)
    return boxes[~inside]


def _is_same(first: FloatArray, second: FloatArray) -> bool:
    return first is second
