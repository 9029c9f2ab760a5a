# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""ROS node that plans action chunks for the newest command."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from queue import Empty
from queue import SimpleQueue
import time
from typing import Any

from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from vla_common import qos
from vla_common.clock import TimePoint
from vla_common.conversions import stamp_s
from vla_common.engine import use_one_thread
from vla_common.health import Health
from vla_common.health import Level
from vla_common.latency_window import LatencyWindow
from vla_common.latest_value import LatestValue
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.chunk_refusals import ChunkRefusals
from vla_policy.control.command_state import CommandState
from vla_policy.control.command_state import ExecutionState
from vla_policy.control.end_effector_history import EndEffectorHistory
from vla_policy.control.image_rate_limiter import ImageRateLimiter
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.safety_feedback import SafetyFeedback
from vla_policy.nn.loading import load_policy
from vla_policy.nn.loading import warm_up
from vla_policy.ros.action_server import ExecuteCommandServer
from vla_policy.ros.command_executor import CommandExecutor
from vla_policy.ros.conversions import to_end_effector_state
from vla_policy.ros.publishers import PolicyPublishers
from vla_policy.ros.settings import PolicySettings
from vla_policy.ros.settings import RENAMED_PARAMETERS

_INPUT_TIMEOUT_S = 0.05
#: Period of detected_objects.
_DETECTION_PERIOD_S = 0.2
# Deeper than qos.LATCHED, so that a task right after a stop does not push the stop out.
_COMMANDS = QoSProfile(
    depth=10, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)


def _wake() -> None:
    """Let the worker thread take new features."""


class PolicyNode(VlaNode):
    """
    Publish action chunks for the newest command.

    The callbacks queue calls for the worker thread, which owns the command executor. Only the
    safety node turns chunks into motion.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('policy_node', **kwargs)
        self._features = LatestValue[VisualFeatures]()
        self._calls = SimpleQueue[Callable[[], None]]()
        self._safety = SafetyFeedback()
        self._refusals = ChunkRefusals()
        self._server = ExecuteCommandServer(self, self._cancel_command)

    def configure(self) -> None:
        """Load the checkpoint and create publishers and subscriptions."""
        self._settings = self.declare_dynamic(
            PolicySettings, self._apply_settings, renamed=RENAMED_PARAMETERS
        )
        self._server.use_settings(self._settings)
        use_one_thread(self._settings.engine)
        self._policy = load_policy(self._settings.checkpoint, self._settings.engine)
        warm_up(self._policy)
        self._outputs = PolicyPublishers(self, self._settings.frame_id)
        self._history = EndEffectorHistory()
        self._inputs = [
            self.create_subscription(kind, topic, callback, profile)
            for kind, topic, callback, profile in (
                (VisualFeatures, 'visual_features', self._on_features, qos.RELIABLE_LATEST),
                (CommandEmbedding, 'command_embedding', self._on_command, _COMMANDS),
                (RobotState, 'robot_state', self._on_state, qos.SENSOR),
                (SafetyStatus, 'safety_status', self._on_safety, qos.LATCHED),
            )
        ]

    def activate(self) -> None:
        """Start to accept commands."""
        self._features.clear()
        self._calls = SimpleQueue()
        self._command_executor = CommandExecutor(
            self._policy,
            self._settings,
            self._history,
            clock=self._now,
            on_status=self._on_status,
            on_output=self._on_output,
        )
        self._latency = LatencyWindow('features_to_chunk')
        self._detection_rate = ImageRateLimiter(_DETECTION_PERIOD_S)
        self._publish_status(CommandState())
        self.start_worker('policy', self._step)

    def deactivate(self) -> None:
        """Fail the current command and all goals."""
        self._stop_workers()
        message = 'the policy node was deactivated'
        self._command_executor.end(ExecutionState.FAILED, 'deactivated', message)
        self._server.fail_all('deactivated', message)

    def cleanup(self) -> None:
        """Destroy publishers and subscriptions, and release the weights."""
        for subscription in self._inputs:
            self.destroy_subscription(subscription)
        self._outputs.destroy()
        del self._policy

    def _apply_settings(self, settings: PolicySettings) -> None:
        self._settings = settings
        self._server.use_settings(settings)
        if self.is_active:
            self._command_executor.apply_settings(settings)

    def destroy_node(self) -> None:
        """Stop the worker thread before the action server is destroyed."""
        self._stop_workers()
        self._server.destroy()
        super().destroy_node()

    def diagnose(self) -> Health:
        """Report state and latency of the current command, and its warning."""
        command = self._command_executor.command
        is_problem = command.warning or command.state == ExecutionState.FAILED
        message = command.warning or command.message or 'running'
        return Health(
            Level.WARN if is_problem else Level.OK,
            message,
            {
                'state': command.state.name.lower(),
                'command': command.text,
                'task': command.task,
                'phase': command.phase,
                'latency_s': f'{command.latency_s:.3f}',
                'chunks': self._outputs.sequence,
                'features_dropped': self._features.dropped,
                'command_request_subscribers': self._server.subscriber_count,
                'checkpoint': self._policy.sha256[:12],
                **self._latency.values(),
            },
        )

    # Callbacks -----------------------------------------------------------------------------

    def _on_features(self, msg: VisualFeatures) -> None:
        self._features.put(msg)
        self._calls.put(_wake)

    def _on_command(self, msg: CommandEmbedding) -> None:
        if self.is_active:
            cancel_reason = self._server.cancel_reason(msg.command_id)
            self._calls.put(partial(self._start_command, msg, cancel_reason))
        else:
            self.get_logger().warning('not active: the command is ignored')

    def _cancel_command(self, command_id: str, reason: str, message: str) -> None:
        self._calls.put(partial(self._command_executor.cancel, command_id, reason, message))

    def _on_state(self, msg: RobotState) -> None:
        try:
            self._history.put(to_end_effector_state(msg, self._settings.frame_id))
        except ValueError as error:
            self._history.warning = str(error)

    def _on_safety(self, msg: SafetyStatus) -> None:
        is_stopped = msg.state == SafetyStatus.STOPPED
        failure = self._safety.update(msg.reason, msg.message, is_stopped=is_stopped)
        if failure and self.is_active:
            # Queued as well, for a stop that is reset before the next step of the worker thread.
            self._calls.put(partial(self._command_executor.on_stop, failure))
        self._check_refusals(msg)

    def _check_refusals(self, msg: SafetyStatus) -> None:
        """Fail the command if the safety node has refused all of its chunks for too long."""
        refused_s = self._refusals.update(
            refused=msg.chunks_refused,
            accepted=msg.chunks_accepted,
            is_idle=msg.state == SafetyStatus.IDLE,
            now_s=time.monotonic(),
        )
        if refused_s > self._settings.max_chunk_refusal_s and self.is_active:
            self._refusals.restart()
            message = f'the safety node refused every chunk for {refused_s:.1f} s: {msg.message}'
            command_id = self._command_executor.command.command_id
            self._cancel_command(command_id, 'chunks_refused', message)

    # Worker thread -------------------------------------------------------------------------

    def _step(self) -> None:
        if self.clock_problem != self._published_clock_problem:
            self._publish_status(self._command_executor.command)
        try:
            self._calls.get(timeout=_INPUT_TIMEOUT_S)()
        except Empty:
            pass
        while not self._calls.empty():
            self._calls.get()()
        features = self._features.take()
        if stop_message := self._safety.stop_message:
            self._command_executor.on_stop(stop_message)
        else:
            self._command_executor.check_timeout()
            self._command_executor.plan_with_kept_features()
            if features is not None:
                self._command_executor.on_features(features)
        if features is not None and self._outputs.has_detection_subscribers:
            self._publish_detections(features)

    def _publish_detections(self, features: VisualFeatures) -> None:
        """Publish the objects in an image, after the chunk, at the rate of the displays."""
        if not self._detection_rate.is_due(stamp_s(features.header.stamp)):
            return
        scene = self._command_executor.detect(features)
        if scene is not None:
            self._outputs.publish_detections(scene, features.header.stamp)

    def _start_command(self, msg: CommandEmbedding, cancel_reason: tuple[str, str] | None) -> None:
        self._refusals.restart()
        self._command_executor.start(msg)
        if cancel_reason is not None:
            # Cancelled before the embedding arrived: no chunk may be published.
            self._command_executor.cancel(msg.command_id, *cancel_reason)

    def _publish_status(self, command: CommandState) -> None:
        # Without time, a problem of the clock explains all others.
        self._published_clock_problem = self.clock_problem
        warning = self.clock_problem or command.warning
        self._outputs.publish_status(replace(command, warning=warning))

    def _on_status(self, command: CommandState) -> None:
        self._publish_status(command)
        self._server.on_command_state(command)
        if command.warning:
            self.get_logger().warning(command.warning, throttle_duration_sec=1.0)
        elif not command.is_open:
            self.get_logger().info(
                f'{command.state.name.lower()} {command.command_id}: {command.message}'
            )

    def _on_output(
        self, output: PolicyOutput, command: CommandState, features: VisualFeatures
    ) -> None:
        self._outputs.publish_output(output, command, features)
        # The image of the first chunk may be from before the command.
        is_moving = self._command_executor.command.state == ExecutionState.EXECUTING
        if output.chunk is not None and is_moving:
            self._latency.add(command.latency_s - features.latency_s)

    def _now(self) -> TimePoint:
        return TimePoint(time.monotonic(), self.get_clock().now().nanoseconds * 1e-9)


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    run_node(PolicyNode, args)
