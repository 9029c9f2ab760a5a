# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Base class of all nodes: lifecycle, autostart, diagnostics, worker threads."""

from collections.abc import Callable
from collections.abc import Mapping
import time
import types
from typing import Any
from typing import TypeVar

from diagnostic_msgs.msg import DiagnosticArray
from lifecycle_msgs.msg import State as StateId
from rcl_interfaces.msg import ParameterDescriptor
from rcl_interfaces.msg import SetParametersResult
from rclpy.clock import Clock
from rclpy.clock import ClockType
from rclpy.event_handler import PublisherEventCallbacks
from rclpy.lifecycle import State
from rclpy.lifecycle import TransitionCallbackReturn
from vla_common.clock_monitor import ClockMonitor
from vla_common.health import Health
from vla_common.health import Level
from vla_common.health import to_diagnostics
from vla_common.memory import release_unused_memory
from vla_common.node_parameters import NodeParameters
from vla_common.qos_override_node import QosOverrideNode
from vla_common.settings import declare_settings
from vla_common.worker_thread import WorkerThread

S = TypeVar('S')
#: Time after the activation in which inputs that were not received yet are no problem [s].
_START_S = 1.0
_AUTOSTART = ParameterDescriptor(
    description='Configure and activate the node at its start.', read_only=True
)


class VlaNode(QosOverrideNode):
    """
    Lifecycle node with autostart, diagnostics and checked parameters.

    Subclasses override `configure`, `activate`, `deactivate` and `cleanup`. An exception in one of
    them is logged and fails the transition; the node keeps running.
    """

    def __init__(self, node_name: str, **kwargs: Any) -> None:
        super().__init__(node_name, **kwargs)
        self._workers: list[WorkerThread] = []
        self._problem = ''
        self._step_error = ''
        self._active_since_s = 0.0
        self._node_parameters = NodeParameters(
            self, node_name, kwargs, lambda: self.is_active, lambda: bool(self._workers)
        )
        self._clock_monitor = ClockMonitor(time.monotonic())
        #: Problem of the ROS clock; empty if there is none.
        self.clock_problem = ''
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        # Not lifecycle-managed: an unconfigured node must report why it is not running.
        # A new subscriber need not wait for the timer to learn whether the node is active.
        matched = PublisherEventCallbacks(matched=lambda _: self.publish_diagnostics())
        self._diagnostics = super().create_publisher(
            DiagnosticArray, '/diagnostics', 10, event_callbacks=matched
        )
        self._diagnostics_timer = self.create_timer(1.0, self.publish_diagnostics, clock=steady)
        if self.declare_parameter('autostart', True, _AUTOSTART).value:
            self._autostart_timer = self.create_timer(0.01, self._autostart, clock=steady)

    def configure(self) -> None:
        """Load models; create publishers and subscriptions."""

    def activate(self) -> None:
        """Start processing."""

    def deactivate(self) -> None:
        """Stop processing, before the workers stop; an error does not keep the node active."""

    def cleanup(self) -> None:
        """Release everything that `configure` created."""

    def diagnose(self) -> Health:
        """Return the health of the active node."""
        return Health()

    def publish_diagnostics(self) -> None:
        """Publish the health now: once a second, and at changes that others wait for."""
        name = self.get_fully_qualified_name().lstrip('/')
        now = self.get_clock().now()
        self.clock_problem = self._clock_monitor.problem(
            uses_sim_time=self.get_parameter('use_sim_time').value is True,
            ros_ns=now.nanoseconds,
            publishers=self.count_publishers('/clock'),
            now_s=time.monotonic(),
        )
        if self.clock_problem:
            self.get_logger().error(self.clock_problem, throttle_duration_sec=10.0)
        changes = self._node_parameters.updates.summary()
        health = self._health().with_context(self.clock_problem, changes)
        self._diagnostics.publish(to_diagnostics(name, health, now))

    def start_worker(self, name: str, step: Callable[[], None]) -> None:
        """Call `step` repeatedly in a separate thread until the node is deactivated."""

        def apply_and_step() -> None:
            self.apply_parameter_changes()
            step()

        self._workers.append(WorkerThread(name, apply_and_step, self._on_worker_error))

    def declare_dynamic(
        self,
        cls: type[S],
        apply: Callable[[S], None],
        *,
        check: Callable[[S], None] = lambda settings: None,
        renamed: Mapping[str, str] = types.MappingProxyType({}),
    ) -> S:
        """
        Declare parameters as `declare_settings` and accept changes of fields with `change`.

        To be called in `configure`. New values are validated at once, as at the start and by
        `check`. `apply` receives the new settings between two steps of a worker, at once without
        workers. Log and diagnostics report the change.
        """
        settings = declare_settings(self, cls, renamed=renamed, changeable=True)
        check(settings)
        self._node_parameters.updates.register(settings, apply, check)
        return settings

    def apply_parameter_changes(self) -> None:
        """Apply changes now; for workers whose step does not return."""
        self._node_parameters.updates.apply_pending()

    def set_parameters_atomically(self, parameter_list: list[Any]) -> SetParametersResult:
        """Set parameters as rclpy does; an invalid value is refused with rule and remedy."""
        if problem := self._node_parameters.updates.problem(parameter_list):
            return SetParametersResult(successful=False, reason=problem)
        return super().set_parameters_atomically(parameter_list)

    @property
    def is_active(self) -> bool:
        """Return whether the node is in the lifecycle state active."""
        return bool(self._state_machine.current_state[0] == StateId.PRIMARY_STATE_ACTIVE)

    @property
    def is_starting(self) -> bool:
        """Return whether the node became active less than 1 s ago: inputs may not be there yet."""
        return self.is_active and time.monotonic() - self._active_since_s < _START_S

    def on_configure(self, state: State) -> TransitionCallbackReturn:
        """Check the parameter files and run `configure`."""

        def configure() -> None:
            self._node_parameters.check_files()
            self.configure()
            try:
                self._node_parameters.check_known()
            except ValueError:
                self._transition('cleanup', self.cleanup, None, state)
                raise

        result = self._transition('configure', configure, super().on_configure, state)
        if result != TransitionCallbackReturn.SUCCESS:
            self._node_parameters.updates.close()
        release_unused_memory()
        return result

    def on_activate(self, state: State) -> TransitionCallbackReturn:
        """Enable the publishers, then run `activate`."""
        result = super().on_activate(state)
        if result != TransitionCallbackReturn.SUCCESS:
            return result
        result = self._transition('activate', self.activate, None, state)
        if result != TransitionCallbackReturn.SUCCESS:
            self._stop_workers()
            super().on_deactivate(state)
        self._active_since_s = time.monotonic()
        return result

    def on_deactivate(self, state: State) -> TransitionCallbackReturn:
        """Run `deactivate`, stop the workers, then disable the publishers."""
        self._transition('deactivate', self.deactivate, None, state)
        self._stop_workers()
        # A reported failure would keep the state active although the workers are stopped.
        return super().on_deactivate(state)

    def on_cleanup(self, state: State) -> TransitionCallbackReturn:
        """Run `cleanup`."""
        self._node_parameters.updates.close()
        return self._transition('cleanup', self.cleanup, super().on_cleanup, state)

    def on_shutdown(self, state: State) -> TransitionCallbackReturn:
        """Run `deactivate` if the node is active, and stop the workers."""
        if state.state_id == StateId.PRIMARY_STATE_ACTIVE:
            self.on_deactivate(state)
        self._stop_workers()
        return super().on_shutdown(state)

    def destroy_node(self) -> None:
        """Stop the workers, then destroy the publishers and subscriptions that they use."""
        self._stop_workers()
        super().destroy_node()
        # rclpy keeps the state machine, and with it the DDS participant, until a garbage
        # collection; by then the shared memory of Fast DDS may be gone, and the process crashes.
        self._state_machine.destroy_when_not_in_use()

    def _transition(
        self,
        name: str,
        hook: Callable[[], None],
        parent: Callable[[State], TransitionCallbackReturn] | None,
        state: State,
    ) -> TransitionCallbackReturn:
        try:
            hook()
        except Exception as error:  # noqa: BLE001
            self._problem = f'{name} failed: {type(error).__name__}: {error}'
            self.get_logger().error(self._problem)
            return TransitionCallbackReturn.FAILURE
        self._problem = ''
        return parent(state) if parent else TransitionCallbackReturn.SUCCESS

    def _LifecycleNodeMixin__change_state(self, transition_id: int) -> TransitionCallbackReturn:
        # ROS 2 Jazzy raises for a transition that the state does not allow, which would end the
        # process.
        try:
            result = super()._LifecycleNodeMixin__change_state(transition_id)  # type: ignore
        except RuntimeError as error:
            if self.context.ok():
                self.get_logger().error(
                    f'transition {transition_id} is not possible in this state: {error}'
                )
            return TransitionCallbackReturn.ERROR
        if self.context.ok():
            self.publish_diagnostics()
        return result

    def _autostart(self) -> None:
        self._autostart_timer.cancel()
        if self._state_machine.current_state[0] != StateId.PRIMARY_STATE_UNCONFIGURED:
            return
        if self.trigger_configure() == TransitionCallbackReturn.SUCCESS:
            self.trigger_activate()

    def _stop_workers(self) -> None:
        workers, self._workers = self._workers, []
        for worker in workers:
            if not worker.stop():
                self.get_logger().warning('a worker thread did not end within 2 s')
        self.apply_parameter_changes()

    def _on_worker_error(self, text: str) -> None:
        if not self.context.ok():
            return  # After Ctrl-C, publishing fails until the thread has ended.
        self._step_error = text.partition('\n')[0]
        self.get_logger().error(text, throttle_duration_sec=1.0)

    def _health(self) -> Health:
        step_error, self._step_error = self._step_error, ''
        if self._problem:
            return Health(Level.ERROR, self._problem)
        if not self.is_active:
            return Health(Level.WARN, 'not active')
        try:
            health = self.diagnose()
        except Exception as error:  # noqa: BLE001
            return Health(Level.ERROR, f'diagnose failed: {type(error).__name__}: {error}')
        if step_error and health.level < Level.ERROR:
            return Health(Level.ERROR, f'a worker failed: {step_error}', health.values)
        return health
