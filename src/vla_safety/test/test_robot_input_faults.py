# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Each fault of robot_state is named in safety_status and diagnostics, with or without command."""

from collections.abc import Callable
import math
from typing import Any

import pytest
from safety_node_harness import HOLD
from safety_node_harness import IDLE
from safety_node_harness import MakeHarness
from safety_node_harness import SafetyNodeHarness
from vla_common.conversions import to_stamp
from vla_interfaces.msg import RobotState
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.sample_messages import state_message

Change = Callable[[RobotState], Any]


def _set_frame(frame_id: str) -> Change:
    return lambda message: setattr(message.header, 'frame_id', frame_id)


def _set_quaternion(w: float) -> Change:
    def change(message: RobotState) -> None:
        q = message.end_effector.orientation
        q.x = q.y = q.z = 0.0
        q.w = w

    return change


def _shift_stamp(seconds: float) -> Change:
    def change(message: RobotState) -> None:
        stamp = message.header.stamp
        message.header.stamp = to_stamp(
            stamp.sec * 10**9 + stamp.nanosec + round(seconds * 1e9) if seconds else 0
        )

    return change


FAULTS: tuple[tuple[str, Change, str], ...] = (
    (
        'state_not_finite',
        lambda m: setattr(m.end_effector.position, 'x', math.nan),
        'position.x = nan',
    ),
    ('state_not_finite', lambda m: setattr(m, 'gripper', math.nan), 'gripper = nan'),
    ('state_frame', _set_frame('/base_link'), "'/base_link'. Remove the leading slash"),
    ('state_frame', _set_frame('world'), "must be in frame 'base_link'; got 'world'"),
    ('state_quaternion', _set_quaternion(0.0), 'length 0. The driver does not fill it'),
    ('state_quaternion', _set_quaternion(0.5), 'length 0.5. Normalize it'),
    ('state_stamp_zero', _shift_stamp(0.0), 'got 0. Set the stamp'),
    ('state_stamp_future', _shift_stamp(5.0), 'ahead of the clock of this node'),
    ('state_stamp_past', _shift_stamp(-20.0), 'messages arrive, but the newest stamp is 20.'),
    ('state_stamp_past', _shift_stamp(-1e6), 'messages arrive, but the newest stamp is 10000'),
    ('state_gripper', lambda m: setattr(m, 'gripper', 85.0), 'got 85. Divide'),
)
_IDS = [f'{reason}-{text[:12]}' for reason, _, text in FAULTS]


def _diagnosis(harness: SafetyNodeHarness) -> str:
    """Return the message of the newest diagnostics of the safety node."""
    return next(
        (
            status.message
            for array in reversed(harness.diagnostics)
            for status in array.status
            if status.name == 'safety_node'
        ),
        '',
    )


def _send_faulty(harness: SafetyNodeHarness, change: Change) -> None:
    def send() -> None:
        now_ns = harness.ros.node.get_clock().now().nanoseconds
        message = state_message(harness.position, now_ns)
        change(message)
        harness.states.publish(message)

    harness.robot_alive = False
    harness.ros.node.create_timer(0.02, send)


@pytest.mark.parametrize(('reason', 'change', 'text'), FAULTS, ids=_IDS)
def test_a_fault_is_named_without_a_command_and_refuses_motion(
    make_harness: MakeHarness, reason: str, change: Change, text: str
) -> None:
    harness = make_harness(max_state_age_s=0.8)
    assert harness.status.reason == ''
    _send_faulty(harness, change)
    harness.ros.wait_for(lambda: harness.status.reason == reason, 10.0)
    assert harness.state == IDLE
    assert text in harness.status.message
    harness.ros.wait_for(lambda: text in _diagnosis(harness), 10.0)
    harness.ros.spin(0.8)
    harness.send()
    harness.ros.wait_for(lambda: harness.status.chunks_refused == 1)
    assert harness.status.reason == reason
    assert not harness.actions


@pytest.mark.parametrize(
    ('reason', 'change', 'text'), [FAULTS[i] for i in (0, 2, 7, 10)], ids=['x', 'f', 's', 'g']
)
def test_a_fault_is_named_while_moving_and_holds(
    make_harness: MakeHarness, reason: str, change: Change, text: str
) -> None:
    harness = make_harness(max_state_age_s=0.8)
    harness.start_motion()
    _send_faulty(harness, change)
    harness.drive_until(lambda: harness.state == HOLD)
    assert harness.status.reason == reason
    assert text in harness.status.message
    assert 'the newest valid robot_state may be 0.8 s old at standstill' in harness.status.message


def test_a_low_rate_is_named(make_harness: MakeHarness) -> None:
    harness = make_harness(max_state_age_s=0.8)
    harness.robot_alive = False

    def send() -> None:
        now_ns = harness.ros.node.get_clock().now().nanoseconds
        harness.states.publish(state_message(HOME, now_ns))

    harness.ros.node.create_timer(0.25, send)
    harness.ros.wait_for(lambda: harness.status.reason == 'state_rate', 15.0)
    assert '10 Hz or more' in harness.status.message
    harness.ros.wait_for(lambda: 'it arrives at' in _diagnosis(harness), 10.0)


def test_a_missing_robot_state_is_named_without_a_command(make_harness: MakeHarness) -> None:
    harness = make_harness(max_state_age_s=0.8)
    harness.robot_alive = False
    harness.ros.wait_for(lambda: harness.status.reason == 'state_stale', 10.0)
    assert 'Check that the robot driver runs' in harness.status.message


def test_a_gripper_in_meters_is_named(make_harness: MakeHarness) -> None:
    harness = make_harness()
    _send_faulty(harness, lambda m: setattr(m, 'gripper', 0.085))
    harness.drive_until(lambda: 'input_fault' in _values(harness))
    fault = _values(harness)['input_fault']
    assert fault.startswith('state_gripper_differs: ')
    assert 'stays at 0.085' in fault


def _values(harness: SafetyNodeHarness) -> dict[str, str]:
    """Return the values of the newest diagnostics of the safety node."""
    found = [s for a in harness.diagnostics for s in a.status if s.name == 'safety_node']
    return {value.key: value.value for value in found[-1].values} if found else {}
