# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Language node in a test, with a text encoder of words, its inputs and its outputs."""

from functools import cache
import threading
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
import numpy as np
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from std_msgs.msg import Header
from std_msgs.msg import String
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandRequest
from vla_language.encoders.text_encoder import TextEncoder
from vla_language.encoders.text_encoder import TokenStates
from vla_language.interpreter import CommandInterpreter
from vla_language.language_node import LanguageNode
from vla_language.meaning.meaning_parser import MeaningParser
from vla_language.meaning.parser_loading import load_meaning_parser

# Deeper than qos.LATCHED, so that the test receives every message.
_ALL = QoSProfile(
    depth=100, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
TASK, STOP = CommandEmbedding.KIND_TASK, CommandEmbedding.KIND_STOP
INVALID, UNSUPPORTED = CommandEmbedding.KIND_INVALID, CommandEmbedding.KIND_UNSUPPORTED


class WordEncoder:
    """Text encoder with one token per word; blocks while `gate` is closed."""

    encoder_id = 'words_v1'

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.started = threading.Event()
        self.texts: list[str] = []

    def encode(self, text: str) -> TokenStates:
        self.texts.append(text)
        self.started.set()
        assert self.gate.wait(5.0)
        words = tuple(text.split())
        return TokenStates(words, np.ones((len(words), 4), np.float32))


@cache
def parser() -> MeaningParser:
    return load_meaning_parser()


class LanguageNodeHarness:
    """A language node, its inputs and its outputs."""

    def __init__(
        self, ros: NodeTestHarness, text_encoder: TextEncoder | None, **parameters: Any
    ) -> None:
        self.ros = ros
        interpreter = CommandInterpreter(parser(), text_encoder) if text_encoder else None
        overrides = [Parameter(name, value=value) for name, value in parameters.items()]
        self.node = ros.add(
            LanguageNode(interpreter, context=ros.context, parameter_overrides=overrides)
        )
        self.embeddings = ros.collect(CommandEmbedding, 'command_embedding', _ALL)
        self.diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
        self.heartbeats = ros.collect(Header, 'language_heartbeat')

    def connect(self) -> None:
        """Wait until all publishers and subscriptions are matched."""
        self.commands = self.ros.publisher(String, 'natural_language_command', qos.COMMAND)
        self.requests = self.ros.publisher(CommandRequest, 'command_request', qos.COMMAND)
        self.ros.wait_for(lambda: self.node.is_active)
        count = self.ros.node.count_publishers
        self.ros.wait_for(lambda: count('command_embedding') > 0)

    def send(self, text: str) -> None:
        """Send a command as a plain text."""
        self.commands.publish(String(data=text))

    def request(self, text: str, command_id: str, stamp_s: int = 0) -> None:
        """Send a command with an identifier."""
        message = CommandRequest(command_id=command_id, text=text)
        message.header.stamp.sec = stamp_s
        self.requests.publish(message)

    def kinds(self) -> list[int]:
        return [message.kind for message in self.embeddings]

    def problem(self) -> str:
        own = [s for m in self.diagnostics for s in m.status if s.name == 'language_node']
        return own[-1].message if own else ''
