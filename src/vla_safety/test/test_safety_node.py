# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The safety node with real messages: motion, refusals, stops, hold, lifecycle."""

from collections.abc import Callable
import math
import time
from typing import Any

from geometry_msgs.msg import PoseStamped
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
import numpy as np
import pytest
from safety_system import ACTIVE
from safety_system import HOLD
from safety_system import IDLE
from safety_system import STOPPED
from safety_system import System
from std_msgs.msg import String
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_pose
from vla_common.testing import Probe
from vla_interfaces.msg import PolicyStatus
from vla_safety.gate.safety_gate import Gate
from vla_safety.ros import conversions
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import Instant
from vla_safety.types.chunk import Target


def test_valid_chunks_move_the_robot(make: Callable[..., System]) -> None:
    system = make()
    sent_ns = system.ros.node.get_clock().now().nanoseconds
    system.send()
    system.ros.wait_for(lambda: len(system.actions) >= 10)
    first = system.actions[0]
    assert first.header.frame_id == 'base_link'
    # The time of the command, by which a robot tells a late one.
    stamps_ns = [stamp_ns(action.header.stamp) for action in system.actions]
    assert stamps_ns == sorted(set(stamps_ns))
    assert 0 < stamps_ns[0] - sent_ns < 1e9
    assert system.grippers[0].opening == pytest.approx(1.0)
    system.drive_until(lambda: system.position[0] > HOME[0] + 0.05)
    assert system.status.state == ACTIVE
    assert system.status.command_id == 'command-1'
    assert 0.1 <= system.status.latency_s < 1.0
    assert system.status.chunks_refused == 0


def test_poses_come_at_the_control_rate(make: Callable[..., System]) -> None:
    system = make()
    system.start_motion()
    before, start_s = len(system.actions), time.monotonic()
    system.drive_until(lambda: time.monotonic() - start_s > 1.0)
    rate_hz = (len(system.actions) - before) / (time.monotonic() - start_s)
    assert 0 < rate_hz <= 51  # much less than 50 on a busy machine only; see test_safety_pacer


@pytest.mark.parametrize(
    ('reason', 'changes'),
    [
        ('finite', {'poses': [to_pose(HOME * math.nan, TOOL_DOWN)] * 16}),
        ('workspace', {'way': (0.0, 0.0, 1.0)}),
        ('stamp_stale', {'age_s': 20.0}),
        ('stamp_future', {'age_s': -5.0}),
        ('stamp_clock', {'age_s': 1e6}),
        ('shape', {'gripper': [1.0] * 3}),
        ('shape', {'poses': [], 'gripper': [], 'termination': []}),
        ('quaternion', {'poses': [to_pose(HOME, TOOL_DOWN * 0)] * 16}),
        ('confidence', {'confidence': 0.0}),
    ],
)
def test_a_wrong_chunk_is_refused_and_nothing_is_sent(
    make: Callable[..., System], reason: str, changes: dict[str, Any]
) -> None:
    system = make()
    system.send(**changes)
    system.ros.wait_for(lambda: system.status.chunks_refused == 1)
    assert system.status.reason == reason
    assert system.status.message
    assert system.status.state == IDLE
    system.ros.spin(0.2)
    assert not system.actions
    assert not system.grippers


def test_refused_points_are_shown_for_a_while(make: Callable[..., System]) -> None:
    system = make()
    system.send(way=(0.0, 0.0, 0.4))
    system.ros.wait_for(lambda: system.status.chunks_refused == 1)
    points, checks = system.status.refused_points, system.status.refused_checks
    assert set(checks) == {'workspace'}
    assert len(points) == len(checks) == 4
    assert all(point.z > 0.6 for point in points)
    system.ros.wait_for(lambda: not system.status.refused_points)


@pytest.mark.parametrize('how', ['service', 'word'])
def test_a_stop_latches_until_reset(make: Callable[..., System], how: str) -> None:
    system = make()
    system.start_motion()
    if how == 'service':
        assert system.call('stop').success
    else:
        system.commands.publish(String(data='OK, please stop now!'))
    system.ros.wait_for(lambda: system.state == STOPPED)
    assert system.status.reason == f'stop_{how}'
    system.ros.spin(0.6)
    system.drive_until(system.stands_still)
    sent = len(system.actions)
    system.send(command_id='command-2')
    assert system.stands_still()
    assert len(system.actions) == sent

    assert system.call('reset').success
    system.ros.wait_for(lambda: system.state == IDLE)
    for command_id in ('command-1', 'command-2'):  # given before the reset
        system.send(command_id=command_id)
        assert system.stands_still()
    start = system.position.copy()
    system.drive_until(lambda: system.position[0] > start[0] + 0.01, command_id='command-3')


def test_other_commands_and_unknown_policy_states_change_nothing(
    make: Callable[..., System],
) -> None:
    system = make()
    system.commands.publish(String(data='push the red cube to the bus stop sign'))
    system.policy.publish(PolicyStatus(command_id='command-1', state=77))
    system.start_motion()
    assert system.state == ACTIVE


def test_a_dead_policy_stands_still_by_its_time_out(
    make: Callable[..., System], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks: list[tuple[float, float, bool]] = []  # time, age of the chunk, still or not
    tick = Gate.tick

    def watched_tick(gate: Gate, now: Instant) -> Target | None:
        command = tick(gate, now)
        ticks.append((now.steady_s, gate.ages(now).chunk_s, gate.is_still))
        return command

    monkeypatch.setattr(Gate, 'tick', watched_tick)
    system = make(max_chunk_age_s=0.6)
    system.start_motion()
    system.send(way=(0.4, 0.0, 0.0))
    system.ros.wait_for(lambda: system.state == HOLD, 20.0)
    system.ros.wait_for(lambda: ticks[-1][2])
    assert system.status.reason == 'chunk_stale'
    # A busy machine delays ticks, and each delay delays the end of the ramp.
    gaps = np.diff([t[0] for t in ticks[-25:]])
    delay_s = float(np.maximum(gaps - 0.02, 0.0).sum())
    last_moving_s = max(age_s for _, age_s, still in ticks[-25:] if not still)
    assert 0.3 < last_moving_s <= 0.6 + 0.1 + delay_s
    system.drive_until(lambda: system.state == ACTIVE)


def test_a_silent_robot_holds_and_a_long_hold_latches(make: Callable[..., System]) -> None:
    system = make(hold_timeout_s=0.5, max_state_age_s=1.0)
    system.start_motion()
    system.robot_alive = False
    system.drive_until(lambda: system.state == STOPPED)
    assert system.status.reason == 'state_stale'
    assert 'Held for' in system.status.message
    assert not system.call('reset').success
    system.robot_alive = True
    system.ros.spin(0.2)
    assert system.call('reset').success


def test_the_robot_stands_when_the_policy_is_done(make: Callable[..., System]) -> None:
    system = make()
    system.start_motion()
    system.policy.publish(PolicyStatus(command_id='command-1', state=PolicyStatus.SUCCEEDED))
    system.ros.wait_for(lambda: system.state == IDLE)
    system.ros.spin(0.5)
    system.send()  # one that was on its way
    assert system.stands_still()
    assert system.state == IDLE
    assert system.status.chunks_refused == 0


def test_an_error_inside_stops_the_robot(
    make: Callable[..., System], monkeypatch: pytest.MonkeyPatch
) -> None:
    system = make()
    system.start_motion()

    def fail(*_: object) -> None:
        raise ZeroDivisionError('a defect')

    monkeypatch.setattr('vla_safety.gate.safety_gate.inspect', fail)
    system.send()
    system.ros.wait_for(lambda: system.state == STOPPED)
    assert system.status.reason == 'node_fault'
    assert 'a defect' in system.status.message
    system.ros.spin(0.5)
    assert system.stands_still()


def test_approval_is_waited_for(make: Callable[..., System]) -> None:
    system = make(approval='every_command')
    assert not system.call('approve').success
    system.drive_until(lambda: system.status.reason == 'approval_pending')
    assert system.stands_still()
    assert not system.actions
    assert system.call('approve').success
    system.start_motion()


def _change(ros: Probe, transition: int) -> bool:
    request = ChangeState.Request(transition=Transition(id=transition))
    return bool(ros.call(ChangeState, 'safety_node/change_state', request).success)


def test_deactivation_brakes_and_activation_does_not_go_on(
    make: Callable[..., System], ros: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    to_action = conversions.to_action

    def watched_to_action(target: Target, *rest: Any) -> PoseStamped:
        sent.append(target.position)
        return to_action(target, *rest)

    monkeypatch.setattr(conversions, 'to_action', watched_to_action)
    # Slow ticks and a long ramp: a pause of a busy machine must not pass for standstill.
    system = make(
        control_rate_hz=10.0,
        max_linear_acceleration_m_s2=0.2,
        max_linear_jerk_m_s3=4.0,
        max_linear_speed_m_s=0.2,
    )
    system.start_motion()
    assert _change(ros, Transition.TRANSITION_DEACTIVATE)
    ros.spin(0.1)
    speeds = np.linalg.norm(np.diff(sent, axis=0), axis=1) / 0.1
    assert speeds[-1] == 0.0
    assert speeds.max() > 0.04
    assert np.abs(np.diff(speeds)).max() <= 0.2 * 0.1 + 1e-6
    system.send()
    assert system.stands_still()
    assert _change(ros, Transition.TRANSITION_ACTIVATE)
    assert system.stands_still()
    system.drive_until(lambda: system.state == ACTIVE)


def test_a_stop_survives_a_new_configuration(make: Callable[..., System], ros: Probe) -> None:
    system = make()
    assert system.call('stop').success
    for transition in (
        Transition.TRANSITION_DEACTIVATE,
        Transition.TRANSITION_CLEANUP,
        Transition.TRANSITION_CONFIGURE,
        Transition.TRANSITION_ACTIVATE,
    ):
        assert _change(ros, transition)
    system.statuses.clear()
    ros.wait_for(lambda: system.state == STOPPED)
    assert system.status.reason == 'stop_service'


@pytest.mark.parametrize(
    ('parameters', 'part'),
    [
        ({'reaction_workspace': 'ignore'}, 'reaction_workspace'),
        ({'max_linear_speed_m_s': -1.0}, 'max_linear_speed_m_s'),
        ({'workspace_min_m': [9.0, 9.0, 9.0]}, 'workspace_max_m'),
        ({'max_state_age_s': 0.1}, 'max_state_age_s must be above'),
        ({'keep_out_m': [1.0]}, 'six numbers'),
    ],
)
def test_a_wrong_parameter_fails_to_configure_and_says_why(
    ros: Probe, parameters: dict[str, Any], part: str
) -> None:
    system = System(ros, **parameters)

    def problem() -> str:
        own = [s for m in system.diagnostics for s in m.status if s.name == 'safety_node']
        return own[-1].message if own else ''

    ros.wait_for(lambda: part in problem(), 30.0)
    assert not system.node.is_active


def test_health_is_told(make: Callable[..., System]) -> None:
    system = make()
    assert system.call('stop').success

    def told() -> list[tuple[bytes, bool]]:
        own = [s for m in system.diagnostics for s in m.status if s.name == 'safety_node']
        return [(s.level, 'reset' in s.message) for s in own]

    system.ros.wait_for(lambda: (b'\x02', True) in told())
