# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Ticks of a gate with an arm, driven by hostile chunks; an oracle checks each command."""

from collections import Counter
import time
from typing import Any

import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.rigid_transform import RigidTransform
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.robot.joint_monitor import JointMonitor
from vla_safety.robot.joint_monitor import JointReading
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.joint_oracle import JointOracle
from vla_safety.testing.sample_robots import HOSTILE_BOX
from vla_safety.testing.sample_robots import ROBOTS
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.testing.sample_robots import TASK_BOX
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target
from vla_safety.types.limits import Limits

#: Ticks after which the robot starts again at another pose.
_EPISODE_TICKS = 500
_MAX_TICKS_PER_CHUNK = 25
_HOSTILE_M_S = 0.8
#: Distance of the tool from the command that the bridge accepts.
_MAX_ERROR_M, _MAX_ERROR_RAD = 0.004, 0.03
_ROUNDING = 1e-6


class JointFuzz:
    """
    A gate in front of an arm that follows each command as the bridge does.

    Parameters
    ----------
    robot
        Arm, with the limits of the gate.
    oracle
        Oracle of this arm.
    rng
        Random numbers.

    """

    def __init__(self, robot: SampleRobot, oracle: JointOracle, rng: np.random.Generator) -> None:
        self._robot, self._oracle, self._rng = robot, oracle, rng
        self._bridge = robot.model.tick_kinematics
        self.ticks = self.ticks_in_motion = self.ticks_refused = self.accepted = self.chunks = 0
        self.broken: Counter[str] = Counter()
        self.tick_ms: list[float] = []
        self.accelerations: list[float] = []
        self._next_chunk = 0
        self._begin()

    def run(self, ticks: int) -> None:
        """Run control periods, with a hostile chunk now and then."""
        while self.ticks < ticks:
            if self.ticks % _EPISODE_TICKS == 0:
                self._begin()
            if self.ticks >= self._next_chunk:
                self._next_chunk = self.ticks + int(self._rng.integers(1, _MAX_TICKS_PER_CHUNK))
                self._send_chunk()
            self._tick()

    def _begin(self) -> None:
        """Stand at a random pose in front of a new gate."""
        while not self._robot.move_to(self._rng.uniform(*TASK_BOX), self._rng.uniform(-0.8, 0.8)):
            pass
        tool = self._robot.tool
        self._harness = GateHarness(_make_gate(self._robot))
        self._harness.robot = RobotSample(
            tool.position_m, tool.quaternion_xyzw, 1.0, 0, 'base_link'
        )
        self._velocity = np.zeros(len(self._robot.joints))
        self._next_chunk = self.ticks + 2

    def _send_chunk(self) -> None:
        """Send a chunk that starts where the tool is, or somewhere else, and may tilt the tool."""
        rng, harness = self._rng, self._harness
        chunk = self._robot.random_chunk(rng, HOSTILE_BOX, _HOSTILE_M_S)
        positions, quaternions = chunk.positions, chunk.quaternions
        if rng.random() < 0.5:
            positions = positions + rng.normal(0, 0.03, 3)
        if rng.random() < 0.3:
            positions = positions + np.cumsum(rng.normal(0, 0.01, positions.shape), axis=0)
        if rng.random() < 0.4:
            tilt = np.cumsum(rng.normal(0, 0.02, quaternions.shape), axis=0)
            quaternions = quaternions + tilt
            quaternions /= np.linalg.norm(quaternions, axis=1, keepdims=True)
        assessment = harness.send(positions=positions, quaternions=quaternions)
        self.chunks += 1
        self.accepted += bool(assessment is not None and assessment.accepted)

    def _tick(self) -> None:
        harness, robot = self._harness, self._robot
        names = robot.model.arm.joint_names
        reading = JointReading(names, robot.joints.tolist(), [], harness.stamp_ns + 1)
        harness.gate.inputs.on_joint_state(reading, harness.now)
        start_s = time.thread_time()
        command = harness.tick()
        self.tick_ms.append((time.thread_time() - start_s) * 1e3)
        self.ticks += 1
        self.ticks_in_motion += not harness.gate.is_still
        self.ticks_refused += harness.gate.reason == 'joint_path'
        if command is not None:
            self._follow(command, harness.period_s)

    def _follow(self, command: Target, period_s: float) -> None:
        """Move the arm as the bridge does, and compare the motion with the rules."""
        target = RigidTransform.from_quaternion(command.position, command.quaternion)
        before = self._robot.joints
        joints = self._bridge.solve(target, before).joints
        self._robot.joints = joints
        velocity = (joints - before) / period_s
        self.accelerations.append(float(np.abs(velocity - self._velocity).max() / period_s))
        self._velocity = velocity
        for problem in self._problems(target, joints, velocity):
            self.broken[problem] += 1

    def _problems(
        self, target: RigidTransform, joints: FloatArray, velocity: FloatArray
    ) -> list[str]:
        arm, found = self._robot.model.arm, sorted(self._oracle.contacts(joints))
        pose, _ = self._oracle.tool(joints)
        error = RigidTransform(pose[:3, 3], pose[:3, :3]).distance_to(target)
        if error[0] > _MAX_ERROR_M or error[1] > _MAX_ERROR_RAD:
            found.append('not reached')
        if (joints < arm.lower - _ROUNDING).any() or (joints > arm.upper + _ROUNDING).any():
            found.append('joint range')
        if (np.abs(velocity) > self._oracle.urdf_speed * (1 + 1e-3)).any():
            found.append('joint speed')
        return found


def _make_gate(robot: SampleRobot) -> Gate:
    monitor = JointMonitor(lambda _: robot.model, WatchdogLimits().max_state_age_s)
    monitor.set_description('')
    return make_gate(robot.limits, joints=monitor)


def fuzz_ticks(
    name: str, limits: Limits, oracle_class: type[JointOracle], ticks: int, seed: int
) -> dict[str, Any]:
    """Return figures of hostile ticks of one arm; `broken` counts the rules that broke."""
    robot = SampleRobot(name, limits)
    boxes = np.reshape(limits.keep_out_m, (-1, 2, 3))[1:]
    oracle = oracle_class(ROBOTS[name][0], robot.model, boxes)
    fuzz = JointFuzz(robot, oracle, np.random.default_rng(seed))
    fuzz.run(ticks)
    return {
        'robot': name,
        'ticks': fuzz.ticks,
        'in_motion': fuzz.ticks_in_motion,
        'braked_by_joint_path': fuzz.ticks_refused,
        'chunks': fuzz.chunks,
        'accepted': fuzz.accepted,
        'cpu_ms_p50': round(float(np.percentile(fuzz.tick_ms, 50)), 2),
        'cpu_ms_p99': round(float(np.percentile(fuzz.tick_ms, 99)), 2),
        'acceleration_rad_s2_p99': round(float(np.percentile(fuzz.accelerations, 99)), 1),
        'acceleration_rad_s2_max': round(max(fuzz.accelerations), 1),
        'broken': sum(fuzz.broken.values()),
        'rules': dict(fuzz.broken),
    }
