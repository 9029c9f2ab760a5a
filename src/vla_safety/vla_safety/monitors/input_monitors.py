# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Protocol of the input monitors, and the set of optional ones that a gate uses."""

from dataclasses import dataclass
from typing import Protocol
from typing import TypeVar

from vla_common.clock import TimePoint
from vla_safety.monitors.camera_monitor import CameraMonitor
from vla_safety.monitors.deadman_monitor import DeadmanMonitor
from vla_safety.monitors.language_monitor import LanguageMonitor
from vla_safety.robot.joint_monitor import JointMonitor

Sample = TypeVar('Sample', contravariant=True)
Status = TypeVar('Status', covariant=True)


class InputMonitor(Protocol[Sample, Status]):
    """Monitor of one input of the gate."""

    def update(self, sample: Sample, now: TimePoint) -> bool:
        """Record a sample that arrived at `now`; return whether it is usable."""
        ...

    def status(self, now: TimePoint) -> Status:
        """Return the state of the input at `now`."""
        ...

    def on_clock_jump(self) -> None:
        """Forget what was stamped by the ROS clock before it jumped."""
        ...


@dataclass(frozen=True)
class InputMonitors:
    """Monitors of optional inputs; motion does not depend on an input whose monitor is None."""

    camera: CameraMonitor | None = None
    language: LanguageMonitor | None = None
    deadman: DeadmanMonitor | None = None
    joints: JointMonitor | None = None
