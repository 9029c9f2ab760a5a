# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate makes of a camera that is dead, frozen, covered or blinded."""

import math
from typing import Any

import numpy as np
import pytest
from vla_safety.gate.gate_memory import PolicyState
from vla_safety.gate.safety_gate import GateState
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.monitors.camera_monitor import CameraWatch
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.watchdog import Timing
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import Rig
from vla_safety.types.chunk import Instant
from vla_safety.types.limits import Limits

T0_S = 1000.0


def _now(time_s: float) -> Instant:
    return Instant(time_s, T0_S + time_s)


def _image(
    time_s: float, content: bytes = b'a', dark: float = 0.1, bright: float = 0.1
) -> ImageSample:
    return ImageSample(round((T0_S + time_s) * 1e9), content, dark, bright)


def _watch(**settings: Any) -> CameraWatch:
    return CameraWatch(CameraSettings(**settings), Timing())


def _rig(**parts: Any) -> Rig:
    rig = Rig(make_gate(camera=CameraSettings(), **parts))
    rig.tick()
    return rig


def test_ages_count_from_stamp_and_from_arrival() -> None:
    watch = _watch()
    assert watch.view(_now(1.0)).image_s == watch.view(_now(1.0)).features_s == math.inf
    assert watch.put(_image(1.0), _now(1.3))
    view = watch.view(_now(1.5))
    assert view.image_s == pytest.approx(0.5)
    assert view.features_s == pytest.approx(0.2)
    assert view.reason == 'image_stale'


@pytest.mark.parametrize('time_s', [1.0, 0.5, 9.0, -900.0])
def test_images_of_no_right_time_count_as_none(time_s: float) -> None:
    watch = _watch()
    watch.put(_image(1.0), _now(1.0))
    assert not watch.put(_image(time_s, b'b'), _now(2.0))
    view = watch.view(_now(2.0))
    assert (view.image_s, view.features_s) == (1.0, 0.0)


@pytest.mark.parametrize(
    ('changes', 'reason'),
    [
        ({'dark': 0.98}, 'image_dark'),
        ({'dark': math.nan}, 'image_dark'),
        ({'bright': 1.0}, 'image_bright'),
    ],
)
def test_images_that_show_nothing_count_as_none(changes: dict[str, float], reason: str) -> None:
    watch = _watch()
    assert watch.put(_image(1.0), _now(1.0))
    assert not watch.put(_image(2.0, b'b', **changes), _now(2.0))
    view = watch.view(_now(2.0))
    assert (view.image_s, view.reason) == (1.0, reason)
    assert watch.put(_image(3.0, b'c'), _now(3.0))
    assert watch.view(_now(3.0)).image_s == 0.0


def test_a_scene_at_rest_may_look_the_same() -> None:
    watch = _watch()
    for time_s in range(1, 20):
        watch.put(_image(time_s), _now(time_s))
        watch.look(_now(time_s), HOME, still=True)
        assert watch.view(_now(time_s)).image_s == 0.0


def test_the_same_image_while_the_robot_moves_is_frozen_until_another_comes() -> None:
    watch = _watch()
    for time_s in (1.0, 2.0, 3.0):
        watch.put(_image(time_s), _now(time_s))
        watch.look(_now(time_s), HOME, still=True)
    watch.put(_image(3.5), _now(3.5))
    watch.look(_now(3.5), HOME + (0.01, 0.0, 0.0), still=False)
    assert watch.view(_now(3.5)).image_s == 0.0  # too little to see
    watch.put(_image(4.0), _now(4.0))
    watch.look(_now(4.0), HOME + (0.03, 0.0, 0.0), still=False)
    view = watch.view(_now(4.0))
    assert (view.image_s, view.reason) == (1.0, 'image_frozen')  # it moves since 3.0
    watch.put(_image(5.0), _now(5.0))
    watch.look(_now(5.0), HOME, still=True)  # back again, and at rest
    assert watch.view(_now(5.0)).image_s == 2.0
    watch.put(_image(6.0, b'b'), _now(6.0))
    watch.look(_now(6.0), HOME, still=True)
    assert watch.view(_now(6.0)).image_s == 0.0


def test_a_camera_that_freezes_in_motion_is_dated_by_its_last_image() -> None:
    watch = _watch()
    for step in range(20):
        time_s = 1.0 + 0.1 * step
        watch.put(_image(time_s, bytes([min(step, 10)])), _now(time_s))
        watch.look(_now(time_s), HOME + (0.02 * step, 0.0, 0.0), still=False)
    view = watch.view(_now(time_s))
    assert view.image_s == pytest.approx(0.9)
    assert view.reason == 'image_frozen'


def test_a_camera_that_ends_on_two_same_images_is_stale_not_frozen() -> None:
    watch = _watch()
    for step in range(20):
        time_s = 1.0 + 0.1 * step
        if step < 12:
            watch.put(_image(time_s, bytes([min(step, 10)])), _now(time_s))
        watch.look(_now(time_s), HOME + (0.02 * step, 0.0, 0.0), still=False)
    view = watch.view(_now(time_s))
    # Dated by the first of the two all the same: what it showed may have been old.
    assert view.image_s == pytest.approx(0.9)
    assert view.reason == 'image_stale'


def test_a_camera_with_noise_may_never_repeat_itself() -> None:
    watch = _watch(frozen_travel_m=0.0)
    for time_s in (1.0, 2.0, 3.0):
        watch.put(_image(time_s), _now(time_s))
        watch.look(_now(time_s), HOME, still=True)
    assert watch.view(_now(3.0)).reason == 'image_frozen'
    assert watch.view(_now(3.0)).image_s == 2.0


def test_a_jump_of_the_clock_forgets_all_images() -> None:
    watch = _watch()
    watch.put(_image(5.0), _now(5.0))
    watch.forget()
    assert watch.view(_now(5.0)).image_s == math.inf
    assert watch.put(_image(1.0), _now(1.0))


def test_no_motion_before_the_first_image() -> None:
    rig = Rig(make_gate(camera=CameraSettings()), camera_alive=False)
    rig.tick()
    verdict = rig.send()
    assert verdict is not None
    assert [v.check for v in verdict.refusals] == ['image_unknown']
    rig.camera_alive = True
    rig.tick()
    rig.start_moving()


@pytest.mark.parametrize(
    ('fault', 'reason', 'limit_s'),
    [
        ({'camera_alive': False}, 'features_stale', 1.0),
        ({'camera_frozen': True}, 'image_frozen', 1.2),
        ({'dark_share': 1.0}, 'image_dark', 1.2),
    ],
)
def test_the_robot_stands_by_the_time_out_and_goes_on_by_itself(
    fault: dict[str, Any], reason: str, limit_s: float
) -> None:
    rig = _rig()
    rig.run(0.5, way=np.array((0.1, 0.0, 0.0)))
    assert rig.gate.state is GateState.ACTIVE
    for name, value in fault.items():
        setattr(rig, name, value)
    since_s, moved_s = rig.steady_s, rig.steady_s
    for tick in range(round((limit_s + 0.5) / 0.02)):
        if tick % 10 == 0:  # the policy does not notice
            rig.send(way=np.array((0.1, 0.0, 0.0)))
        rig.tick()
        moved_s = moved_s if rig.gate.is_still else rig.steady_s
    assert limit_s - Limits().ramp_s - 0.1 < moved_s - since_s <= limit_s + 1e-6
    assert (rig.gate.state, rig.gate.reason) == (GateState.HOLD, reason)
    rig.camera_alive, rig.camera_frozen, rig.dark_share = True, False, 0.1
    rig.run(0.5, way=np.array((0.1, 0.0, 0.0)))
    assert rig.gate.state is GateState.ACTIVE


@pytest.mark.parametrize(
    'fault', [{'camera_alive': False}, {'camera_frozen': True}, {'dark_share': 1.0}]
)
def test_a_stop_by_the_camera_is_reset_only_once_it_shows_something(fault: dict[str, Any]) -> None:
    rig = _rig(timing=Timing(hold_timeout_s=0.5))
    rig.gate.on_policy(PolicyState.EXECUTING, 'command-1')
    rig.run(0.5)
    for name, value in fault.items():
        setattr(rig, name, value)
    rig.run(3.0)
    assert rig.gate.state is GateState.STOPPED
    rig.send()
    assert not rig.gate.reset(rig.now)[0]
    rig.camera_alive, rig.camera_frozen, rig.dark_share = True, False, 0.1
    rig.tick(2)
    rig.send()
    assert rig.gate.reset(rig.now)[0]


def test_a_start_after_a_long_rest_is_not_taken_for_a_frozen_camera() -> None:
    rig = _rig()
    rig.camera_frozen = True  # nothing moves, so every image is the same
    rig.tick(500)
    rig.send(way=np.array((0.1, 0.0, 0.0)))
    rig.tick(3)
    rig.camera_frozen = False  # the arm is seen to move
    rig.run(1.0, way=np.array((0.05, 0.0, 0.0)))
    assert rig.gate.refused == 0
    assert rig.gate.state is GateState.ACTIVE
