# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""ROS node that publishes meaning and token states of commands."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
import time
from typing import Any

from rclpy.clock import Clock
from rclpy.clock import ClockType
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from std_msgs.msg import Header
from std_msgs.msg import String
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_stamp
from vla_common.engine import ENGINE_DESCRIPTION
from vla_common.engine import ENGINES
from vla_common.engine import ONNX_RUNTIME
from vla_common.engine import use_one_thread
from vla_common.health import Health
from vla_common.health import Level
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import check_settings
from vla_common.settings import declare_settings
from vla_common.settings import setting
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandRequest
from vla_interfaces.msg import PolicyStatus
from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.command import parse_command
from vla_language.command_identity import CommandIdRegistry
from vla_language.command_queue import CommandQueue
from vla_language.command_queue import ReceivedCommand
from vla_language.conversions import to_embedding
from vla_language.dialogue import Dialogue
from vla_language.encoders.text_encoder_registry import TEXT_ENCODERS
from vla_language.interpreter import CommandInterpreter
from vla_language.interpreter import Interpretation
from vla_language.interpreter import load_interpreter
from vla_language.meaning.meaning_verdict import ALL_TASKS

_QUEUE_TIMEOUT_S = 0.1
_HEARTBEAT_PERIOD_S = 0.1
# Interpretation takes about 25 ms; a worker thread without progress for this time hangs.
_MAX_STEP_S = 0.5
# Deeper than qos.COMMAND, so that a burst of commands does not push a stop out of the queue.
_COMMANDS = QoSProfile(depth=1000, reliability=ReliabilityPolicy.RELIABLE)


@dataclass(frozen=True)
class LanguageNodeSettings:
    """Parameters of the language node."""

    # Validated in `configure`, so that the node stays alive and reports a wrong name.
    encoder: str = setting(
        'minilm_l6_v2', f'Text encoder, one of: {", ".join(sorted(TEXT_ENCODERS))}'
    )
    engine: str = setting(ONNX_RUNTIME, ENGINE_DESCRIPTION, options=ENGINES)
    tasks: tuple[str, ...] = setting(
        tuple(map(str, ALL_TASKS)),
        f'Tasks that the robot can do, some of: {", ".join(ALL_TASKS)}; others are refused',
    )

    def __post_init__(self) -> None:
        check_settings(self)
        if not self.tasks or not set(self.tasks) <= set(ALL_TASKS):
            raise ValueError(
                f'tasks must be some of {", ".join(ALL_TASKS)}; got '
                f'{", ".join(self.tasks) or "none"}. Correct the parameter'
            )


class LanguageNode(VlaNode):
    """Publish an embedding of the newest task, and of every stop and refused command at once."""

    def __init__(self, interpreter: CommandInterpreter | None = None, **kwargs: Any) -> None:
        super().__init__('language_node', **kwargs)
        self._given_interpreter = interpreter
        # Kept over all lifecycle transitions: identifiers stay unique while the process runs.
        self._ids = CommandIdRegistry()

    def configure(self) -> None:
        """Load the interpreter, then create publishers and subscriptions."""
        self._settings = declare_settings(self, LanguageNodeSettings)
        use_one_thread(self._settings.engine)
        self._interpreter = self._given_interpreter or load_interpreter(
            self._settings.encoder, self._settings.engine, self._settings.tasks
        )
        self._publisher = self.create_lifecycle_publisher(
            CommandEmbedding, 'command_embedding', qos.LATCHED
        )
        self._heartbeat = self.create_lifecycle_publisher(
            Header, 'language_heartbeat', qos.RELIABLE_LATEST
        )
        self._heartbeat_timer = self.create_timer(
            _HEARTBEAT_PERIOD_S,
            self._publish_heartbeat,
            clock=Clock(clock_type=ClockType.STEADY_TIME),
        )
        # rclpy passes the message info to callbacks with a second parameter.
        inputs: list[tuple[type, str, Callable[..., None]]] = [
            (CommandRequest, 'command_request', self._on_request),
            (String, 'natural_language_command', self._on_text),
        ]
        self._inputs = [
            self.create_subscription(kind, topic, callback, _COMMANDS)
            for kind, topic, callback in inputs
        ]
        self._inputs.append(
            self.create_subscription(
                PolicyStatus, 'policy_status', self._on_policy_status, qos.LATCHED
            )
        )

    def activate(self) -> None:
        """Start to accept commands."""
        self._queue = CommandQueue()
        self._dialogue = Dialogue()
        self._policy_status = PolicyStatus()
        self._counts = Counter[str]()
        self._last_reason = ''
        self._interpret_ms = 0.0
        self._last_step_s = time.monotonic()
        self.start_worker('language', self._step)

    def cleanup(self) -> None:
        """Destroy publishers and subscriptions, and release the interpreter."""
        self.destroy_timer(self._heartbeat_timer)
        self.destroy_lifecycle_publisher(self._heartbeat)
        self.destroy_lifecycle_publisher(self._publisher)
        for subscription in self._inputs:
            self.destroy_subscription(subscription)
        del self._interpreter

    def diagnose(self) -> Health:
        """Report the numbers of commands and the reason of the last refusal."""
        figures = {f'commands_{kind}': self._counts[kind] for kind in CommandKind}
        values = {
            **figures,
            'commands_replaced': self._queue.replaced,
            'commands_repeated': self._ids.repeated,
            'interpret_ms': f'{self._interpret_ms:.1f}',
        }
        if self._last_reason:
            return Health(Level.WARN, f'last command refused: {self._last_reason}', values)
        return Health(values=values)

    # Callbacks -----------------------------------------------------------------------------

    def _on_text(self, message: String, info: Mapping[str, Any]) -> None:
        if self._accepts_commands():
            self._accept(parse_command(message.data), self._ids.new_id(), self._now_ns(), info)

    def _on_request(self, request: CommandRequest, info: Mapping[str, Any]) -> None:
        if not self._accepts_commands():
            return
        identified = self._ids.identify(parse_command(request.text), request.command_id)
        if isinstance(identified, str):
            self.get_logger().warning(f'command ignored: {identified}')
            return
        if identified.warning:
            self.get_logger().warning(
                f'command continues as {identified.command_id}: {identified.warning}'
            )
        # `ros2 topic pub` leaves the stamp at zero.
        entered_ns = stamp_ns(request.header.stamp) or self._now_ns()
        self._accept(identified.command, identified.command_id, entered_ns, info)

    def _on_policy_status(self, message: PolicyStatus) -> None:
        self._policy_status = message

    def _publish_heartbeat(self) -> None:
        """Report that callbacks and worker thread make progress."""
        if self.is_active and time.monotonic() - self._last_step_s < _MAX_STEP_S:
            self._heartbeat.publish(Header(stamp=self.get_clock().now().to_msg()))

    def _accepts_commands(self) -> bool:
        if not self.is_active:
            self.get_logger().warning('not active: the command is ignored')
        return self.is_active

    def _accept(
        self, command: Command, command_id: str, entered_ns: int, info: Mapping[str, Any]
    ) -> None:
        # Some middlewares leave the time of reception at zero.
        received_ns = info['received_timestamp'] or time.time_ns()
        received = ReceivedCommand(command, command_id, entered_ns, received_ns)
        if command.kind is not CommandKind.TASK:
            result = Interpretation(command)
            self._queue.interrupt(received_ns, partial(self._publish, received, result))
        elif not self._queue.put(received):
            self.get_logger().warning(f'task {command_id} replaced by a later command')

    def _now_ns(self) -> int:
        return int(self.get_clock().now().nanoseconds)

    # Worker thread -------------------------------------------------------------------------

    def _step(self) -> None:
        self._last_step_s = time.monotonic()
        task = self._queue.take(_QUEUE_TIMEOUT_S)
        if task is None:
            return
        start_s = time.monotonic()
        status = self._policy_status
        has_acted = status.state in (PolicyStatus.EXECUTING, PolicyStatus.SUCCEEDED)
        self._dialogue.update(
            status.command_id,
            is_executed=status.state in (PolicyStatus.WAITING, PolicyStatus.EXECUTING),
            asked_about=status.asked_about,
            step=status.step,
            target=status.target if has_acted else '',
        )
        result = self._interpreter.interpret(task.command, self._dialogue)
        if result.command.kind is CommandKind.TASK:
            meanings = [step.meaning for step in result.steps]
            self._dialogue.record(task.command_id, meanings)
        self._interpret_ms = (time.monotonic() - start_s) * 1e3
        self._queue.deliver(task, partial(self._publish, task, result))

    def _publish(self, received: ReceivedCommand, result: Interpretation) -> None:
        message = to_embedding(
            result,
            command_id=received.command_id,
            stamp=to_stamp(received.stamp_ns),
            encoder_id=self._interpreter.encoder_id,
        )
        self._publisher.publish(message)
        command = result.command
        self._counts[command.kind] += 1
        self._last_reason = command.reason
        note = f'{command.kind} {received.command_id}: {command.text!r} {command.reason}'.rstrip()
        if message.normalized_text:
            note = f'{note}, in plain words {message.normalized_text!r}'
        self.get_logger().info(note, throttle_duration_sec=0.2)


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    run_node(LanguageNode, args)
