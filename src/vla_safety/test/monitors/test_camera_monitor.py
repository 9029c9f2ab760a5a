# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Camera monitor: images that are lost, frozen, black or white, and how the gate reacts."""

import math
from typing import Any

import numpy as np
import pytest
from vla_common.clock import TimePoint
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.monitors.camera_monitor import CameraMonitor
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_gate
from vla_safety.types.limits import Limits

T0_S = 1000.0


def _now(time_s: float) -> TimePoint:
    return TimePoint(time_s, T0_S + time_s)


def _image(
    time_s: float, content: bytes = b'a', dark: float = 0.1, bright: float = 0.1
) -> ImageSample:
    return ImageSample(round((T0_S + time_s) * 1e9), content, dark, bright)


def _monitor(**settings: Any) -> CameraMonitor:
    return CameraMonitor(CameraSettings(**settings), WatchdogLimits())


def test_ages_count_from_stamp_and_from_arrival() -> None:
    monitor = _monitor()
    assert (
        monitor.status(_now(1.0)).image_age_s
        == monitor.status(_now(1.0)).features_age_s
        == math.inf
    )
    assert monitor.update(_image(1.0), _now(1.3))
    status = monitor.status(_now(1.5))
    assert status.image_age_s == pytest.approx(0.5)
    assert status.features_age_s == pytest.approx(0.2)
    assert status.reason == 'image_stale'


@pytest.mark.parametrize('time_s', [1.0, 0.5, 9.0, -900.0])
def test_images_with_an_invalid_stamp_are_rejected(time_s: float) -> None:
    monitor = _monitor()
    monitor.update(_image(1.0), _now(1.0))
    assert not monitor.update(_image(time_s, b'b'), _now(2.0))
    status = monitor.status(_now(2.0))
    assert (status.image_age_s, status.features_age_s) == (1.0, 0.0)


@pytest.mark.parametrize(
    ('changes', 'reason'),
    [
        ({'dark': 0.98}, 'image_dark'),
        ({'dark': math.nan}, 'image_dark'),
        ({'bright': 1.0}, 'image_bright'),
    ],
)
def test_black_and_white_images_are_rejected(changes: dict[str, float], reason: str) -> None:
    monitor = _monitor()
    assert monitor.update(_image(1.0), _now(1.0))
    assert not monitor.update(_image(2.0, b'b', **changes), _now(2.0))
    status = monitor.status(_now(2.0))
    assert (status.image_age_s, status.reason) == (1.0, reason)
    assert monitor.update(_image(3.0, b'c'), _now(3.0))
    assert monitor.status(_now(3.0)).image_age_s == 0.0


def test_equal_images_of_a_scene_at_rest_are_accepted() -> None:
    monitor = _monitor()
    for time_s in range(1, 20):
        monitor.update(_image(time_s), _now(time_s))
        monitor.track_motion(_now(time_s), HOME, still=True)
        assert monitor.status(_now(time_s)).image_age_s == 0.0


def test_equal_images_during_motion_are_frozen_until_one_differs() -> None:
    monitor = _monitor()
    for time_s in (1.0, 2.0, 3.0):
        monitor.update(_image(time_s), _now(time_s))
        monitor.track_motion(_now(time_s), HOME, still=True)
    monitor.update(_image(3.5), _now(3.5))
    monitor.track_motion(_now(3.5), HOME + (0.01, 0.0, 0.0), still=False)
    assert monitor.status(_now(3.5)).image_age_s == 0.0  # too little motion
    monitor.update(_image(4.0), _now(4.0))
    monitor.track_motion(_now(4.0), HOME + (0.03, 0.0, 0.0), still=False)
    status = monitor.status(_now(4.0))
    assert (status.image_age_s, status.reason) == (1.0, 'image_frozen')  # motion began at 3.0
    monitor.update(_image(5.0), _now(5.0))
    monitor.track_motion(_now(5.0), HOME, still=True)  # back again, and at rest
    assert monitor.status(_now(5.0)).image_age_s == 2.0
    monitor.update(_image(6.0, b'b'), _now(6.0))
    monitor.track_motion(_now(6.0), HOME, still=True)
    assert monitor.status(_now(6.0)).image_age_s == 0.0


def test_a_frozen_camera_has_the_age_of_its_last_change() -> None:
    monitor = _monitor()
    for step in range(20):
        time_s = 1.0 + 0.1 * step
        monitor.update(_image(time_s, bytes([min(step, 10)])), _now(time_s))
        monitor.track_motion(_now(time_s), HOME + (0.02 * step, 0.0, 0.0), still=False)
    status = monitor.status(_now(time_s))
    assert status.image_age_s == pytest.approx(0.9)
    assert status.reason == 'image_frozen'


def test_a_camera_that_stops_on_two_equal_images_is_stale_not_frozen() -> None:
    monitor = _monitor()
    for step in range(20):
        time_s = 1.0 + 0.1 * step
        if step < 12:
            monitor.update(_image(time_s, bytes([min(step, 10)])), _now(time_s))
        monitor.track_motion(_now(time_s), HOME + (0.02 * step, 0.0, 0.0), still=False)
    status = monitor.status(_now(time_s))
    # The age is that of the first of the two: what it shows may have been old.
    assert status.image_age_s == pytest.approx(0.9)
    assert status.reason == 'image_stale'


def test_without_frozen_travel_no_image_may_repeat() -> None:
    monitor = _monitor(frozen_travel_m=0.0)
    for time_s in (1.0, 2.0, 3.0):
        monitor.update(_image(time_s), _now(time_s))
        monitor.track_motion(_now(time_s), HOME, still=True)
    assert monitor.status(_now(3.0)).reason == 'image_frozen'
    assert monitor.status(_now(3.0)).image_age_s == 2.0


def test_a_clock_jump_forgets_all_images() -> None:
    monitor = _monitor()
    monitor.update(_image(5.0), _now(5.0))
    monitor.on_clock_jump()
    assert monitor.status(_now(5.0)).image_age_s == math.inf
    assert monitor.update(_image(1.0), _now(1.0))


def test_no_motion_before_the_first_image() -> None:
    harness = GateHarness(make_gate(camera=CameraSettings()), camera_alive=False)
    harness.tick()
    assessment = harness.send()
    assert assessment is not None
    assert [v.check for v in assessment.refusals] == ['image_unknown']
    harness.camera_alive = True
    harness.tick()
    harness.start_moving()


def _harness(**parts: Any) -> GateHarness:
    harness = GateHarness(make_gate(camera=CameraSettings(), **parts))
    harness.tick()
    return harness


@pytest.mark.parametrize(
    ('fault', 'reason', 'limit_s'),
    [
        ({'camera_alive': False}, 'features_stale', 1.0),
        ({'camera_frozen': True}, 'image_frozen', 1.2),
        ({'dark_share': 1.0}, 'image_dark', 1.2),
    ],
)
def test_the_robot_stands_at_the_time_out_and_continues_afterwards(
    fault: dict[str, Any], reason: str, limit_s: float
) -> None:
    harness = _harness()
    harness.run(0.5, displacement=np.array((0.1, 0.0, 0.0)))
    assert harness.gate.state is GateState.ACTIVE
    for name, value in fault.items():
        setattr(harness, name, value)
    since_s, moved_s = harness.steady_s, harness.steady_s
    for tick in range(round((limit_s + 0.5) / 0.02)):
        if tick % 10 == 0:  # the policy continues
            harness.send(displacement=np.array((0.1, 0.0, 0.0)))
        harness.tick()
        moved_s = moved_s if harness.gate.is_still else harness.steady_s
    assert limit_s - Limits().ramp_s - 0.1 < moved_s - since_s <= limit_s + 1e-6
    assert (harness.gate.state, harness.gate.reason) == (GateState.HOLD, reason)
    harness.camera_alive, harness.camera_frozen, harness.dark_share = True, False, 0.1
    harness.run(0.5, displacement=np.array((0.1, 0.0, 0.0)))
    assert harness.gate.state is GateState.ACTIVE


@pytest.mark.parametrize(
    'fault', [{'camera_alive': False}, {'camera_frozen': True}, {'dark_share': 1.0}]
)
def test_a_stop_by_the_camera_needs_usable_images_for_reset(fault: dict[str, Any]) -> None:
    harness = _harness(watchdog=WatchdogLimits(hold_timeout_s=0.5))
    harness.gate.on_policy_state(PolicyState.EXECUTING, 'command-1')
    harness.run(0.5)
    for name, value in fault.items():
        setattr(harness, name, value)
    harness.run(3.0)
    assert harness.gate.state is GateState.STOPPED
    harness.send()
    assert not harness.gate.reset(harness.now)[0]
    harness.camera_alive, harness.camera_frozen, harness.dark_share = True, False, 0.1
    harness.tick(2)
    harness.send()
    assert harness.gate.reset(harness.now)[0]


def test_a_start_after_a_long_rest_is_not_a_frozen_camera() -> None:
    harness = _harness()
    harness.camera_frozen = True  # nothing moves, so all images are equal
    harness.tick(500)
    harness.send(displacement=np.array((0.1, 0.0, 0.0)))
    harness.tick(3)
    harness.camera_frozen = False  # the images change
    harness.run(1.0, displacement=np.array((0.05, 0.0, 0.0)))
    assert harness.gate.chunks.refused == 0
    assert harness.gate.state is GateState.ACTIVE
