# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Node that turns typed commands into token states."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
import time
from typing import Any
from uuid import uuid4

from rclpy.clock import Clock
from rclpy.clock import ClockType
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from std_msgs.msg import Header
from std_msgs.msg import String
import torch
from vla_common import qos
from vla_common.conversions import to_stamp
from vla_common.health import Health
from vla_common.health import Level
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_common.settings import setting
from vla_interfaces.msg import CommandEmbedding
from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.command import invalid
from vla_language.command import parse_command
from vla_language.command import Problem
from vla_language.command_queue import Inbox
from vla_language.command_queue import Received
from vla_language.conversions import to_embedding
from vla_language.noun_normalizer import DICTIONARIES
from vla_language.noun_normalizer import load_explainer
from vla_language.text_encoder import load_text_encoder
from vla_language.text_encoder import TEXT_ENCODERS
from vla_language.text_encoder import TextEncoder
from vla_language.text_encoder import TokenStates

_PATIENCE_S = 0.1
_HEARTBEAT_S = 0.1
# A command takes some 20 ms to encode; a worker that is silent for longer hangs.
_HANGS_S = 0.5
# Deeper than qos.COMMAND: a burst of commands must not push a stop out of the queue.
_COMMANDS = QoSProfile(depth=1000, reliability=ReliabilityPolicy.RELIABLE)


@dataclass(frozen=True)
class LanguageSettings:
    """Parameters of the node."""

    # Checked in configure, so that a wrong name leaves the node up.
    encoder: str = setting(
        'minilm_l6_v2', f'Text encoder, one of: {", ".join(sorted(TEXT_ENCODERS))}'
    )
    dictionary: str = setting(
        'wordnet', f'What explains nouns to the policy, one of: {", ".join(sorted(DICTIONARIES))}'
    )


class LanguageNode(VlaNode):
    """Answer every stop and the newest task."""

    def __init__(self, encoder: TextEncoder | None = None, **kwargs: Any) -> None:
        super().__init__('language_node', **kwargs)
        self._settings = declare_settings(self, LanguageSettings)
        self._given_encoder = encoder

    def configure(self) -> None:
        """Load encoder and dictionary, then create the topics."""
        # Two threads are no faster beside the other nodes, and less steady.
        torch.set_num_threads(1)
        self._encoder = self._given_encoder or load_text_encoder(self._settings.encoder)
        self._explain = load_explainer(self._settings.dictionary)
        self._publisher = self.create_lifecycle_publisher(
            CommandEmbedding, 'command_embedding', qos.LATCHED
        )
        self._heartbeat = self.create_lifecycle_publisher(
            Header, 'language_heartbeat', qos.RELIABLE_LATEST
        )
        self._heartbeat_timer = self.create_timer(
            _HEARTBEAT_S, self._beat, clock=Clock(clock_type=ClockType.STEADY_TIME)
        )
        self._commands = self.create_subscription(
            String, 'natural_language_command', self._on_command, _COMMANDS
        )

    def activate(self) -> None:
        """Start to answer."""
        self._inbox = Inbox()
        self._counts = Counter[str]()
        self._last_reason = ''
        self._encode_ms = 0.0
        self._worked_s = time.monotonic()
        self.start_worker('language', self._step)

    def cleanup(self) -> None:
        """Destroy the topics and let go of encoder and dictionary."""
        self.destroy_timer(self._heartbeat_timer)
        self.destroy_lifecycle_publisher(self._heartbeat)
        self.destroy_lifecycle_publisher(self._publisher)
        self.destroy_subscription(self._commands)
        del self._encoder, self._explain

    def diagnose(self) -> Health:
        """Tell what came and what was refused last."""
        figures = {f'commands_{kind}': self._counts[kind] for kind in CommandKind}
        values = {
            **figures,
            'commands_replaced': self._inbox.replaced,
            'encode_ms': f'{self._encode_ms:.1f}',
        }
        if self._last_reason:
            return Health(Level.WARN, f'last command refused: {self._last_reason}', values)
        return Health(values=values)

    def _on_command(self, message: String) -> None:
        if not self.is_active:
            self.get_logger().warning('not active: the command is ignored')
            return
        now_ns = self.get_clock().now().nanoseconds
        self._accept(Received(parse_command(message.data), uuid4().hex, now_ns))

    def _accept(self, received: Received) -> None:
        if received.command.kind is CommandKind.TASK:
            self._inbox.put(received)
        else:
            self._inbox.interrupt(partial(self._answer, received, received.command))

    def _beat(self) -> None:
        """Show that callbacks and the worker are alive."""
        if self.is_active and time.monotonic() - self._worked_s < _HANGS_S:
            self._heartbeat.publish(Header(stamp=self.get_clock().now().to_msg()))

    def _step(self) -> None:
        self._worked_s = time.monotonic()
        task = self._inbox.take(_PATIENCE_S)
        if task is None:
            return
        start_s = time.monotonic()
        text = self._explain(task.command.text)
        encoded = self._encoder.encode(text)
        self._encode_ms = (time.monotonic() - start_s) * 1e3
        command = _check_words(task.command, encoded)
        self._inbox.deliver(task, partial(self._answer, task, command, encoded, text))

    def _answer(
        self,
        received: Received,
        command: Command,
        encoded: TokenStates | None = None,
        normalized_text: str = '',
    ) -> None:
        message = to_embedding(
            command,
            command_id=received.command_id,
            stamp=to_stamp(received.stamp_ns),
            encoder_id=self._encoder.encoder_id,
            encoded=encoded if command.kind is CommandKind.TASK else None,
            normalized_text=normalized_text,
        )
        self._publisher.publish(message)
        self._counts[command.kind] += 1
        self._last_reason = command.reason
        note = f'{command.kind}: {command.text!r} {command.reason}'.rstrip()
        if message.normalized_text:
            note = f'{note}, read as {message.normalized_text!r}'
        self.get_logger().info(note, throttle_duration_sec=0.2)


def _check_words(command: Command, encoded: TokenStates) -> Command:
    """Refuse a text that the encoder cuts off: its end may turn its meaning around."""
    if encoded.tokens and not encoded.truncated:
        return command
    count = len(encoded.tokens)
    reason = f'a command must have between 1 and {count} word pieces, got more; use fewer words'
    return invalid(command.text, Problem.TOO_MANY_WORDS, reason)


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    run_node(LanguageNode, args)
