# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation of the inputs of the gate."""

import dataclasses
import math

import pytest
from vla_common.clock import TimePoint
from vla_safety.gate.input_supervisor import InputSupervisor
from vla_safety.monitors.camera_monitor import CameraMonitor
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.input_monitors import InputMonitors
from vla_safety.monitors.language_monitor import LanguageMonitor
from vla_safety.monitors.publisher_monitor import Endpoint
from vla_safety.monitors.watchdog import DegradationLevel
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.playback.chunk_player import ChunkPlayer
from vla_safety.playback.playback_settings import PlaybackSettings
from vla_safety.testing.gate_harness import EPOCH_S
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import RobotSample
from vla_safety.types.input_fault import InputFault
from vla_safety.types.limits import Limits

NOW = TimePoint(100.0, EPOCH_S)
ROBOT = RobotSample(HOME, TOOL_DOWN, 1.0, round(EPOCH_S * 1e9), 'base_link')


def _supervisor(
    monitors: InputMonitors, player: ChunkPlayer | None = None, *, dry_run: bool = False
) -> InputSupervisor:
    limits = Limits()
    player = player or ChunkPlayer(limits, PlaybackSettings(), 0.02)
    return InputSupervisor(limits, WatchdogLimits(), monitors, player, 0.02, dry_run=dry_run)


def test_ages_of_missing_inputs_are_infinite(harness: GateHarness) -> None:
    ages = harness.gate.inputs.ages(harness.now)
    assert (ages.image_age_s, ages.chunk_age_s) == (math.inf, math.inf)
    assert ages.state_age_s == pytest.approx(0.0)


def test_the_fault_of_a_refused_chunk_lasts_until_an_accepted_one_or_silence() -> None:
    inputs, fault = _supervisor(InputMonitors()), InputFault('workspace', 'text')
    assert inputs.ages(NOW).received_chunk_age_s == math.inf
    inputs.on_chunk(fault, NOW)
    later = TimePoint(NOW.steady_s + 0.9, NOW.ros_s + 0.9)
    assert inputs.ages(later).received_chunk_age_s == pytest.approx(0.9)
    assert inputs.ages(later).chunk_fault == fault
    assert inputs.ages(TimePoint(NOW.steady_s + 1.0, NOW.ros_s + 1.0)).chunk_fault is None
    inputs.on_chunk(None, later)
    assert inputs.ages(later).chunk_fault is None
    assert inputs.ages(later).received_chunk_age_s == 0.0


def test_time_outs_too_short_to_brake_are_refused() -> None:
    with pytest.raises(ValueError, match='max_state_age_s must be above'):
        make_gate(watchdog=WatchdogLimits(max_state_age_s=0.2))


@pytest.mark.parametrize('every_monitor', [True, False])
def test_ages_of_inputs_without_a_monitor_are_none(every_monitor: bool) -> None:
    monitors = InputMonitors(language=LanguageMonitor()) if every_monitor else InputMonitors()
    inputs = _supervisor(monitors)
    assert (inputs.ages(NOW).language_age_s is None) is not every_monitor
    assert inputs.ages(NOW).camera is None
    assert inputs.deadman_held(NOW)
    assert inputs.on_image(ImageSample(0, b'', 0.0, 0.0), NOW)


def test_a_clock_jump_forgets_the_robot_and_the_images() -> None:
    camera = CameraMonitor(CameraSettings(), WatchdogLimits())
    inputs = _supervisor(InputMonitors(camera=camera))
    inputs.check_clock(NOW)
    assert inputs.on_robot_state(ROBOT, NOW)
    assert inputs.on_image(ImageSample(ROBOT.stamp_ns, b'a', 0.1, 0.1), NOW)
    assert inputs.check_clock(TimePoint(100.02, NOW.ros_s + 10.0)) == (True, False)
    ages = inputs.ages(NOW)
    assert ages.state_age_s == math.inf
    assert ages.camera is not None
    assert ages.camera.image_age_s == math.inf


def test_a_running_command_without_a_trajectory_holds_for_a_clock_jump() -> None:
    inputs = _supervisor(InputMonitors())
    inputs.on_robot_state(ROBOT, NOW)
    result = inputs.evaluate(NOW, is_holding=False, held_s=0.0)
    assert (result.level, result.reason) == (DegradationLevel.HOLD, 'clock_jump')
    result = inputs.evaluate(NOW, is_holding=True, held_s=10.0)
    assert (result.level, result.reason) == (DegradationLevel.STOP, 'clock_jump')


@pytest.mark.parametrize(
    ('offset_m', 'is_holding', 'held_s', 'dry_run', 'level'),
    [
        (0.14, False, 0.0, False, DegradationLevel.FRESH),
        (0.16, False, 0.0, False, DegradationLevel.HOLD),
        (0.16, False, 0.0, True, DegradationLevel.FRESH),
        (0.08, True, 1.0, False, DegradationLevel.HOLD),
        (0.07, True, 1.0, False, DegradationLevel.FRESH),
        (0.08, True, 10.0, False, DegradationLevel.STOP),
    ],
)
def test_the_tracking_error_ends_below_half_of_its_limit(
    offset_m: float, is_holding: bool, held_s: float, dry_run: bool, level: DegradationLevel
) -> None:
    player = ChunkPlayer(Limits(), PlaybackSettings(), 0.02)
    player.load(make_chunk(stamp_ns=ROBOT.stamp_ns), NOW, start=ROBOT, stood_until_s=100.0)
    inputs = _supervisor(InputMonitors(), player, dry_run=dry_run)
    moved = dataclasses.replace(ROBOT, position=HOME + (0.0, offset_m, 0.0))
    assert inputs.on_robot_state(moved, NOW)
    result = inputs.evaluate(NOW, is_holding=is_holding, held_s=held_s)
    assert result.level is level
    assert ('max_tracking_error_m' in result.message) == (level >= DegradationLevel.HOLD)


def test_a_second_publisher_is_a_problem_and_stops_and_keeps_a_stop() -> None:
    inputs = _supervisor(InputMonitors())
    inputs.on_robot_state(ROBOT, NOW)
    assert inputs.problem(NOW) is inputs.stop_fault(NOW) is None
    inputs.publishers.on_endpoints('robot_action', [Endpoint(b'x', '/teleop')], NOW.steady_s)
    problem, fault = inputs.problem(NOW), inputs.stop_fault(NOW)
    assert problem is not None
    assert fault is not None
    assert problem.reason == fault.reason == 'duplicate_robot_action'
    assert fault.message == f'{problem.message}; then call reset'
    conditions = inputs.reset_conditions(NOW, policy_alive=True)
    assert not conditions.is_cleared('duplicate_robot_action')
    inputs.publishers.on_endpoints('robot_action', [], NOW.steady_s)
    assert inputs.reset_conditions(NOW, policy_alive=True).is_cleared('duplicate_robot_action')


def test_a_fault_of_the_robot_state_is_part_of_the_ages() -> None:
    inputs = _supervisor(InputMonitors())
    assert not inputs.on_robot_state(dataclasses.replace(ROBOT, frame_id='/base_link'), NOW)
    fault = inputs.ages(NOW).state_fault
    assert fault is not None
    assert fault.reason == 'state_frame'
    assert inputs.problem(NOW) == fault


@pytest.mark.parametrize(('dry_run', 'is_fault'), [(False, True), (True, False)])
def test_a_gripper_that_does_not_follow_is_a_problem(*, dry_run: bool, is_fault: bool) -> None:
    player = ChunkPlayer(Limits(), PlaybackSettings(), 0.02)
    player.load(make_chunk(stamp_ns=ROBOT.stamp_ns), NOW, start=ROBOT, stood_until_s=100.0)
    inputs = _supervisor(InputMonitors(), player, dry_run=dry_run)
    for later_s in (0.0, 2.1):
        now = TimePoint(NOW.steady_s + later_s, NOW.ros_s + later_s)
        inputs.on_robot_state(
            dataclasses.replace(ROBOT, gripper=0.085, stamp_ns=round(now.ros_s * 1e9)), now
        )
        inputs.track_motion(now)
    fault = inputs.problem(now)
    assert (fault is not None and fault.reason == 'state_gripper_differs') == is_fault
