# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Protocol that all input monitors share."""

from typing import Any

import pytest
from vla_common.clock import TimePoint
from vla_safety.monitors.camera_monitor import CameraMonitor
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.deadman_monitor import DeadmanMonitor
from vla_safety.monitors.deadman_monitor import DeadmanSettings
from vla_safety.monitors.input_monitors import InputMonitor
from vla_safety.monitors.input_monitors import InputMonitors
from vla_safety.monitors.language_monitor import LanguageMonitor
from vla_safety.monitors.robot_state_tracker import RobotStateTracker
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import RobotSample

LIMITS = WatchdogLimits()
NOW = TimePoint(7.0, 50.0)
ROBOT = RobotSample(HOME, TOOL_DOWN, 1.0, 50_000_000_000, 'base_link')
IMAGE = ImageSample(50_000_000_000, b'a', 0.1, 0.1)


@pytest.mark.parametrize(
    ('monitor', 'sample', 'forgets'),
    [
        (CameraMonitor(CameraSettings(), LIMITS), IMAGE, True),
        (RobotStateTracker(LIMITS, 'base_link'), ROBOT, True),
        (LanguageMonitor(), None, False),
        (DeadmanMonitor(DeadmanSettings()), True, False),
    ],
)
def test_a_clock_jump_forgets_only_stamped_samples(
    monitor: InputMonitor[Any, Any], sample: Any, forgets: bool
) -> None:
    before = monitor.status(NOW)
    assert monitor.update(sample, NOW)
    updated = monitor.status(NOW)
    assert updated != before
    monitor.on_clock_jump()
    assert monitor.status(NOW) == (before if forgets else updated)


def test_no_input_is_monitored_by_default() -> None:
    monitors = InputMonitors()
    assert (monitors.camera, monitors.language, monitors.deadman) == (None, None, None)
