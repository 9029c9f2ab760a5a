# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Limits become stricter while the node is active, and looser only while it is not."""

from itertools import pairwise
import time
from typing import Any

from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from rcl_interfaces.srv import SetParameters
from rclpy.parameter import Parameter
from safety_node_harness import ACTIVE
from safety_node_harness import IDLE
from safety_node_harness import MakeHarness
from safety_node_harness import SafetyNodeHarness
from vla_interfaces.msg import PolicyStatus


def set_parameter(harness: SafetyNodeHarness, name: str, value: Any) -> str:
    """Set a parameter by its service; return the reason of a refusal, empty for success."""
    request = SetParameters.Request(parameters=[Parameter(name, value=value).to_parameter_msg()])
    result = harness.ros.call(SetParameters, 'safety_node/set_parameters', request).results[0]
    assert result.successful is (result.reason == '')
    return str(result.reason)


def peak_speed_m_s(harness: SafetyNodeHarness) -> float:
    """Move for a second; return the largest speed of the commanded positions."""
    harness.ros.spin(0.3)
    count = len(harness.actions)
    end_s = time.monotonic() + 1.0
    harness.drive_until(lambda: time.monotonic() > end_s, displacement=(0.1, 0.0, 0.0))
    x_m = [action.pose.position.x for action in harness.actions[count:]]
    harness.policy.publish(PolicyStatus(state=PolicyStatus.SUCCEEDED, command_id='command-1'))
    harness.ros.wait_for(lambda: harness.state == IDLE)
    assert len(x_m) > 10
    return max(abs(b - a) for a, b in pairwise(x_m)) / 0.02


def test_a_lower_speed_limit_holds_for_the_next_motion(make_harness: MakeHarness) -> None:
    harness = make_harness(max_time_scale=20.0)
    assert set_parameter(harness, 'max_linear_speed_m_s', 0.03) == ''
    harness.ros.wait_for(lambda: 'max_linear_speed_m_s 0.5 -> 0.03' in diagnostics(harness))
    assert 0.001 < peak_speed_m_s(harness) <= 0.03 + 1e-6


def diagnostics(harness: SafetyNodeHarness) -> str:
    """Return the newest diagnostics of the node as text."""
    statuses = [s for message in harness.diagnostics for s in message.status]
    found = [s for s in statuses if s.name == 'safety_node']
    return f'{found[-1].message} {[(v.key, v.value) for v in found[-1].values]}' if found else ''


def test_a_higher_limit_needs_an_inactive_node(make_harness: MakeHarness) -> None:
    harness = make_harness()
    reason = set_parameter(harness, 'max_linear_speed_m_s', 0.6)
    assert 'max_linear_speed_m_s may only be lowered while the node is active' in reason
    assert 'lifecycle set /safety_node deactivate' in reason
    request = ChangeState.Request(transition=Transition(id=Transition.TRANSITION_DEACTIVATE))
    assert harness.ros.call(ChangeState, 'safety_node/change_state', request).success
    assert set_parameter(harness, 'max_linear_speed_m_s', 0.6) == ''
    assert set_parameter(harness, 'min_confidence', 0.1) == ''


def test_no_limit_changes_in_motion(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.start_motion()
    assert harness.state == ACTIVE
    reason = set_parameter(harness, 'max_linear_speed_m_s', 0.1)
    assert reason.startswith('limits may be changed while no command is executed')
    assert 'the state is ACTIVE' in reason
    assert harness.node.get_parameter('max_linear_speed_m_s').value == 0.5


def test_a_smaller_workspace_refuses_what_was_allowed(make_harness: MakeHarness) -> None:
    harness = make_harness()
    reason = set_parameter(harness, 'workspace_max_m', [0.1, 0.45, 0.6])
    assert 'must be below workspace_max_m' in reason
    assert set_parameter(harness, 'workspace_max_m', [0.37, 0.45, 0.6]) == ''
    harness.ros.wait_for(lambda: 'workspace_max_m (0.8' in diagnostics(harness))
    harness.drive_until(lambda: harness.status.reason == 'workspace')
    assert harness.status.chunks_accepted == 0


def test_a_limit_that_makes_braking_too_slow_is_refused(make_harness: MakeHarness) -> None:
    harness = make_harness(max_state_age_s=0.6)
    reason = set_parameter(harness, 'max_linear_acceleration_m_s2', 0.1)
    assert 'max_state_age_s' in reason
