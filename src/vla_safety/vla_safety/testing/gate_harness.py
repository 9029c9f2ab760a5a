# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Test harness of the gate without ROS: two clocks, and a robot that follows every command."""

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import Any

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.clock import TimePoint
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.gate.approval import ApprovalManager
from vla_safety.gate.approval import ApprovalSettings
from vla_safety.gate.run_marker import RunMarker
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.camera_monitor import CameraMonitor
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.deadman_monitor import DeadmanMonitor
from vla_safety.monitors.deadman_monitor import DeadmanSettings
from vla_safety.monitors.input_monitors import InputMonitors
from vla_safety.monitors.language_monitor import LanguageMonitor
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.playback.playback_settings import PlaybackSettings
from vla_safety.robot.joint_monitor import JointMonitor
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target
from vla_safety.types.limits import Limits

HOME = np.array((0.35, 0.0, 0.30))
TOOL_DOWN = np.array((1.0, 0.0, 0.0, 0.0))
EPOCH_S = 1_700_000_000.0


def make_chunk(
    start: FloatArray = HOME, displacement: FloatArray | None = None, **changes: Any
) -> Chunk:
    """Return 16 steps of 0.1 s from `start` along `displacement`, by default 0.15 m forward."""
    fractions = np.linspace(1 / 16, 1, 16)[:, None]
    displacement = np.array((0.15, 0.0, 0.0)) if displacement is None else displacement
    chunk = Chunk(
        positions=start + fractions * displacement,
        quaternions=np.tile(TOOL_DOWN, (16, 1)),
        gripper=np.ones(16),
        termination=np.zeros(16),
        stamp_ns=int(EPOCH_S * 1e9),
        step_duration_s=0.1,
        frame_id='base_link',
        command_id='command-1',
        sequence=0,
        confidence=0.9,
    )
    return chunk.with_changes(**changes)


def make_gate(
    limits: Limits | None = None,
    watchdog: WatchdogLimits | None = None,
    violation_policy: ViolationPolicy | None = None,
    approval: ApprovalSettings | None = None,
    camera: CameraSettings | None = None,
    deadman: DeadmanSettings | None = None,
    playback: PlaybackSettings | None = None,
    marker: RunMarker | None = None,
    joints: JointMonitor | None = None,
) -> Gate:
    """Return a gate with a language monitor; settings that are not given are the defaults."""
    watchdog = watchdog or WatchdogLimits()
    return Gate(
        limits=limits or Limits(),
        watchdog=watchdog,
        monitors=InputMonitors(
            camera=CameraMonitor(camera, watchdog) if camera else None,
            language=LanguageMonitor(),
            deadman=DeadmanMonitor(deadman) if deadman else None,
            joints=joints,
        ),
        violation_policy=violation_policy or ViolationPolicy(),
        approval=ApprovalManager(approval or ApprovalSettings()),
        playback=playback,
        marker=marker,
    )


@dataclass
class GateHarness:
    """Run a gate tick by tick; the robot is always exactly at the commanded pose."""

    gate: Gate = field(default_factory=make_gate)
    period_s: float = 0.02
    steady_s: float = 100.0
    ros_s: float = EPOCH_S
    robot: RobotSample = field(
        default_factory=lambda: RobotSample(HOME, TOOL_DOWN, 1.0, 0, 'base_link')
    )
    state_alive: bool = True
    camera_alive: bool = True
    camera_frozen: bool = False
    dark_share: float = 0.1
    image_number: int = 0
    language_alive: bool = True
    deadman_held: bool = True
    robot_follows: bool = True
    sequence: int = 0
    #: One entry per tick.
    commands: list[Target | None] = field(default_factory=list)

    @property
    def now(self) -> TimePoint:
        """Return the current time on both clocks."""
        return TimePoint(self.steady_s, self.ros_s)

    @property
    def stamp_ns(self) -> int:
        """Return the current time of the ROS clock as a stamp."""
        return round(self.ros_s * 1e9)

    def send(self, age_s: float = 0.1, **changes: Any) -> ChunkAssessment | None:
        """Send a chunk that starts at the pose of the robot, with changed fields."""
        changes.setdefault('sequence', self.sequence)
        changes.setdefault('stamp_ns', round((self.ros_s - age_s) * 1e9))
        self.sequence += 1
        return self.gate.on_chunk(make_chunk(self.robot.position, **changes), self.now)

    def tick(self, count: int = 1, interval_s: float | None = None) -> Target | None:
        """Run `count` control periods, or ticks `interval_s` apart; return the last command."""
        interval_s = self.period_s if interval_s is None else interval_s
        for _ in range(count):
            self.steady_s += interval_s
            self.ros_s += interval_s
            self.send_robot_state()
            self.send_inputs()
            command = self.gate.tick(self.now)
            self.commands.append(command)
            if command is not None and self.robot_follows:
                self.robot = RobotSample(
                    command.position,
                    command.quaternion,
                    command.gripper,
                    self.stamp_ns,
                    'base_link',
                )
        return self.commands[-1]

    def send_robot_state(self) -> None:
        """Send the robot state, stamped now, unless it is switched off."""
        if self.state_alive:
            self.robot = replace(self.robot, stamp_ns=self.stamp_ns)
            self.gate.inputs.on_robot_state(self.robot, self.now)

    def send_inputs(self) -> None:
        """Send an image, a heartbeat and the deadman switch, as far as they are switched on."""
        self.image_number += not self.camera_frozen
        if self.camera_alive:
            content = self.image_number.to_bytes(8)
            image = ImageSample(self.stamp_ns, content, self.dark_share, 0.1)
            self.gate.inputs.on_image(image, self.now)
        if self.language_alive:
            self.gate.inputs.on_language_heartbeat(self.now)
        self.gate.inputs.on_deadman(self.deadman_held, self.now)

    def run(self, duration_s: float, every: int = 10, **changes: Any) -> None:
        """Send a chunk every `every` ticks for `duration_s`."""
        for tick in range(round(duration_s / self.period_s)):
            if tick % every == 0:
                self.send(**changes)
            self.tick()

    def start_moving(self) -> 'GateHarness':
        """
        Run until the robot is in motion.

        Raises
        ------
        RuntimeError
            If it does not move.

        """
        self.run(0.4)
        if self.gate.is_still:
            raise RuntimeError(f'the robot stands: {self.gate.reason} {self.gate.message}')
        return self

    def tick_until_idle(self) -> int:
        """Run until nothing is sent any more; return the number of ticks that took."""
        count = 0
        while self.tick() is not None:
            count += 1
        return count
