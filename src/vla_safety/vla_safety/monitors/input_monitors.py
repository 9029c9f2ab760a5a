# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What motion depends on beside the chunk and the robot's state."""

from dataclasses import dataclass

from vla_common.clock import TimePoint
from vla_safety.monitors.camera_monitor import CameraMonitor
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.deadman_monitor import DeadmanMonitor
from vla_safety.monitors.language_monitor import LanguageMonitor
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.types.chunk import RobotSample


@dataclass(frozen=True)
class InputMonitors:
    """Camera, language side and deadman switch; motion does not depend on one that is None."""

    camera: CameraMonitor | None = None
    language: LanguageMonitor | None = None
    deadman: DeadmanMonitor | None = None

    def see(self, sample: ImageSample, now: TimePoint) -> bool:
        """Note what the camera shows; return False for an image that shows nothing."""
        return self.camera is None or self.camera.update(sample, now)

    def hear(self, now: TimePoint) -> None:
        """Note that the language side is alive."""
        if self.language is not None:
            self.language.put(now.steady_s)

    def feel(self, held: bool, now: TimePoint) -> None:
        """Note whether the deadman switch is held."""
        if self.deadman is not None:
            self.deadman.put(held, now.steady_s)

    def look(self, now: TimePoint, robot: RobotSample | None, *, still: bool) -> None:
        """Judge the camera once a tick, by where the robot is and whether it is told to stand."""
        if self.camera is not None:
            self.camera.track_motion(now, None if robot is None else robot.position, still=still)

    def forget(self) -> None:
        """Forget what was stamped by a clock that jumped."""
        if self.camera is not None:
            self.camera.on_clock_jump()

    def view(self, now: TimePoint) -> CameraStatus | None:
        """Return what the camera shows, if it is watched."""
        return None if self.camera is None else self.camera.status(now)

    def language_age_s(self, now: TimePoint) -> float | None:
        """Return the age of the language side's heartbeat [s], if it is watched."""
        return None if self.language is None else self.language.age_s(now.steady_s)

    def holds_deadman(self, now: TimePoint) -> bool:
        """Return whether the deadman switch is held, or not used."""
        return self.deadman is None or self.deadman.allows(now.steady_s)
