# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Run your own language node; this one knows the sentences of TASKS and refuses all others.

Start the system without its language node
(`ros2 launch vla_bringup vla.launch.py language:=false`), then run:
    python3 examples/language_node.py
The shipped policy refuses states of another encoder: use it with a policy of your own.
"""

import uuid

from builtin_interfaces.msg import Time
import numpy as np
from rclpy.node import Node
from std_msgs.msg import Header
from std_msgs.msg import String
from vla_common import command_meaning
from vla_common import qos
from vla_common.conversions import to_array
from vla_common.meaning_messages import to_meaning_message
from vla_common.runner import run_node
from vla_common.stop_words import is_stop_command
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandRequest

TASKS = {'pick up the red cube': 'pick', 'point at the red cube': 'point'}
RED_CUBE = command_meaning.ObjectDescription('red cube', frozenset({'red'}), frozenset({'cube'}))
HEARTBEAT_PERIOD_S = 0.1


class ExampleLanguage(Node):
    """Publish an embedding of every command, and a heartbeat while the node is alive."""

    def __init__(self) -> None:
        super().__init__('language_node')
        self._embeddings = self.create_publisher(
            CommandEmbedding, 'command_embedding', qos.LATCHED
        )
        self._heartbeat = self.create_publisher(Header, 'language_heartbeat', qos.RELIABLE_LATEST)
        self.create_timer(HEARTBEAT_PERIOD_S, self._publish_heartbeat)
        self.create_subscription(CommandRequest, 'command_request', self._on_request, qos.COMMAND)
        self.create_subscription(String, 'natural_language_command', self._on_text, qos.COMMAND)

    def _on_text(self, message: String) -> None:
        self._publish(message.data, uuid.uuid4().hex)

    def _on_request(self, message: CommandRequest) -> None:
        self._publish(message.text, message.command_id)

    def _publish(self, text: str, command_id: str) -> None:
        message = CommandEmbedding(text=text.strip()[:512], command_id=command_id)
        message.header.stamp, message.encoder_id = self._now(), 'example_one_hot'
        if is_stop_command(text):
            message.kind = CommandEmbedding.KIND_STOP
        elif message.text in TASKS:
            message.kind = CommandEmbedding.KIND_TASK
            # The policy selects objects by the meaning; it refuses a task without one.
            task = command_meaning.RequestedTask(TASKS[message.text])
            order = command_meaning.CommandMeaning(command_meaning.SpeechAct.ORDER, task, RED_CUBE)
            message.meaning = to_meaning_message(order)
            message.tokens, message.mask = [message.text], [True]
            message.channels = len(TASKS)
            message.states = to_array(np.float32([message.text == task for task in TASKS]))
        else:
            message.kind = CommandEmbedding.KIND_UNSUPPORTED
            message.reason = f'a command must be one of {", ".join(TASKS)}; got {message.text!r}'
        self._embeddings.publish(message)

    def _publish_heartbeat(self) -> None:
        self._heartbeat.publish(Header(stamp=self._now()))

    def _now(self) -> Time:
        return self.get_clock().now().to_msg()


if __name__ == '__main__':
    run_node(ExampleLanguage)
