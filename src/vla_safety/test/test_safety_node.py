# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Safety node with real messages: motion, refusals, stops, hold, lifecycle."""

from functools import partial
import math
from typing import Any

from geometry_msgs.msg import PoseStamped
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
import numpy as np
import pytest
from safety_node_harness import ACTIVE
from safety_node_harness import HOLD
from safety_node_harness import IDLE
from safety_node_harness import MakeHarness
from safety_node_harness import SafetyNodeHarness
from safety_node_harness import STOPPED
from std_msgs.msg import String
from vla_common.clock import TimePoint
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_pose
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import PolicyStatus
from vla_safety.gate.safety_gate import Gate
from vla_safety.ros import conversions
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import Target


def test_valid_chunks_move_the_robot(make_harness: MakeHarness) -> None:
    harness = make_harness()
    sent_ns = harness.ros.node.get_clock().now().nanoseconds
    harness.send()
    harness.ros.wait_for(lambda: len(harness.actions) >= 10)
    first = harness.actions[0]
    assert first.header.frame_id == 'base_link'
    # The time of the command, which lets a robot detect a late one.
    stamps_ns = [stamp_ns(action.header.stamp) for action in harness.actions]
    assert stamps_ns == sorted(set(stamps_ns))
    assert 0 < stamps_ns[0] - sent_ns < 1e9
    assert harness.grippers[0].opening == pytest.approx(1.0)
    harness.drive_until(lambda: harness.position[0] > HOME[0] + 0.05)
    assert harness.status.state == ACTIVE
    assert harness.status.command_id == 'command-1'
    assert 0.1 <= harness.status.latency_s < 1.0
    assert harness.status.chunks_refused == 0


@pytest.mark.parametrize(
    ('reason', 'changes'),
    [
        ('finite', {'poses': [to_pose(HOME * math.nan, TOOL_DOWN)] * 16}),
        ('workspace', {'displacement': (0.0, 0.0, 1.0)}),
        ('stamp_stale', {'age_s': 20.0}),
        ('stamp_future', {'age_s': -5.0}),
        ('stamp_clock', {'age_s': 1e6}),
        ('shape', {'gripper': [1.0] * 3}),
        ('shape', {'poses': [], 'gripper': [], 'termination': []}),
        ('quaternion', {'poses': [to_pose(HOME, TOOL_DOWN * 0)] * 16}),
        ('confidence', {'confidence': 0.0}),
    ],
)
def test_an_invalid_chunk_is_refused_and_nothing_is_sent(
    make_harness: MakeHarness, reason: str, changes: dict[str, Any]
) -> None:
    harness = make_harness()
    harness.send(**changes)
    harness.ros.wait_for(lambda: harness.status.chunks_refused == 1)
    assert harness.status.reason == reason
    assert harness.status.message
    assert harness.status.state == IDLE
    harness.ros.spin(0.2)
    assert not harness.actions
    assert not harness.grippers


@pytest.mark.parametrize('source', ['service', 'word'])
def test_a_stop_latches_until_reset(make_harness: MakeHarness, source: str) -> None:
    harness = make_harness()
    harness.start_motion()
    if source == 'service':
        assert harness.call('stop').success
    else:
        harness.commands.publish(String(data='OK, please stop now!'))
    harness.ros.wait_for(lambda: harness.state == STOPPED)
    assert harness.status.reason == f'stop_{source}'
    harness.ros.spin(0.6)
    harness.drive_until(harness.stands_still)
    sent = len(harness.actions)
    harness.send(command_id='command-2')
    assert harness.stands_still()
    assert len(harness.actions) == sent

    assert harness.call('reset').success
    harness.ros.wait_for(lambda: harness.state == IDLE)
    for command_id in ('command-1', 'command-2'):  # commands from before the reset
        harness.send(command_id=command_id)
        assert harness.stands_still()
    start = harness.position.copy()
    harness.drive_until(lambda: harness.position[0] > start[0] + 0.01, command_id='command-3')


def test_other_commands_and_unknown_policy_states_have_no_effect(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness()
    harness.commands.publish(String(data='push the red cube to the bus stop sign'))
    harness.policy.publish(PolicyStatus(command_id='command-1', state=77))
    harness.start_motion()
    assert harness.state == ACTIVE


def test_the_robot_stands_at_the_time_out_of_a_silent_policy(
    make_harness: MakeHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks: list[tuple[float, float, bool]] = []  # time, age of the chunk, still or not
    tick = Gate.tick

    def watched_tick(gate: Gate, now: TimePoint) -> Target | None:
        command = tick(gate, now)
        ticks.append((now.steady_s, gate.inputs.ages(now).chunk_age_s, gate.is_still))
        return command

    monkeypatch.setattr(Gate, 'tick', watched_tick)
    harness = make_harness(max_chunk_age_s=0.6)
    harness.start_motion()
    harness.send(displacement=(0.4, 0.0, 0.0))
    harness.ros.wait_for(lambda: harness.state == HOLD, 20.0)
    harness.ros.wait_for(lambda: ticks[-1][2])
    assert harness.status.reason == 'chunk_stale'
    # A busy machine delays ticks, and each delay delays the end of the ramp.
    gaps = np.diff([t[0] for t in ticks[-25:]])
    delay_s = float(np.maximum(gaps - 0.02, 0.0).sum())
    last_moving_s = max(age_s for _, age_s, still in ticks[-25:] if not still)
    assert 0.3 < last_moving_s <= 0.6 + 0.1 + delay_s
    harness.drive_until(lambda: harness.state == ACTIVE)


def test_a_lost_robot_state_holds_and_a_long_hold_latches(make_harness: MakeHarness) -> None:
    harness = make_harness(hold_timeout_s=0.5, max_state_age_s=1.0)
    harness.start_motion()
    harness.robot_alive = False
    harness.drive_until(lambda: harness.state == STOPPED)
    assert harness.status.reason == 'state_stale'
    assert 'Held for' in harness.status.message
    assert not harness.call('reset').success
    harness.robot_alive = True
    harness.ros.spin(0.2)
    assert harness.call('reset').success


def test_the_robot_stands_when_the_policy_has_succeeded(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.start_motion()
    harness.policy.publish(PolicyStatus(command_id='command-1', state=PolicyStatus.SUCCEEDED))
    harness.ros.wait_for(lambda: harness.state == IDLE)
    harness.ros.spin(0.5)
    harness.send()  # one that was on its way
    assert harness.stands_still()
    assert harness.state == IDLE
    assert harness.status.chunks_refused == 0


def test_an_internal_error_stops_the_robot(
    make_harness: MakeHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = make_harness()
    harness.start_motion()

    def fail(*_: object) -> None:
        raise ZeroDivisionError('a defect')

    monkeypatch.setattr('vla_safety.gate.chunk_admission.inspect_chunk', fail)
    harness.send()
    harness.ros.wait_for(lambda: harness.state == STOPPED)
    assert harness.status.reason == 'node_fault'
    assert 'a defect' in harness.status.message
    harness.ros.spin(0.5)
    assert harness.stands_still()


def test_motion_waits_for_approval(make_harness: MakeHarness) -> None:
    harness = make_harness(approval='every_command')
    assert not harness.call('approve').success
    harness.drive_until(lambda: harness.status.reason == 'approval_pending')
    assert harness.stands_still()
    assert not harness.actions
    assert harness.call('approve').success
    harness.start_motion()


def _change(ros: NodeTestHarness, transition: int) -> bool:
    request = ChangeState.Request(transition=Transition(id=transition))
    return bool(ros.call(ChangeState, 'safety_node/change_state', request).success)


def test_deactivation_brakes_and_activation_does_not_resume(
    make_harness: MakeHarness, ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    to_action = conversions.to_action

    def watched_to_action(target: Target, *rest: Any) -> PoseStamped:
        sent.append(target.position)
        return to_action(target, *rest)

    monkeypatch.setattr(conversions, 'to_action', watched_to_action)
    # Slow ticks and a long ramp: a pause of a busy machine must not pass for standstill.
    harness = make_harness(
        control_rate_hz=10.0,
        max_linear_acceleration_m_s2=0.2,
        max_linear_jerk_m_s3=4.0,
        max_linear_speed_m_s=0.2,
    )
    harness.start_motion()
    assert _change(ros, Transition.TRANSITION_DEACTIVATE)
    ros.spin(0.1)
    speeds = np.linalg.norm(np.diff(sent, axis=0), axis=1) / 0.1
    assert speeds[-1] == 0.0
    assert speeds.max() > 0.04
    assert np.abs(np.diff(speeds)).max() <= 0.2 * 0.1 + 1e-6
    harness.send()
    assert harness.stands_still()
    assert _change(ros, Transition.TRANSITION_ACTIVATE)
    assert harness.stands_still()
    harness.drive_until(lambda: harness.state == ACTIVE, command_id='command-2')


def test_a_stop_stays_latched_over_a_new_configuration(
    make_harness: MakeHarness, ros: NodeTestHarness
) -> None:
    harness = make_harness()
    assert harness.call('stop').success
    for transition in (
        Transition.TRANSITION_DEACTIVATE,
        Transition.TRANSITION_CLEANUP,
        Transition.TRANSITION_CONFIGURE,
        Transition.TRANSITION_ACTIVATE,
    ):
        assert _change(ros, transition)
    harness.statuses.clear()
    ros.wait_for(lambda: harness.state == STOPPED)
    assert harness.status.reason == 'stop_service'


def test_diagnostics_report_a_stop(make_harness: MakeHarness) -> None:
    harness = make_harness()
    assert harness.call('stop').success

    def reports() -> list[tuple[bytes, bool]]:
        own = [s for m in harness.diagnostics for s in m.status if s.name == 'safety_node']
        return [(s.level, 'reset' in s.message) for s in own]

    harness.ros.wait_for(lambda: (b'\x02', True) in reports())


def _has_more_actions(harness: SafetyNodeHarness, count: int) -> bool:
    return len(harness.actions) > count


def test_motion_from_rest_does_not_wait_for_the_next_tick(make_harness: MakeHarness) -> None:
    """With ticks 0.1 s apart, the mean wait would be 0.05 s."""
    harness = make_harness(control_rate_hz=10.0)
    waits_ns = []
    for number in range(6):
        harness.ros.wait_for(harness.stands_still, 20.0)
        count, command_id = len(harness.actions), f'command-{number}'
        harness.announce(command_id)
        harness.ros.spin(0.017 * number)
        sent_ns = harness.ros.node.get_clock().now().nanoseconds
        harness.send(command_id=command_id)
        harness.ros.wait_for(partial(_has_more_actions, harness, count))
        waits_ns.append(stamp_ns(harness.actions[count].header.stamp) - sent_ns)
        status = PolicyStatus(state=PolicyStatus.SUCCEEDED, command_id=command_id)
        harness.policy.publish(status)
    assert np.mean(waits_ns) < 0.03e9, waits_ns
