# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Base class of all nodes: lifecycle, autostart, diagnostics, worker threads."""

from collections.abc import Callable
from copy import copy
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from lifecycle_msgs.msg import State as StateId
from rcl_interfaces.msg import ParameterDescriptor
from rclpy.clock import Clock
from rclpy.clock import ClockType
from rclpy.lifecycle import LifecycleNode
from rclpy.lifecycle import State
from rclpy.lifecycle import TransitionCallbackReturn
from rclpy.qos import QoSProfile
from rclpy.qos_overriding_options import QoSOverridingOptions
from vla_common.health import Health
from vla_common.health import Level
from vla_common.health import to_diagnostics
from vla_common.worker_thread import WorkerThread

_AUTOSTART = ParameterDescriptor(
    description='Configure and activate the node at its start.', read_only=True
)


def _allow_overrides(topic: str, kwargs: dict[str, Any]) -> None:
    """Let parameters override the QoS of a relative topic."""
    if not topic.startswith('/'):
        kwargs.setdefault('qos_overriding_options', QoSOverridingOptions.with_default_policies())


class VlaNode(LifecycleNode):
    """
    Lifecycle node with autostart and diagnostics.

    Subclasses override `configure`, `activate`, `deactivate` and `cleanup`. An exception in one of
    them is logged and fails the transition; the node keeps running.
    """

    def __init__(self, node_name: str, **kwargs: Any) -> None:
        super().__init__(node_name, **kwargs)
        self._workers: list[WorkerThread] = []
        self._problem = ''
        self._step_error = ''
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        # Not lifecycle-managed: an unconfigured node must report why it is not running.
        self._diagnostics = super().create_publisher(DiagnosticArray, '/diagnostics', 10)
        self._diagnostics_timer = self.create_timer(1.0, self._publish_diagnostics, clock=steady)
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

    def start_worker(self, name: str, step: Callable[[], None]) -> None:
        """Call `step` repeatedly in a thread of its own until the node is deactivated."""
        self._workers.append(WorkerThread(name, step, self._on_worker_error))

    # Parameters may override the QoS of all relative topics. rclpy writes these overrides into the
    # profile it receives, so it gets a copy: profiles are shared. Absolute topics (/clock, /tf,
    # /diagnostics) keep the QoS that other ROS nodes expect.

    def create_subscription(
        self,
        msg_type: Any,
        topic: str,
        callback: Callable[[Any], None],
        qos_profile: QoSProfile | int,
        **kwargs: Any,
    ) -> Any:
        """Subscribe as rclpy does; parameters may override the QoS."""
        _allow_overrides(topic, kwargs)
        return super().create_subscription(msg_type, topic, callback, copy(qos_profile), **kwargs)

    def create_publisher(
        self, msg_type: Any, topic: str, qos_profile: QoSProfile | int, **kwargs: Any
    ) -> Any:
        """Create a publisher as rclpy does; parameters may override the QoS."""
        _allow_overrides(topic, kwargs)
        return super().create_publisher(msg_type, topic, copy(qos_profile), **kwargs)

    def create_lifecycle_publisher(
        self, msg_type: Any, topic: str, qos_profile: QoSProfile | int, **kwargs: Any
    ) -> Any:
        """Create a publisher that publishes only while active; parameters may override the QoS."""
        _allow_overrides(topic, kwargs)
        return super().create_lifecycle_publisher(msg_type, topic, copy(qos_profile), **kwargs)

    @property
    def is_active(self) -> bool:
        """Return whether the node is in the lifecycle state active."""
        return bool(self._state_machine.current_state[0] == StateId.PRIMARY_STATE_ACTIVE)

    def on_configure(self, state: State) -> TransitionCallbackReturn:
        """Run `configure`."""
        return self._transition('configure', self.configure, super().on_configure, state)

    def on_activate(self, state: State) -> TransitionCallbackReturn:
        """Enable the publishers, then run `activate`."""
        result = super().on_activate(state)
        if result != TransitionCallbackReturn.SUCCESS:
            return result
        result = self._transition('activate', self.activate, None, state)
        if result != TransitionCallbackReturn.SUCCESS:
            self._stop_workers()
            super().on_deactivate(state)
        return result

    def on_deactivate(self, state: State) -> TransitionCallbackReturn:
        """Run `deactivate`, stop the workers, then disable the publishers."""
        self._transition('deactivate', self.deactivate, None, state)
        self._stop_workers()
        # A reported failure would keep the state active although the workers are stopped.
        return super().on_deactivate(state)

    def on_cleanup(self, state: State) -> TransitionCallbackReturn:
        """Run `cleanup`."""
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
            return super()._LifecycleNodeMixin__change_state(transition_id)  # type: ignore
        except RuntimeError as error:
            if self.context.ok():
                self.get_logger().error(
                    f'transition {transition_id} is not possible in this state: {error}'
                )
            return TransitionCallbackReturn.ERROR

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

    def _on_worker_error(self, text: str) -> None:
        if not self.context.ok():
            return  # After Ctrl-C, publishing fails until the thread has ended.
        self._step_error = text.partition('\n')[0]
        self.get_logger().error(text, throttle_duration_sec=1.0)

    def _publish_diagnostics(self) -> None:
        name = self.get_fully_qualified_name().lstrip('/')
        self._diagnostics.publish(to_diagnostics(name, self._health(), self.get_clock().now()))

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
