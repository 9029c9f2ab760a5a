# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Features, words and robot state in; chunks, attention and status out."""

from collections.abc import Sequence
from dataclasses import dataclass
import time
from typing import Any

import torch
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures

from vla_common import qos
from vla_common.convert import stamp_ns
from vla_common.convert import stamp_s
from vla_common.health import Health
from vla_common.health import Level
from vla_common.newest import Newest
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_common.settings import setting
from vla_policy import convert
from vla_policy.command_server import CommandServer
from vla_policy.controller import Controller
from vla_policy.controller import ControllerSettings
from vla_policy.controller import Decision
from vla_policy.history import HandHistory
from vla_policy.loading import load_policy
from vla_policy.status import refusal
from vla_policy.vocabulary import Verdict


@dataclass(frozen=True)
class PolicySettings:
    """Parameters of the policy node."""

    checkpoint: str = setting(
        'package://vla_policy/models/tabletop.safetensors',
        'Weights of the policy: a path or package://PACKAGE/RELATIVE')
    frame_id: str = setting('base_link', 'Frame of the poses that the checkpoint was trained for')
    plan_period_s: float = setting(
        0.2, 'Time between two chunks', unit='s', minimum=0.1, maximum=1.0)
    looks_before_motion: int = setting(
        3, 'Images that must agree before a command is judged', minimum=1, maximum=30)
    minimum_confidence: float = setting(
        0.5, 'Confidence under which a command is refused', minimum=0.0, maximum=1.0)
    maximum_image_age_s: float = setting(
        0.5, 'Age of an image over which nothing is planned', unit='s', minimum=0.05, maximum=10.0)
    maximum_state_skew_s: float = setting(
        0.2, 'Time between image and robot state over which nothing is planned', unit='s',
        minimum=0.01, maximum=10.0)
    command_timeout_s: float = setting(
        60.0, 'Longest time that a command may take', unit='s', minimum=1.0, maximum=3600.0)


class PolicyNode(VlaNode):
    """Plan for the newest command with every new look; safety decides what moves."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('policy_node', **kwargs)
        self._settings = declare_settings(self, PolicySettings)
        self._features = Newest[VisualFeatures]()
        self._commands = Newest[CommandEmbedding]()
        self._hands = HandHistory(duration_s=2.0)
        self._command: CommandEmbedding | None = None
        self._status = PolicyStatus()
        self._sequence = 0

    def configure(self) -> None:
        """Load the checkpoint and create the topics."""
        s = self._settings
        self._policy = load_policy(s.checkpoint)
        self._controller = Controller(
            self._policy.model, self._policy.config.step_duration_s,
            ControllerSettings(s.looks_before_motion, s.minimum_confidence))
        options: dict[str, Any] = {'qos_overriding_options': qos.overridable()}
        latest = qos.RELIABLE_LATEST
        self._chunk_pub = self.create_lifecycle_publisher(
            ActionChunk, 'action_chunk', latest, **options)
        self._attention_pub = self.create_lifecycle_publisher(
            AttentionMap, 'attention', qos.SENSOR, **options)
        self._status_pub = self.create_lifecycle_publisher(
            PolicyStatus, 'policy_status', qos.LATCHED)
        self._subscriptions_made = [
            self.create_subscription(
                VisualFeatures, 'visual_features', self._features.put, latest, **options),
            self.create_subscription(
                CommandEmbedding, 'command_embedding', self._on_command, qos.LATCHED),
            self.create_subscription(
                RobotState, 'robot_state', self._on_state, qos.SENSOR, **options),
            self.create_subscription(
                SafetyStatus, 'safety_status', self._on_safety, qos.LATCHED),
        ]
        self._server = CommandServer(self, default_duration_s=s.command_timeout_s)

    def activate(self) -> None:
        """Start to plan."""
        self._features.clear()
        self._say(PolicyStatus.IDLE)
        self.start_worker('policy', self._work)

    def deactivate(self) -> None:
        """Drop the command; safety stops when no chunk comes."""
        self._finish(PolicyStatus.FAILED, 'deactivated', 'the policy node was deactivated')

    def cleanup(self) -> None:
        """Let go of topics and weights."""
        self._server.destroy()
        for subscription in self._subscriptions_made:
            self.destroy_subscription(subscription)
        for publisher in (self._chunk_pub, self._attention_pub, self._status_pub):
            self.destroy_publisher(publisher)
        del self._policy, self._controller

    def diagnose(self) -> Health:
        """Say what is done and how late."""
        status = self._status
        level = Level.WARN if status.state == PolicyStatus.FAILED else Level.OK
        return Health(level, status.message or 'running', {
            'command': status.text, 'task': status.task, 'phase': status.phase,
            'latency_s': status.latency_s, 'chunks': self._sequence,
            'features_dropped': self._features.dropped, 'checkpoint': self._policy.sha256[:12],
        })

    # Callbacks -----------------------------------------------------------------------------

    def _on_command(self, msg: CommandEmbedding) -> None:
        self._commands.put(msg)

    def _on_state(self, msg: RobotState) -> None:
        self._hands.put(convert.to_hand(msg))

    def _on_safety(self, msg: SafetyStatus) -> None:
        self._server.on_safety(msg)
        if msg.state == SafetyStatus.STOPPED and self._is_executing:
            self._commands.put(CommandEmbedding(kind=CommandEmbedding.KIND_STOP))

    # The worker's thread -------------------------------------------------------------------

    def _work(self) -> None:
        torch.set_num_threads(1)
        started = time.monotonic()
        features = self._features.take(timeout_s=0.05)
        command = self._commands.take()
        if command is not None:
            self._begin(command)
        if not self._is_executing or self._timed_out():
            return
        if features is not None:
            self._plan(features)
            spent = time.monotonic() - started
            time.sleep(max(0.0, self._settings.plan_period_s - spent - 0.01))

    def _begin(self, command: CommandEmbedding) -> None:
        self._controller.stop()
        if self._is_executing:
            self._finish(PolicyStatus.FAILED, 'replaced', 'a newer command came')
        if command.kind == CommandEmbedding.KIND_STOP:
            self._command = None
            self._say(PolicyStatus.IDLE, message='stopped')
            return
        self._command, self._started = command, time.monotonic()
        if command.kind == CommandEmbedding.KIND_INVALID:
            self._finish(PolicyStatus.REFUSED, 'invalid_command', command.reason)
        elif command.encoder_id != self._policy.text_encoder_id:
            self._finish(PolicyStatus.REFUSED, 'encoder_mismatch', (
                f'the checkpoint needs the text encoder {self._policy.text_encoder_id!r}, the '
                f'command came from {command.encoder_id!r}. Set the language node\'s encoder'))
        else:
            self._start(command)

    def _start(self, command: CommandEmbedding) -> None:
        try:
            self._controller.start(*convert.to_words(command))
        except ValueError as error:
            self._finish(PolicyStatus.REFUSED, 'invalid_command', str(error))
        else:
            self._say(PolicyStatus.WAITING, message='looking')

    def _plan(self, features: VisualFeatures) -> None:
        problem, hand = self._check(features)
        if problem or hand is None:
            self.get_logger().warning(problem, throttle_duration_sec=1.0)
            return
        sight = convert.to_sight(features)
        decision = self._controller.step(sight, hand)
        if decision is None or self._command is None:
            return
        now_s = self.get_clock().now().nanoseconds * 1e-9
        self._status.latency_s = now_s - sight.stamp_s
        self._publish(decision, features)

    def _check(self, features: VisualFeatures) -> tuple[str, Any]:
        """Return why `features` cannot be used, or the state of the robot at their stamp."""
        s, wanted = self._settings, self._policy.visual_encoder_id
        if features.encoder_id != wanted:
            return (f'the checkpoint needs the visual encoder {wanted!r}, features came from '
                    f'{features.encoder_id!r}. Set the perception node\'s encoder'), None
        age_s = (self.get_clock().now().nanoseconds - stamp_ns(features.header.stamp)) * 1e-9
        if not -0.05 <= age_s <= s.maximum_image_age_s:
            return (f'an image must be 0 to {s.maximum_image_age_s} s old; this one is '
                    f'{age_s:.3f} s. Check load, clocks and use_sim_time'), None
        hand = self._hands.at(stamp_s(features.header.stamp), s.maximum_state_skew_s)
        if hand is None:
            return ('no robot_state within '
                    f'{s.maximum_state_skew_s} s of the image. Check the robot\'s driver'), None
        return '', hand

    def _publish(self, decision: Decision, features: VisualFeatures) -> None:
        assert self._command is not None
        status = self._status
        status.confidence, status.progress = decision.confidence, decision.progress
        if decision.verdict != Verdict.OK:
            self._publish_attention(decision, features, self._command.tokens)
            self._finish(PolicyStatus.REFUSED, decision.verdict.name.lower(),
                         refusal(decision, self._command.text))
            return
        status.task = decision.task.name.lower()
        status.phase = decision.phase.name.lower()
        if decision.chunk is not None:
            self._sequence += 1
            msg = convert.from_chunk(decision.chunk, self._settings.frame_id,
                                     self._command.command_id, self._sequence)
            msg.header.stamp, msg.latency_s = features.header.stamp, status.latency_s
            self._chunk_pub.publish(msg)
            self._say(PolicyStatus.EXECUTING)
        self._publish_attention(decision, features, self._command.tokens)
        if decision.finished:
            status.progress = 1.0
            self._finish(PolicyStatus.SUCCEEDED, '', 'finished')

    def _publish_attention(
        self, decision: Decision, features: VisualFeatures, tokens: Sequence[str]
    ) -> None:
        a = decision.attention
        for index, (query, weights) in enumerate(
            (('target', a.target), ('destination', a.destination))
        ):
            msg = convert.from_attention(query, weights, tokens, a.words[index])
            msg.header, msg.command_id = features.header, self._status.command_id
            self._attention_pub.publish(msg)

    # Status --------------------------------------------------------------------------------

    @property
    def _is_executing(self) -> bool:
        return self._status.state in (PolicyStatus.WAITING, PolicyStatus.EXECUTING)

    def _timed_out(self) -> bool:
        spent, limit = time.monotonic() - self._started, self._settings.command_timeout_s
        if spent > limit:
            self._finish(PolicyStatus.FAILED, 'timeout', (
                f'a command may take {limit:.0f} s; it is not finished after {spent:.0f} s'))
        return spent > limit

    def _finish(self, state: int, reason: str, message: str) -> None:
        if self._command is not None:
            self._controller.stop()
            self._say(state, reason, message)
            self._command = None

    def _say(self, state: int, reason: str = '', message: str = '') -> None:
        status, command = self._status, self._command
        fresh = command is not None and command.command_id != status.command_id
        if fresh or state == PolicyStatus.IDLE:
            self._status = status = PolicyStatus()
        if command is not None:
            status.command_id, status.text = command.command_id, command.text
        status.state, status.reason, status.message = state, reason, message
        status.header.stamp = self.get_clock().now().to_msg()
        status.header.frame_id = self._settings.frame_id
        self._status_pub.publish(status)
        self._server.on_status(status)
        if message:
            self.get_logger().info(message)


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    run_node(PolicyNode, args)


if __name__ == '__main__':
    main()
