# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""No restart of the safety node continues older motion or clears a stop."""

from pathlib import Path

from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from rclpy.parameter import Parameter
from safety_node_harness import ACTIVE
from safety_node_harness import IDLE
from safety_node_harness import MakeHarness
from safety_node_harness import SafetyNodeHarness
from safety_node_harness import STOPPED
from vla_interfaces.msg import PolicyStatus
from vla_safety.safety_node import SafetyNode


def change(harness: SafetyNodeHarness, transition: int) -> None:
    request = ChangeState.Request(transition=Transition(id=transition))
    assert harness.ros.call(ChangeState, 'safety_node/change_state', request).success


def marker_files(folder: Path) -> list[Path]:
    return sorted((folder / 'vla_state').glob('safety_node-domain*.running'))


def test_the_file_exists_exactly_while_a_run_has_not_ended(
    make_harness: MakeHarness, logs: Path
) -> None:
    harness = make_harness()
    assert marker_files(logs) == []
    harness.start_motion()
    assert len(marker_files(logs)) == 1
    harness.policy.publish(PolicyStatus(state=PolicyStatus.SUCCEEDED, command_id='command-1'))
    harness.ros.wait_for(lambda: not marker_files(logs))
    assert harness.call('stop').success
    assert len(marker_files(logs)) == 1
    assert harness.call('reset').success
    harness.ros.wait_for(lambda: not marker_files(logs))


def test_a_stop_stays_latched_over_cleanup_and_configuration(
    make_harness: MakeHarness, logs: Path
) -> None:
    harness = make_harness()
    assert harness.call('stop').success
    for transition in (
        Transition.TRANSITION_DEACTIVATE,
        Transition.TRANSITION_CLEANUP,
        Transition.TRANSITION_CONFIGURE,
        Transition.TRANSITION_ACTIVATE,
    ):
        change(harness, transition)
    harness.ros.wait_for(lambda: harness.state == STOPPED)
    assert harness.status.reason == 'stop_service'
    assert len(marker_files(logs)) == 1


def test_a_node_of_a_run_that_was_killed_starts_stopped(
    make_harness: MakeHarness, logs: Path
) -> None:
    harness = make_harness()
    folder = logs / 'second'
    folder.mkdir()
    domain = harness.node.context.get_domain_id()
    (folder / f'robot2.safety_node-domain{domain}.running').touch()
    node = SafetyNode(
        context=harness.ros.context,
        namespace='robot2',
        parameter_overrides=[Parameter('state_directory', value=str(folder))],
    )
    harness.ros.add(node)
    health = node.diagnose
    harness.ros.wait_for(lambda: node.is_active)
    assert health().values['state'] == 'STOPPED'
    assert 'ros2 service call /robot2/reset std_srvs/srv/Trigger' in health().message
    # The file belongs to one namespace and domain.
    assert harness.state == IDLE


def test_after_an_activation_the_old_command_is_over(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.start_motion()
    change(harness, Transition.TRANSITION_DEACTIVATE)
    assert harness.statuses[-1].reason == 'deactivated'
    # The poses of the braking are in the queue of the test.
    harness.ros.spin(0.5)
    before = harness.position
    change(harness, Transition.TRANSITION_ACTIVATE)
    harness.drive_until(lambda: harness.status.reason == 'command_before_activation')
    assert harness.stands_still()
    assert (harness.position == before).all()
    harness.drive_until(lambda: harness.state == ACTIVE, command_id='command-2')
