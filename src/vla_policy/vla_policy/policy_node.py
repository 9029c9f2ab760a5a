# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Node that plans for the newest command with every new look."""

from collections.abc import Callable
from collections.abc import Sequence
from functools import partial
from queue import SimpleQueue
import time
from typing import Any

from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
import torch
from vla_common import qos
from vla_common.health import Health
from vla_common.health import Level
from vla_common.latest_value import Newest
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.command_state import Session
from vla_policy.control.command_state import State
from vla_policy.control.end_effector_history import HandHistory
from vla_policy.nn.loading import load_policy
from vla_policy.nn.loading import warm_up
from vla_policy.ros.action_server import CommandServer
from vla_policy.ros.command_executor import Executive
from vla_policy.ros.command_executor import Now
from vla_policy.ros.conversions import to_hand
from vla_policy.ros.publishers import PolicyOutputs
from vla_policy.ros.settings import PolicySettings

_PATIENCE_S = 0.05
# Deeper than qos.LATCHED: a task right after a stop must not push the stop out.
_COMMANDS = QoSProfile(
    depth=10, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)


class PolicyNode(VlaNode):
    """
    Propose chunks; safety decides what moves.

    Callbacks queue what one worker thread, which owns the executive, then does.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('policy_node', **kwargs)
        self._features = Newest[VisualFeatures]()
        self._calls = SimpleQueue[Callable[[], None]]()
        self._stop_message = ''
        self._server = CommandServer(self, self._on_drop)

    def configure(self) -> None:
        """Load the checkpoint and create the topics."""
        # Two threads are no faster beside the other nodes, and less steady.
        torch.set_num_threads(1)
        self._settings = declare_settings(self, PolicySettings)
        self._policy = load_policy(self._settings.checkpoint)
        warm_up(self._policy)
        self._server.maximum_duration_s = self._settings.command_timeout_s
        self._outputs = PolicyOutputs(self, self._settings.frame_id)
        self._hands = HandHistory()
        options: dict[str, Any] = {'qos_overriding_options': qos.overridable()}
        self._inputs = [
            self.create_subscription(kind, topic, callback, profile, **options)
            for kind, topic, callback, profile in (
                (VisualFeatures, 'visual_features', self._features.put, qos.RELIABLE_LATEST),
                (CommandEmbedding, 'command_embedding', self._on_command, _COMMANDS),
                (RobotState, 'robot_state', self._on_state, qos.SENSOR),
                (SafetyStatus, 'safety_status', self._on_safety, qos.LATCHED),
            )
        ]

    def activate(self) -> None:
        """Start to plan."""
        self._features.clear()
        self._calls = SimpleQueue()
        self._executive = Executive(
            self._policy,
            self._settings,
            self._hands,
            clock=self._now,
            tell=self._tell,
            publish=self._outputs.publish_decision,
        )
        self._outputs.publish_status(Session())
        self.start_worker('policy', self._work)

    def deactivate(self) -> None:
        """Fail the command; safety stands still then."""
        self._stop_workers()
        message = 'the policy node was deactivated'
        self._executive.end(State.FAILED, 'deactivated', message)
        self._server.abandon('deactivated', message)

    def cleanup(self) -> None:
        """Let go of topics and weights."""
        for subscription in self._inputs:
            self.destroy_subscription(subscription)
        self._outputs.destroy()
        del self._policy, self._executive

    def destroy_node(self) -> None:
        """Stop the worker before the action goes away."""
        self._stop_workers()
        self._server.destroy()
        super().destroy_node()

    def diagnose(self) -> Health:
        """Say what is done, how late, and what is in the way."""
        session = self._executive.session
        bad = session.trouble or session.state == State.FAILED
        message = session.trouble or session.message or 'running'
        return Health(
            Level.WARN if bad else Level.OK,
            message,
            {
                'state': session.state.name.lower(),
                'command': session.text,
                'task': session.task,
                'phase': session.phase,
                'latency_s': f'{session.latency_s:.3f}',
                'chunks': self._outputs.sequence,
                'features_dropped': self._features.dropped,
                'checkpoint': self._policy.sha256[:12],
            },
        )

    # Callbacks -----------------------------------------------------------------------------

    def _on_command(self, msg: CommandEmbedding) -> None:
        if self.is_active:
            self._calls.put(partial(self._executive.begin, msg))
        else:
            self.get_logger().warning('not active: the command is ignored')

    def _on_drop(self, command_id: str, reason: str, message: str) -> None:
        self._calls.put(partial(self._executive.drop, command_id, reason, message))

    def _on_state(self, msg: RobotState) -> None:
        try:
            self._hands.put(to_hand(msg, self._settings.frame_id))
        except ValueError as error:
            self._hands.trouble = str(error)

    def _on_safety(self, msg: SafetyStatus) -> None:
        stopped = msg.state == SafetyStatus.STOPPED
        text = msg.message or msg.reason or 'the safety node stopped'
        self._stop_message = f'{text}. Call reset, then say it again' if stopped else ''
        if stopped and self.is_active:
            # Queued too, for a stop that is reset before the worker looks.
            self._calls.put(partial(self._executive.stop, self._stop_message))

    # The worker's thread -------------------------------------------------------------------

    def _work(self) -> None:
        features = self._features.take(_PATIENCE_S)
        while not self._calls.empty():
            self._calls.get()()
        stop_message = self._stop_message
        if stop_message:
            self._executive.stop(stop_message)
            return
        self._executive.watch()
        if features is not None:
            self._executive.look(features)

    def _tell(self, session: Session) -> None:
        self._outputs.publish_status(session)
        self._server.put(session)
        if session.trouble:
            self.get_logger().warning(session.trouble, throttle_duration_sec=1.0)
        elif not session.is_open:
            self.get_logger().info(f'{session.state.name.lower()}: {session.message}')

    def _now(self) -> Now:
        return Now(time.monotonic(), self.get_clock().now().nanoseconds * 1e-9)


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    run_node(PolicyNode, args)
