# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sample arms as in config/robots, and random chunks for them, for tests and measurements."""

from typing import Any

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.clock import TimePoint
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import FR3_READY
from vla_kinematics.sample_arms import FR3_SOLID_URDF
from vla_kinematics.sample_arms import SO101_READY
from vla_kinematics.sample_arms import SO101_URDF
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_SOLID_URDF
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.checks.chunk_inspection import inspect_chunk
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.robot.joint_limits import JointLimits
from vla_safety.robot.joint_monitor import JointStatus
from vla_safety.robot.robot_model import RobotModel
from vla_safety.testing.gate_harness import EPOCH_S
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits

ROBOTS: dict[str, tuple[str, FloatArray, dict[str, Any]]] = {
    'ur5e': (
        UR5E_SOLID_URDF,
        UR5E_READY,
        {
            'robot_base_link': 'base_link',
            'base_xyz_m': (0.0, 0.0, 0.2),
            'tool_link': 'tool0',
            'tool_xyz_m': (0.0, 0.0, 0.164),
            'joint_min': (-3.1, -3.1, 0.1, -6.2, -3.0, -6.2),
            'joint_max': (3.1, 0.0, 3.0, 6.2, -0.1, 6.2),
        },
    ),
    'fr3': (
        FR3_SOLID_URDF,
        FR3_READY,
        {
            'robot_base_link': 'fr3_link0',
            'base_xyz_m': (0.0, 0.0, 0.04),
            'tool_link': 'fr3_hand_tcp',
            'joint_min': (-2.6, -1.7, -2.8, -3.0, -2.7, 0.6, -2.9),
            'joint_max': (2.6, 1.7, 2.8, -0.2, 2.7, 4.4, 2.9),
            'posture': tuple(FR3_READY.tolist()),
            'posture_gain': 0.02,
        },
    ),
    'so101': (
        SO101_URDF,
        SO101_READY,
        {
            'robot_base_link': 'base_link',
            'base_xyz_m': (0.25, 0.0, 0.0),
            'tool_link': 'gripper_frame_link',
            'tool_rpy_rad': (0.0, 0.0, -1.5708),
            'joint_min': (-1.9, -1.7, -1.65, -1.6, -2.7),
            'joint_max': (1.9, 1.7, 1.65, 1.6, 2.8),
            'max_lean_rad': 0.95,
            'posture': (0.0, 0.2, 0.1, 1.2, 0.0),
            'posture_gain': 0.05,
            'joint_speed_scale': 0.4,
            # The sample has no shapes.
            'check_collisions': False,
        },
    ),
}
#: Corners of the space in which objects are grasped, and of all that a hostile policy may ask for.
TASK_BOX = (np.array((0.34, -0.26, 0.02)), np.array((0.64, 0.26, 0.30)))
HOSTILE_BOX = (np.array((-0.3, -0.8, 0.0)), np.array((1.0, 0.8, 1.0)))
#: Limits of the tool that do not hide what the joint checks find.
WIDE = Limits(
    workspace_min_m=(-0.5, -1.0, 0.005),
    workspace_max_m=(1.2, 1.0, 1.2),
    max_start_m=2.0,
    max_start_rad=3.2,
)
POLICY = ViolationPolicy()


def make_robot(name: str, limits: Limits = WIDE, **changes: Any) -> RobotModel:
    """Return a sample arm, with changed fields of its joint limits."""
    urdf_text, _, fields = ROBOTS[name]
    return RobotModel(urdf_text, JointLimits(**{**fields, **changes}), limits, 0.02)


class SampleRobot:
    """A sample arm that stands at a pose, and assessments of its chunks."""

    def __init__(self, name: str, limits: Limits = WIDE, **changes: Any) -> None:
        self.name, self.limits = name, limits
        self.model = make_robot(name, limits, **changes)
        self.joints = ROBOTS[name][1].copy()

    @property
    def tool(self) -> RigidTransform:
        """Pose of the tool."""
        return self.model.arm.forward(self.joints)

    def move_to(self, position: FloatArray, yaw_rad: float = 0.0) -> bool:
        """Stand at a position with the tool down, from the ready posture; False: not reached."""
        ready = ROBOTS[self.name][1]
        start = self.model.arm.forward(ready).position_m
        positions = start + np.linspace(0.1, 1, 10)[:, None] * (position - start)
        chunk = make_chunk(positions=positions, quaternions=tool_down(np.full(10, yaw_rad)))
        path = self.model.path(chunk, ready.copy())
        self.joints = path.joints[-1].copy()
        return len(path.errors) == len(positions)

    def assess(self, chunk: Chunk) -> ChunkAssessment:
        """Return the assessment of a chunk by all checks."""
        tool, now = self.tool, TimePoint(100.0, EPOCH_S + 0.1)
        robot = RobotSample(
            tool.position_m, tool.quaternion_xyzw, 1.0, chunk.stamp_ns, 'base_link'
        )
        context = CheckContext(
            limits=self.limits,
            watchdog=WatchdogLimits(),
            now=now,
            robot=robot,
            robot_age_s=0.02,
            joints=JointStatus(self.model, self.joints, 0.01, None),
        )
        return inspect_chunk(chunk, context, POLICY)

    def random_chunk(
        self,
        rng: np.random.Generator,
        box: tuple[FloatArray, FloatArray],
        max_speed_m_s: float,
        max_yaw_rad: float = np.inf,
    ) -> Chunk:
        """Return a straight motion of 16 steps in a box from where the robot stands."""
        start = self.tool.position_m
        way = rng.uniform(*box) - start
        length = max(float(np.linalg.norm(way)), 1e-9)
        way *= min(1.0, rng.uniform(0.05, max_speed_m_s) * 1.6 / length)
        turn = self.tool.rotation[:, 0]
        yaw = np.arctan2(turn[1], turn[0])
        fractions = np.linspace(1 / 16, 1, 16)
        end = np.clip(yaw + rng.normal(0, 0.3), -max_yaw_rad, max_yaw_rad)
        yaws = yaw + fractions * (end - yaw)
        return make_chunk(positions=start + fractions[:, None] * way, quaternions=tool_down(yaws))


def tool_down(yaws_rad: FloatArray) -> FloatArray:
    """Return quaternions xyzw (n, 4) of a tool that points down, turned about z."""
    half = yaws_rad / 2
    zero = np.zeros_like(half)
    return np.stack((np.cos(half), np.sin(half), zero, zero), axis=1)
