# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Node that alone moves the robot: checks chunks, plays them back, holds and stops."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
import threading
import time
from typing import Any

from geometry_msgs.msg import PoseStamped
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common import qos
from vla_common.health import Health
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_common.stop_words import is_stop_command
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_safety import convert
from vla_safety.chunk import Instant
from vla_safety.chunk import Target
from vla_safety.gate import Gate
from vla_safety.limits import Limits
from vla_safety.pacer import Pacer
from vla_safety.settings import declare_gate
from vla_safety.settings import NodeSettings

# Deeper than qos.COMMAND: a burst of commands must not push a stop out of the queue.
_COMMANDS = QoSProfile(depth=1000, reliability=ReliabilityPolicy.RELIABLE)
_ASKED = 'the stop service was called; call reset to go on'


class SafetyNode(VlaNode):
    """Give chunks to the gate and the gate's poses to the robot."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('safety_node', **kwargs)
        # Callbacks and the control loop, which has a thread of its own: a callback that takes
        # long, of this node or of another one in the process, must not stop the watchdog.
        self._lock = threading.Lock()
        self._stop_causes: dict[str, str] = {}

    def configure(self) -> None:
        """Make the gate and the topics."""
        self._settings = declare_settings(self, NodeSettings)
        self._limits = declare_settings(self, Limits)
        self._gate = declare_gate(self, self._limits, self._settings.period_s)
        # A stop stays latched when the node is configured anew.
        for cause, message in self._stop_causes.items():
            self._gate.stop(cause, message)
        self._create_outputs()
        self._create_inputs()

    def activate(self) -> None:
        """Start the control loop."""
        self._pacer = Pacer(self._settings.period_s)
        self._shown: object = None
        self._shown_s = 0.0
        self._still = threading.Event()
        self.start_worker('safety', self._step)

    def deactivate(self) -> None:
        """Brake within limits; the loop ends once the robot stands."""
        with self._guarded('deactivate') as gate:
            gate.end('deactivated', 'the safety node was deactivated')
        self._still.clear()
        if not self._still.wait(self._limits.ramp_s + 1.0):
            self.get_logger().error('the robot was still moving when the safety node stopped')

    def cleanup(self) -> None:
        """Destroy the topics."""
        self._stop_causes = self._gate.stop_causes
        for subscription in self._inputs:
            self.destroy_subscription(subscription)
        for service in self._servers:
            self.destroy_service(service)
        for publisher in (self._actions, self._grippers, self._statuses):
            self.destroy_lifecycle_publisher(publisher)

    def diagnose(self) -> Health:
        """Tell what the gate does."""
        with self._lock:
            late_s = self._pacer.take_worst_late_s()
            return convert.to_health(self._gate, self._gate.ages(self._now()), late_s)

    def _step(self) -> None:
        self._pacer.wait()
        with self._guarded('tick') as gate:
            if (target := gate.tick(self._now())) is None:
                self._still.set()
            else:
                self._send(target)
        with self._guarded('status') as gate:
            self._show(gate, self._now())

    def _send(self, target: Target) -> None:
        where = (self.get_clock().now().to_msg(), self._limits.frame_id)
        self._actions.publish(convert.to_action(target, *where))
        effort_n = self._settings.gripper_effort_n
        self._grippers.publish(convert.to_gripper(target, *where, effort_n))

    def _show(self, gate: Gate, now: Instant) -> None:
        """Publish the status when it changed, and now and then."""
        newest = (gate.state, gate.reason, gate.command_id, gate.refused)
        if gate.reason and newest != self._shown:
            note = f'{gate.state.name.lower()}: {gate.message}'
            self.get_logger().warning(note, throttle_duration_sec=0.2)
        due_s = self._shown_s + 1 / self._settings.status_rate_hz
        if newest != self._shown or now.steady_s >= due_s:
            self._shown, self._shown_s = newest, now.steady_s
            stamp = self.get_clock().now().to_msg()
            self._statuses.publish(convert.to_status(gate, now, stamp, self._limits.frame_id))

    def _now(self) -> Instant:
        return Instant(time.monotonic(), self.get_clock().now().nanoseconds * 1e-9)

    @contextmanager
    def _guarded(self, what: str) -> Iterator[Gate]:
        """Hand out the gate, and stop the robot on any error."""
        with self._lock:
            try:
                yield self._gate
            except Exception as error:  # noqa: BLE001
                if not self.context.ok():
                    return  # the process is on its way out
                fault = f'{what} failed: {type(error).__name__}: {error}'
                self._gate.stop('node_fault', f'{fault}. See the log, then call reset')
                self.get_logger().error(fault, throttle_duration_sec=1.0)

    def _create_outputs(self) -> None:
        options = {'qos_overriding_options': qos.overridable()}
        self._actions = self.create_lifecycle_publisher(
            PoseStamped, 'robot_action', qos.RELIABLE_LATEST, **options
        )
        self._grippers = self.create_lifecycle_publisher(
            GripperCommand, 'gripper_command', qos.RELIABLE_LATEST, **options
        )
        self._statuses = self.create_lifecycle_publisher(
            SafetyStatus, 'safety_status', qos.LATCHED, **options
        )

    def _create_inputs(self) -> None:
        options = {'qos_overriding_options': qos.overridable()}
        self._inputs = [
            self.create_subscription(kind, topic, callback, profile, **options)
            for kind, topic, callback, profile in (
                (ActionChunk, 'action_chunk', self._on_chunk, qos.RELIABLE_LATEST),
                (RobotState, 'robot_state', self._on_state, qos.SENSOR),
                (String, 'natural_language_command', self._on_command, _COMMANDS),
                (PolicyStatus, 'policy_status', self._on_policy, qos.LATCHED),
            )
        ]
        self._servers = [
            self._serve('stop', lambda gate: gate.stop('stop_service', _ASKED)),
            self._serve('reset', lambda gate: gate.reset(self._now())),
            self._serve('approve', Gate.approve),
        ]

    def _serve(self, name: str, answer: Callable[[Gate], tuple[bool, str]]) -> Any:
        def respond(_: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
            with self._guarded(name) as gate:
                response.success, response.message = answer(gate)
            return response

        return self.create_service(Trigger, name, respond)

    def _on_chunk(self, message: ActionChunk) -> None:
        if self.is_active:
            with self._guarded('action_chunk') as gate:
                gate.on_chunk(convert.to_chunk(message), self._now())

    def _on_state(self, message: RobotState) -> None:
        with self._guarded('robot_state') as gate:
            gate.on_state(convert.to_sample(message), self._now())

    def _on_policy(self, message: PolicyStatus) -> None:
        with self._guarded('policy_status') as gate:
            state = convert.to_policy_state(message)
            if state is not None:
                gate.on_policy(state, message.command_id)

    def _on_command(self, message: String) -> None:
        if is_stop_command(message.data):
            with self._guarded('natural_language_command') as gate:
                gate.stop('stop_word', 'a command said to stop; call reset to go on')


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    run_node(SafetyNode, args)
