# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Simulated robot with or without the safety gate, and its success checker."""

from collections.abc import Sequence

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.clock import TimePoint
from vla_learning.evaluation.robot_limits import robot_limits
from vla_learning.evaluation.robot_limits import robot_model
from vla_policy.types.chunk import PredictedChunk
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.gate.approval import ApprovalManager
from vla_safety.gate.approval import ApprovalSettings
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.input_monitors import InputMonitors
from vla_safety.monitors.language_monitor import LanguageMonitor
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.robot.joint_monitor import JointMonitor
from vla_safety.robot.joint_monitor import JointReading
from vla_safety.types import chunk as safety
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.world import World
from vla_sim.tasks.step_checker import StepChecker
from vla_sim.tasks.success_checker import TaskResult
from vla_sim.tasks.task import Task

_COMMAND = 'command'
#: Stamp at the start of the simulation; the gate refuses stamps of 0.
_EPOCH_S = 1000.0


class GatedRobot:
    """
    Simulated robot behind the safety gate.

    `tick` does what safety node and simulator do in every control period, in simulated time.
    """

    def __init__(self, world: World, tasks: Sequence[Task] = ()) -> None:
        self._world, self._tasks = world, list(tasks)
        limits = robot_limits(world.robot.name)
        self._frame_id = limits.frame_id
        self._gate = Gate(
            limits=limits,
            watchdog=WatchdogLimits(),
            violation_policy=ViolationPolicy(),
            approval=ApprovalManager(ApprovalSettings()),
            monitors=InputMonitors(
                language=LanguageMonitor(), joints=_joint_monitor(world.robot.name)
            ),
            period_s=CONTROL_PERIOD_S,
        )
        self._checker = StepChecker(world, tasks)
        self._wrong_contact = False
        #: Number of chunks sent, and how many of them the gate rejected.
        self.chunks_sent = self.chunks_rejected = 0
        self._send_inputs()

    def send_chunk(self, chunk: PredictedChunk) -> None:
        """Send a chunk to the gate."""
        self.chunks_sent += 1
        verdict = self._gate.on_chunk(
            safety.Chunk(
                positions=chunk.position,
                quaternions=chunk.quaternion,
                gripper=chunk.gripper,
                termination=chunk.termination,
                stamp_ns=_to_ns(chunk.stamp_s),
                step_duration_s=chunk.step_duration_s,
                frame_id=self._frame_id,
                command_id=_COMMAND,
                sequence=self.chunks_sent,
                confidence=chunk.confidence,
            ),
            self._now,
        )
        self.chunks_rejected += verdict is not None and not verdict.accepted

    def end_command(self, *, refused: bool) -> None:
        """Report the end of the command to the gate."""
        state = PolicyState.REFUSED if refused else PolicyState.SUCCEEDED
        self._gate.on_policy_state(state, _COMMAND)

    def begin_step(self) -> None:
        """Check the next step of the command from now on."""
        self._tasks = self._tasks[1:]
        self._checker.begin_step()

    def tick(self) -> None:
        """Advance by one control period."""
        self._send_inputs()
        self._apply_target(self._now)
        self._world.step()
        self._checker.observe()

    def _send_inputs(self) -> None:
        robot, now = self._world.robot_state(), self._now
        self._gate.inputs.on_robot_state(
            safety.RobotSample(
                robot.position_m,
                robot.quaternion_xyzw,
                robot.opening,
                _to_ns(now.steady_s),
                self._frame_id,
            ),
            now,
        )
        if self._gate.inputs.monitors.joints is not None:
            names, positions, velocities = self._world.joint_state()
            stamp_ns = _to_ns(now.steady_s)
            reading = JointReading(names, positions.tolist(), velocities.tolist(), stamp_ns)
            self._gate.inputs.on_joint_state(reading, now)
        # The language side is a function call in this process; its heartbeat never stops.
        self._gate.inputs.on_language_heartbeat(now)

    def _apply_target(self, now: TimePoint) -> None:
        target = self._gate.tick(now)
        if target is not None:
            self._world.set_target(target.position, target.quaternion, target.gripper)

    def relocate_object(self, name: str, position_m: FloatArray) -> None:
        """Move an object to (2,) [m]; it does not count as a contact of the robot."""
        self._wrong_contact |= self._checker.result().wrong_object_touched
        pose = self._world.object_poses()[name]
        self._world.set_object(
            name, np.append(position_m, pose.position_m[2]), pose.quaternion_xyzw
        )
        self._checker = StepChecker(self._world, self._tasks)

    @property
    def task_result(self) -> TaskResult:
        """Return success and reason of failure for the present state."""
        return self._checker.result()

    @property
    def wrong_object_contact(self) -> bool:
        """Whether an object that the command does not name was touched or moved."""
        return self._wrong_contact or self._checker.result().wrong_object_touched

    @property
    def _now(self) -> TimePoint:
        return TimePoint(self._world.time_s, _EPOCH_S + self._world.time_s)


class UngatedRobot(GatedRobot):
    """Simulated robot that executes chunks without the safety gate, to measure its cost."""

    _chunk: PredictedChunk | None = None

    def send_chunk(self, chunk: PredictedChunk) -> None:
        """Execute `chunk` from now on."""
        self.chunks_sent += 1
        self._chunk = chunk

    def end_command(self, *, refused: bool) -> None:
        """Stop at the present pose."""
        self._chunk = None

    def _apply_target(self, now: TimePoint) -> None:
        if self._chunk is None:
            return
        c, last = self._chunk, len(self._chunk.position) - 1
        step = min(max((now.steady_s - c.stamp_s) / c.step_duration_s, 0.0), float(last))
        i = min(int(step), last - 1)
        first, second = (
            np.concatenate([c.position[j], c.quaternion[j], c.gripper[j : j + 1]])
            for j in (i, i + 1)
        )
        if first[3:7] @ second[3:7] < 0:
            second[3:7] *= -1
        pose = first + (step - i) * (second - first)
        self._world.set_target(pose[:3], pose[3:7] / np.linalg.norm(pose[3:7]), pose[7])


def _joint_monitor(robot: str) -> JointMonitor | None:
    """Return the monitor of the joints of an arm; None if they are not checked."""
    model = robot_model(robot)
    if model is None:
        return None
    monitor = JointMonitor(lambda _: model, WatchdogLimits().max_state_age_s)
    monitor.set_description('')
    return monitor


def _to_ns(time_s: float) -> int:
    """Return the stamp of a time of the simulation."""
    return round((_EPOCH_S + time_s) * 1e9)
