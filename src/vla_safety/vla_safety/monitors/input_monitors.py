# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What motion depends on beside the chunk and the robot's state."""

from dataclasses import dataclass

from vla_safety.monitors.camera_monitor import CameraWatch
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.deadman_monitor import Deadman
from vla_safety.monitors.language_monitor import LanguageWatch
from vla_safety.monitors.watchdog import View
from vla_safety.types.chunk import Instant
from vla_safety.types.chunk import RobotSample


@dataclass(frozen=True)
class Senses:
    """Camera, language side and deadman switch; motion does not depend on one that is None."""

    camera: CameraWatch | None = None
    language: LanguageWatch | None = None
    deadman: Deadman | None = None

    def see(self, sample: ImageSample, now: Instant) -> bool:
        """Note what the camera shows; return False for an image that shows nothing."""
        return self.camera is None or self.camera.put(sample, now)

    def hear(self, now: Instant) -> None:
        """Note that the language side is alive."""
        if self.language is not None:
            self.language.put(now.steady_s)

    def feel(self, held: bool, now: Instant) -> None:
        """Note whether the deadman switch is held."""
        if self.deadman is not None:
            self.deadman.put(held, now.steady_s)

    def look(self, now: Instant, robot: RobotSample | None, *, still: bool) -> None:
        """Judge the camera once a tick, by where the robot is and whether it is told to stand."""
        if self.camera is not None:
            self.camera.look(now, None if robot is None else robot.position, still=still)

    def forget(self) -> None:
        """Forget what was stamped by a clock that jumped."""
        if self.camera is not None:
            self.camera.forget()

    def view(self, now: Instant) -> View | None:
        """Return what the camera shows, if it is watched."""
        return None if self.camera is None else self.camera.view(now)

    def language_s(self, now: Instant) -> float | None:
        """Return the age of the language side's heartbeat [s], if it is watched."""
        return None if self.language is None else self.language.age_s(now.steady_s)

    def holds_deadman(self, now: Instant) -> bool:
        """Return whether the deadman switch is held, or not used."""
        return self.deadman is None or self.deadman.allows(now.steady_s)
