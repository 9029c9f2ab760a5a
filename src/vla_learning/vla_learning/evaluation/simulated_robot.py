# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated robot behind the safety gate, and the judge who watches it."""

import numpy as np
from vla_policy.types.chunk import Array
from vla_policy.types.chunk import Chunk
from vla_safety.checks.violation_policy import Reactions
from vla_safety.gate.approval import Oversight
from vla_safety.gate.approval import OversightSettings
from vla_safety.gate.gate_memory import PolicyState
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.input_monitors import Senses
from vla_safety.monitors.language_monitor import LanguageWatch
from vla_safety.monitors.watchdog import Timing
from vla_safety.types import chunk as safety
from vla_safety.types.limits import Limits
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.world import World
from vla_sim.tasks.success_checker import Judge
from vla_sim.tasks.success_checker import Verdict
from vla_sim.tasks.task import Task

_COMMAND = 'command'


class GuardedRobot:
    """What the safety node and the simulator do at every control tick, by the world's clock."""

    def __init__(self, world: World, task: Task | None) -> None:
        self._world, self._task = world, task
        limits = Limits()
        self._frame_id = limits.frame_id
        self._gate = Gate(
            limits=limits,
            timing=Timing(),
            reactions=Reactions(),
            oversight=Oversight(OversightSettings()),
            senses=Senses(language=LanguageWatch()),
            period_s=CONTROL_PERIOD_S,
        )
        self._judge = Judge(world, task)
        self._touched_wrong = False
        #: Chunks sent, and those of them that the gate refused.
        self.sent = self.refused = 0

    def play(self, chunk: Chunk) -> None:
        """Hand a chunk to the gate."""
        self.sent += 1
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
                sequence=self.sent,
                confidence=chunk.confidence,
            ),
            self._now,
        )
        self.refused += verdict is not None and not verdict.accepted

    def end(self, *, refused: bool) -> None:
        """Tell the gate that the command is over."""
        state = PolicyState.REFUSED if refused else PolicyState.SUCCEEDED
        self._gate.on_policy(state, _COMMAND)

    def tick(self) -> None:
        """Move on by one control period."""
        robot, now = self._world.robot_state(), self._now
        self._gate.on_state(
            safety.RobotSample(
                robot.position_m,
                robot.quaternion_xyzw,
                robot.opening,
                _to_ns(now.ros_s),
                self._frame_id,
            ),
            now,
        )
        # The language side is a function call here, so it lives whenever the world goes on.
        self._gate.on_language(now)
        self._command(now)
        self._world.step()
        self._judge.observe()

    def _command(self, now: safety.Instant) -> None:
        target = self._gate.tick(now)
        if target is not None:
            self._world.set_target(target.position, target.quaternion, target.gripper)

    def put(self, name: str, spot_m: Array) -> None:
        """Put a thing at (2,) by another hand than the robot's, which the judge forgives."""
        self._touched_wrong |= self._judge.verdict().wrong_object_touched
        pose = self._world.object_poses()[name]
        self._world.set_object(name, np.append(spot_m, pose.position_m[2]), pose.quaternion_xyzw)
        self._judge = Judge(self._world, self._task)

    @property
    def verdict(self) -> Verdict:
        """Judge the present."""
        return self._judge.verdict()

    @property
    def touched_wrong(self) -> bool:
        """Whether anything but what the command names was touched or moved."""
        return self._touched_wrong or self._judge.verdict().wrong_object_touched

    @property
    def _now(self) -> safety.Instant:
        return safety.Instant(self._world.time_s, self._world.time_s)


class FreeRobot(GuardedRobot):
    """The same robot without a gate, to tell what that costs: chunks are played as they are."""

    _chunk: Chunk | None = None

    def play(self, chunk: Chunk) -> None:
        """Follow `chunk` from now on."""
        self.sent += 1
        self._chunk = chunk

    def end(self, *, refused: bool) -> None:
        """Stand where the robot is."""
        self._chunk = None

    def _command(self, now: safety.Instant) -> None:
        if self._chunk is None:
            return
        c, last = self._chunk, len(self._chunk.position) - 1
        place = min(max((now.ros_s - c.stamp_s) / c.step_duration_s, 0.0), float(last))
        i = min(int(place), last - 1)
        first, second = (
            np.concatenate([c.position[j], c.quaternion[j], c.gripper[j : j + 1]])
            for j in (i, i + 1)
        )
        if first[3:7] @ second[3:7] < 0:
            second[3:7] *= -1
        pose = first + (place - i) * (second - first)
        self._world.set_target(pose[:3], pose[3:7] / np.linalg.norm(pose[3:7]), pose[7])


def _to_ns(time_s: float) -> int:
    return round(time_s * 1e9)
