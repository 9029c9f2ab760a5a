# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Base class of nodes: lifecycle, autostart, diagnostics, workers, namespaces."""

from dataclasses import dataclass
import gc
import os
from pathlib import Path
import threading
import time
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from diagnostic_msgs.msg import DiagnosticStatus
from lifecycle_msgs.msg import State
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from lifecycle_msgs.srv import GetState
import pytest
import rclpy
from rclpy.context import Context
from rclpy.parameter import Parameter
from std_msgs.msg import String
from vla_common.domain_id import free_domain_id
from vla_common.health import Health
from vla_common.health import Level
from vla_common.node import VlaNode
from vla_common.qos import RELIABLE_LATEST
from vla_common.settings import setting
from vla_common.testing import NodeTestHarness


@dataclass(frozen=True)
class NodeSettingsExample:
    rate_hz: float = setting(5.0, 'Rate', minimum=1.0, maximum=9.0, change='any')
    include: tuple[str, ...] = setting((), 'Names')


class RecordingNode(VlaNode):
    """Records the calls of its hooks, and raises in the hooks named in `fails`."""

    def __init__(self, fails: dict[str, str] | None = None, **kwargs: Any) -> None:
        self.fails = fails or {}
        self.calls: list[str] = []
        self.applied_by: list[str] = []
        self.steps = 0
        super().__init__('example', **kwargs)

    def _hook(self, name: str) -> None:
        self.calls.append(name)
        if name in self.fails:
            raise ValueError(self.fails[name])

    def configure(self) -> None:
        self._hook('configure')
        self.settings = self.declare_dynamic(NodeSettingsExample, self._apply)
        self.output = self.create_lifecycle_publisher(String, 'output', RELIABLE_LATEST)

    def activate(self) -> None:
        self.start_worker('example_worker', self._step)
        self._hook('activate')

    def deactivate(self) -> None:
        self.output.publish(String(data='stop'))
        self._hook('deactivate')

    def cleanup(self) -> None:
        self._hook('cleanup')
        self.destroy_lifecycle_publisher(self.output)

    def diagnose(self) -> Health:
        self._hook('diagnose')
        return Health(Level.OK, 'working', {'steps': self.steps})

    def _apply(self, settings: 'NodeSettingsExample') -> None:
        self.settings = settings
        self.applied_by.append(threading.current_thread().name)

    def _step(self) -> None:
        threading.Event().wait(0.005)
        self.steps += 1
        if 'step' in self.fails:
            raise RuntimeError(self.fails['step'])


def _example(
    ros: NodeTestHarness,
    autostart: bool = True,
    fails: dict[str, str] | None = None,
    **kwargs: Any,
) -> RecordingNode:
    kwargs['parameter_overrides'] = [Parameter('autostart', value=autostart)]
    return ros.add(RecordingNode(fails, context=ros.context, **kwargs))


def _state(ros: NodeTestHarness, name: str = 'example') -> int:
    return ros.call(GetState, f'{name}/get_state', GetState.Request()).current_state.id


def _change(ros: NodeTestHarness, transition: int) -> bool:
    request = ChangeState.Request(transition=Transition(id=transition))
    return ros.call(ChangeState, 'example/change_state', request).success


def _status(messages: list[DiagnosticArray], level: Level) -> DiagnosticStatus | None:
    found = [s for m in messages for s in m.status if s.level == bytes([level])]
    return found[-1] if found else None


def _wait_status(
    ros: NodeTestHarness, messages: list[DiagnosticArray], level: Level
) -> DiagnosticStatus:
    ros.wait_for(lambda: _status(messages, level) is not None, 5.0, f'no {level.name} status')
    status = _status(messages, level)
    assert status is not None
    return status


def _worker_alive() -> bool:
    return any(thread.name == 'example_worker' for thread in threading.enumerate())


def test_autostart_activates_the_node(ros: NodeTestHarness) -> None:
    node = _example(ros)
    ros.wait_for(lambda: node.is_active)
    ros.wait_for(lambda: node.steps > 3)
    assert node.calls[:2] == ['configure', 'activate']
    assert _state(ros) == State.PRIMARY_STATE_ACTIVE


def test_autostart_happens_once(ros: NodeTestHarness) -> None:
    node = _example(ros)
    ros.wait_for(lambda: node.is_active)
    assert _change(ros, Transition.TRANSITION_DEACTIVATE)
    ros.spin(0.1)
    assert not node.is_active
    assert node.calls.count('activate') == 1


def test_without_autostart_the_node_is_unconfigured(ros: NodeTestHarness) -> None:
    node = _example(ros, autostart=False)
    status = _wait_status(ros, ros.collect(DiagnosticArray, '/diagnostics'), Level.WARN)
    assert (status.name, status.message, node.calls) == ('example', 'not active', [])
    assert _state(ros) == State.PRIMARY_STATE_UNCONFIGURED


def test_every_transition_is_possible_by_service(ros: NodeTestHarness) -> None:
    node = _example(ros, autostart=False)
    for transition, state, call in (
        (Transition.TRANSITION_CONFIGURE, State.PRIMARY_STATE_INACTIVE, 'configure'),
        (Transition.TRANSITION_ACTIVATE, State.PRIMARY_STATE_ACTIVE, 'activate'),
        (Transition.TRANSITION_DEACTIVATE, State.PRIMARY_STATE_INACTIVE, 'deactivate'),
        (Transition.TRANSITION_CLEANUP, State.PRIMARY_STATE_UNCONFIGURED, 'cleanup'),
        (Transition.TRANSITION_CONFIGURE, State.PRIMARY_STATE_INACTIVE, 'configure'),
        (Transition.TRANSITION_INACTIVE_SHUTDOWN, State.PRIMARY_STATE_FINALIZED, 'configure'),
    ):
        assert _change(ros, transition)
        assert _state(ros) == state
        assert [c for c in node.calls if c != 'diagnose'][-1] == call


def test_an_impossible_transition_is_rejected_and_the_node_keeps_running(
    ros: NodeTestHarness,
) -> None:
    node = _example(ros, autostart=False)
    assert not _change(ros, Transition.TRANSITION_ACTIVATE)
    assert node.calls == []
    assert _state(ros) == State.PRIMARY_STATE_UNCONFIGURED
    assert _change(ros, Transition.TRANSITION_CONFIGURE)


def test_an_error_in_configure_is_reported_and_configure_can_be_repeated(
    ros: NodeTestHarness,
) -> None:
    node = _example(ros, fails={'configure': 'no model at /x: give another path'})
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    status = _wait_status(ros, diagnostics, Level.ERROR)
    assert status.message == 'configure failed: ValueError: no model at /x: give another path'
    assert _state(ros) == State.PRIMARY_STATE_UNCONFIGURED
    assert node.calls == ['configure']

    node.fails.clear()
    assert _change(ros, Transition.TRANSITION_CONFIGURE)
    assert _change(ros, Transition.TRANSITION_ACTIVATE)
    assert _wait_status(ros, diagnostics, Level.OK).message == 'working'


def test_an_error_in_activate_stops_workers_and_publishers(ros: NodeTestHarness) -> None:
    node = _example(ros, fails={'activate': 'no camera'})
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    assert 'activate failed' in _wait_status(ros, diagnostics, Level.ERROR).message
    assert _state(ros) == State.PRIMARY_STATE_INACTIVE
    assert not _worker_alive()
    assert not node.output.is_activated


@pytest.mark.parametrize('fails', [{}, {'deactivate': 'the robot does not answer'}])
def test_deactivate_stops_workers_and_publishers_after_the_hook(
    ros: NodeTestHarness, fails: dict[str, str]
) -> None:
    node = _example(ros, fails=fails)
    ros.wait_for(lambda: node.is_active)
    messages = ros.collect(String, 'output')
    ros.wait_for(lambda: node.output.get_subscription_count() > 0)
    assert _change(ros, Transition.TRANSITION_DEACTIVATE)
    assert _state(ros) == State.PRIMARY_STATE_INACTIVE
    assert not _worker_alive()
    assert not node.output.is_activated
    ros.wait_for(lambda: [m.data for m in messages] == ['stop'])


def test_an_error_in_deactivate_is_reported(ros: NodeTestHarness) -> None:
    node = _example(ros, fails={'deactivate': 'the robot does not answer'})
    ros.wait_for(lambda: node.is_active)
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    _change(ros, Transition.TRANSITION_DEACTIVATE)
    assert 'does not answer' in _wait_status(ros, diagnostics, Level.ERROR).message


def test_shutdown_deactivates_an_active_node(ros: NodeTestHarness) -> None:
    node = _example(ros)
    ros.wait_for(lambda: node.is_active)
    assert _change(ros, Transition.TRANSITION_ACTIVE_SHUTDOWN)
    assert _state(ros) == State.PRIMARY_STATE_FINALIZED
    assert 'deactivate' in node.calls
    assert not _worker_alive()


def test_destroying_an_active_node_stops_its_workers(ros: NodeTestHarness) -> None:
    node = RecordingNode(context=ros.context)
    node.trigger_configure()
    node.trigger_activate()
    assert _worker_alive()
    node.destroy_node()
    assert not _worker_alive()


def test_an_error_in_a_step_is_reported_and_the_worker_continues(ros: NodeTestHarness) -> None:
    node = _example(ros, fails={'step': 'bad image'})
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    status = _wait_status(ros, diagnostics, Level.ERROR)
    assert status.message == 'a worker failed: RuntimeError: bad image'
    before = node.steps
    ros.wait_for(lambda: node.steps > before)
    assert node.is_active
    node.fails.clear()
    diagnostics.clear()
    assert _wait_status(ros, diagnostics, Level.OK).message == 'working'


def test_new_subscribers_and_changes_get_diagnostics_at_once(ros: NodeTestHarness) -> None:
    node = _example(ros, autostart=False)
    node._diagnostics_timer.cancel()  # nothing else publishes
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    assert _wait_status(ros, diagnostics, Level.WARN).message == 'not active'
    assert _change(ros, Transition.TRANSITION_CONFIGURE) and not node.is_starting
    assert _change(ros, Transition.TRANSITION_ACTIVATE)
    for age_s, is_starting in ((0.0, True), (1.0, False)):
        node._active_since_s = time.monotonic() - age_s
        assert node.is_starting is is_starting
    assert _wait_status(ros, diagnostics, Level.OK).message == 'working'


def test_values_are_published(ros: NodeTestHarness) -> None:
    _example(ros)
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    status = _wait_status(ros, diagnostics, Level.OK)
    assert [value.key for value in status.values] == ['steps']
    assert int(status.values[0].value) >= 0
    assert diagnostics[-1].header.stamp.sec > 0


def test_an_error_in_diagnose_is_reported(ros: NodeTestHarness) -> None:
    node = _example(ros, fails={'diagnose': 'no figures'})
    status = _wait_status(ros, ros.collect(DiagnosticArray, '/diagnostics'), Level.ERROR)
    assert 'no figures' in status.message
    assert node.is_active


def test_two_namespaces_share_only_diagnostics(ros: NodeTestHarness) -> None:
    left, right = (_example(ros, namespace=name) for name in ('left', 'right'))
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    outputs = ros.collect(String, 'left/output')
    ros.wait_for(lambda: left.is_active and right.is_active)
    ros.wait_for(lambda: left.output.get_subscription_count() > 0)
    right.output.publish(String(data='right'))
    left.output.publish(String(data='left'))
    ros.wait_for(lambda: bool(outputs))
    assert [m.data for m in outputs] == ['left']
    assert _state(ros, 'right/example') == State.PRIMARY_STATE_ACTIVE
    wanted = {'left/example', 'right/example'}
    ros.wait_for(lambda: {s.name for m in diagnostics for s in m.status} == wanted)


def test_a_change_is_applied_by_the_worker_and_reported(ros: NodeTestHarness) -> None:
    node = _example(ros)
    ros.wait_for(lambda: node.is_active)
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    result = node.set_parameters_atomically([Parameter('rate_hz', value=7.0)])
    assert result.successful
    ros.wait_for(lambda: node.settings.rate_hz == 7.0)
    assert node.applied_by == ['example_worker']

    def is_reported() -> bool:
        values = [value for m in diagnostics for s in m.status for value in s.values]
        return any(
            (v.key, v.value) == ('parameters_changed', 'rate_hz 5.0 -> 7.0') for v in values
        )

    ros.wait_for(is_reported)
    for refused in (node.set_parameters, node.set_parameters_atomically):
        refused([Parameter('rate_hz', value=0.5)])
        assert node.get_parameter('rate_hz').value == 7.0
    result = node.set_parameters_atomically([Parameter('rate_hz', value=0.5)])
    assert result.reason == 'rate_hz must be within 1.0 and 9.0; got 0.5. Set another value'


def test_without_a_worker_a_change_is_applied_at_once(ros: NodeTestHarness) -> None:
    node = _example(ros, autostart=False)
    node.trigger_configure()
    assert node.set_parameters_atomically([Parameter('rate_hz', value=7.0)]).successful
    assert node.settings.rate_hz == 7.0
    node.trigger_cleanup()
    assert node.set_parameters_atomically([Parameter('rate_hz', value=3.0)]).successful
    assert node.settings.rate_hz == 7.0
    node.trigger_configure()
    assert node.settings.rate_hz == 3.0


@pytest.mark.parametrize(
    ('text', 'error', 'is_configured'),
    [
        ('/**/example:\n  ros__parameters: {rate_Hz: 7.0}\n', 'closest: rate_hz', True),
        ('/**:\n  ros__parameters: {speed: 7.0}\n', "has no parameter 'speed'", True),
        ('/arm/example:\n  ros__parameters: {rate_hz: 7.0}\n', 'does not match the node', False),
        ('/**/example:\n  ros__parameters: {rate_hz: 7}\n', 'Write 7.0', True),
    ],
)
def test_an_invalid_file_keeps_the_node_unconfigured(
    ros: NodeTestHarness, tmp_path: Path, text: str, error: str, is_configured: bool
) -> None:
    path = tmp_path / 'parameters.yaml'
    path.write_text(text)
    node = _example(ros, cli_args=['--ros-args', '--params-file', str(path)])
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    assert error in _wait_status(ros, diagnostics, Level.ERROR).message
    assert _state(ros) == State.PRIMARY_STATE_UNCONFIGURED
    assert ('configure' in node.calls) == is_configured
    assert 'activate' not in node.calls


def test_parameters_of_rclpy_and_of_other_nodes_are_accepted(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    path = tmp_path / 'parameters.yaml'
    path.write_text(
        '/**/camera:\n  ros__parameters: {exposure: 3}\n'
        '/**/example:\n  ros__parameters: {include: [], start_type_description_service: true}\n'
        '/**:\n  ros__parameters:\n    autostart: true\n    use_sim_time: false\n'
        '    qos_overrides: {/output: {publisher: {depth: 3}}}\n'
    )
    node = _example(ros, cli_args=['--ros-args', '--params-file', str(path)])
    ros.wait_for(lambda: node.is_active)
    assert node.get_parameter('qos_overrides./output.publisher.depth').value == 3
    assert node.get_parameter('include').value == []


def test_a_missing_clock_is_reported_within_3_s(ros: NodeTestHarness) -> None:
    parameters = [Parameter('use_sim_time', value=True)]
    ros.add(RecordingNode(context=ros.context, parameter_overrides=parameters))
    diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
    ros.wait_for(lambda: _status(diagnostics, Level.ERROR) is not None, 3.0, 'no report')
    status = _status(diagnostics, Level.ERROR)
    assert status is not None
    assert status.message.startswith('no /clock received for 2 s although use_sim_time is true')


def thread_count() -> int:
    """Return the number of threads of this process, those of DDS included."""
    return len(os.listdir('/proc/self/task'))


def test_a_destroyed_node_has_left_the_network_without_a_garbage_collection() -> None:
    context = Context()
    rclpy.init(context=context, domain_id=free_domain_id())
    gc.disable()
    try:
        # The first participant of a process also starts threads that stay.
        VlaNode('first', context=context).destroy_node()
        before = thread_count()
        node = VlaNode('destroyed', context=context)
        assert thread_count() > before + 3, 'a participant has threads'
        node.destroy_node()
        deadline_s = time.monotonic() + 5.0
        while thread_count() > before and time.monotonic() < deadline_s:
            time.sleep(0.01)
        assert thread_count() == before
    finally:
        gc.enable()
        rclpy.shutdown(context=context)
