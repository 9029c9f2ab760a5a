# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Policy node: parameters that change while it runs, and use_sim_time without /clock."""

from pathlib import Path

from builtin_interfaces.msg import Time
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from policy_node_harness import PolicyNodeHarness
import pytest
from rcl_interfaces.srv import SetParameters
from rclpy.parameter import Parameter
from rosgraph_msgs.msg import Clock
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import PolicyStatus


def start_node(ros: NodeTestHarness, folder: Path, **parameters: object) -> PolicyNodeHarness:
    harness = PolicyNodeHarness(ros, folder, **parameters)
    harness.connect()
    return harness


def _change(harness: PolicyNodeHarness, transition: int) -> bool:
    request = ChangeState.Request(transition=Transition(id=transition))
    return bool(harness.ros.call(ChangeState, 'policy_node/change_state', request).success)


def _set(harness: PolicyNodeHarness, name: str, value: object) -> str:
    """Set a parameter by its service; return the reason of a refusal."""
    request = SetParameters.Request(parameters=[Parameter(name, value=value).to_parameter_msg()])
    result = harness.ros.call(SetParameters, 'policy_node/set_parameters', request).results[0]
    assert result.successful == (not result.reason)
    return str(result.reason)


def test_parameters_change_while_a_command_is_executed(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path, plan_period_s=1.0)
    harness.send_command()
    harness.wait_for(lambda: len(harness.chunks) >= 1, 'no chunk')
    assert _set(harness, 'plan_period_s', 0.1) == ''
    harness.wait_for(lambda: len(harness.chunks) >= 4, 'no faster chunks', 2.0)
    harness.wait_for(
        lambda: any(
            value.key == 'parameters_changed' and value.value == 'plan_period_s 1.0 -> 0.1'
            for message in harness.diagnostics
            for value in message.status[0].values
        ),
        'no report in the diagnostics',
    )
    assert _set(harness, 'command_timeout_s', 1.0) == ''
    harness.send_command(command_id='b')
    failed = harness.wait_for_state(PolicyStatus.FAILED, 'b')
    assert failed.reason == 'timeout'
    assert 'a command may take 1 s' in failed.message


@pytest.mark.parametrize(
    ('name', 'value', 'reason'),
    [
        ('plan_period_s', 1, 'plan_period_s must be a double; got 1, an integer. Write 1.0'),
        ('plan_period_s', 9.0, 'plan_period_s must be within 0.1 and 1.0 s; got 9.0. Set another'),
        ('checkpoint', 'other', 'Trying to set a read-only parameter: checkpoint.'),
    ],
)
def test_an_invalid_change_is_refused(
    ros: NodeTestHarness, tmp_path: Path, name: str, value: object, reason: str
) -> None:
    harness = start_node(ros, tmp_path)
    assert _set(harness, name, value).startswith(reason)
    assert harness.node.get_parameter('plan_period_s').value == 0.1


def test_an_inactive_node_applies_changes_when_it_is_activated(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path, plan_period_s=1.0)
    for transition in (Transition.TRANSITION_DEACTIVATE, Transition.TRANSITION_CLEANUP):
        assert _change(harness, transition)
        assert _set(harness, 'plan_period_s', 0.5) == ''
        assert _set(harness, 'plan_period_s', 0.1) == ''
    assert _change(harness, Transition.TRANSITION_CONFIGURE)
    assert _change(harness, Transition.TRANSITION_ACTIVATE)
    harness.connect()
    harness.send_command()
    harness.wait_for(lambda: len(harness.chunks) >= 5, 'no faster chunks', 3.0)


def test_a_missing_clock_is_reported_in_the_status(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = PolicyNodeHarness(ros, tmp_path, use_sim_time=True)
    ros.wait_for(
        lambda: harness.statuses[-1].message.startswith('no /clock received for 2 s'),
        3.5,
        'no report in policy_status',
    )
    clock = ros.publisher(Clock, '/clock', qos.SENSOR)
    tick = Clock(clock=Time(sec=100))

    def is_well() -> bool:
        tick.clock.nanosec = (tick.clock.nanosec + 1_000_000) % 1_000_000_000
        clock.publish(tick)
        return harness.statuses[-1].message == ''

    ros.wait_for(is_well, 3.5, 'the report does not end')
