# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A demo run against a test double of the system."""

from collections.abc import Callable
from collections.abc import Iterator
import threading
from typing import Any

import pytest
from vla_bringup.demo import demo_run
from vla_bringup.demo.demo_run import DemoRun
from vla_bringup.demo.progress import Progress
from vla_bringup.demo.report import DemoReport
from vla_client.client import VlaClient
from vla_client.readiness import NotReadyError
from vla_client.testing import FakeSystem
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus

COMMAND = 'put the blue sphere in the green bowl'
TASK = {'kind': 'place', 'target': 'blue sphere', 'destination': 'green bowl'}


class DemoHarness:
    """A demo run, the system that serves it, and the progress that it showed."""

    def __init__(self, system: FakeSystem, client: VlaClient) -> None:
        self.system, self.client = system, client
        self.errors = ''
        self.shown: list[Progress] = []
        self.demo = DemoRun(client, lambda: self.errors, self.shown.append)

    def run(self, serve: Callable[[Any], None], timeout_s: float = 10.0) -> DemoReport:
        """Run the command while `serve` acts as the system for its goal."""
        report = DemoReport(False, '', '', '', COMMAND, 1)
        thread = threading.Thread(target=lambda: serve(self.system.wait_for_goal()))
        thread.start()
        self.demo.run(COMMAND, report, timeout_s)
        thread.join()
        return report

    def set_task_result(self, **values: Any) -> None:
        result = {'command_id': 'command-1', 'task': TASK, 'success': True, 'reason': '', **values}
        self.demo.recorder.task_result = result


@pytest.fixture
def harness(monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoHarness]:
    for name in ('_SETTLE_S', '_REPORT_S', '_OUTCOME_S'):
        monkeypatch.setattr(demo_run, name, 0.1)
    domain_id = free_domain_id()
    with FakeSystem(domain_id) as system, VlaClient('demo', domain_id=domain_id) as client:
        yield DemoHarness(system, client)


def test_success_needs_the_policy_and_the_simulator(harness: DemoHarness) -> None:
    harness.set_task_result(moved=['blue sphere'])
    report = harness.run(lambda goal: harness.system.end_goal(goal, 'succeeded'))
    assert report.success
    assert (report.outcome, report.reason) == ('succeeded', '')
    assert (report.task, report.target, report.destination) == tuple(TASK.values())
    assert report.moved == ['blue sphere']
    assert 0.0 < report.duration_s < 10.0


@pytest.mark.parametrize(
    ('task_result', 'message'),
    [
        ({'success': False, 'reason': 'not in the bowl'}, 'not in the bowl'),
        ({'task': None}, 'the command names no task of the simulator'),
        ({'command_id': 'command-0'}, 'the simulator received no such command'),
    ],
)
def test_success_that_the_simulator_does_not_confirm_is_a_failure(
    harness: DemoHarness, task_result: dict[str, Any], message: str
) -> None:
    harness.set_task_result(**task_result)
    report = harness.run(lambda goal: harness.system.end_goal(goal, 'succeeded'))
    assert not report.success
    assert (report.outcome, report.reason) == ('failed', 'not_confirmed')
    assert report.message == message


def test_refusal_is_reported_with_what_moved(harness: DemoHarness) -> None:
    harness.set_task_result(success=False, arm_moved_m=0.001)
    report = harness.run(
        lambda goal: harness.system.end_goal(goal, 'refused', 'target_not_found', 'no sphere')
    )
    assert (report.outcome, report.reason, report.message) == (
        'refused',
        'target_not_found',
        'no sphere',
    )
    assert report.nothing_moved
    assert not report.success


def test_timeout_cancels_the_command_and_names_the_safety_node(harness: DemoHarness) -> None:
    system = harness.system
    goals: list[Any] = []

    def hold(goal: Any) -> None:
        goals.append(goal)
        system.safety.publish(SafetyStatus(state=SafetyStatus.HOLD, message='image too old'))

    report = harness.run(hold, timeout_s=1.0)
    assert (report.outcome, report.reason) == ('timeout', 'timeout')
    assert report.message == 'safety: image too old'
    assert not goals[0].is_active


def test_ended_process_ends_the_run(harness: DemoHarness) -> None:
    def fail(goal: Any) -> None:
        del goal
        harness.errors = 'policy_node ended with exit status 1'

    report = harness.run(fail)
    assert report.outcome == 'timeout'
    assert report.message == 'policy_node ended with exit status 1'


def test_progress_is_that_of_the_new_command(harness: DemoHarness) -> None:
    system, client = harness.system, harness.client
    system.policy.publish(
        PolicyStatus(command_id='old', state=PolicyStatus.SUCCEEDED, task='push')
    )
    assert client.wait_for(lambda: client.policy_status is not None, 10.0)

    def execute(goal: Any) -> None:
        system.policy.publish(
            PolicyStatus(
                command_id='command-1',
                state=PolicyStatus.EXECUTING,
                task='place',
                phase='lift',
                progress=0.5,
            )
        )
        assert client.wait_for(lambda: client.policy_status.task == 'place', 5.0)
        threading.Event().wait(0.2)
        system.end_goal(goal, 'succeeded')

    harness.set_task_result()
    harness.run(execute)
    assert harness.shown[0].headline() == 'sent'
    assert harness.shown[-1].headline() == 'executing: place, lift'
    assert 'push' not in {progress.task for progress in harness.shown}


def test_missing_nodes_are_shown_and_named(harness: DemoHarness) -> None:
    with pytest.raises(NotReadyError, match=r'within 0\.2 s; sim_node: no diagnostics received'):
        harness.demo.wait_until_ready(0.2)
    assert harness.shown[0].state == 'starting, waiting for sim_node'


def test_ended_process_ends_the_wait(harness: DemoHarness) -> None:
    harness.errors = 'sim_node ended with exit status 1: no GPU'
    with pytest.raises(NotReadyError, match='sim_node ended with exit status 1: no GPU'):
        harness.demo.wait_until_ready(30.0)


def test_failed_node_ends_the_wait(harness: DemoHarness) -> None:
    node = harness.system.thread.node
    harness.system.thread.run_on_executor(
        lambda: node.create_timer(
            0.05,
            lambda: harness.system.publish_health(['sim_node'], 2, 'configure failed: no scene'),
        )
    )
    with pytest.raises(NotReadyError, match='sim_node: configure failed: no scene'):
        harness.demo.wait_until_ready(30.0)
