# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Client of the action `execute_command` with a policy node."""

from pathlib import Path
from typing import Any

from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from policy_node_harness import PolicyNodeHarness
from rclpy.action import ActionClient
from vla_common import qos
from vla_common.command_meaning import CommandMeaning
from vla_common.testing import NodeTestHarness
from vla_interfaces.action import ExecuteCommand
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandRequest
from vla_interfaces.msg import PolicyStatus
from vla_policy.nn.model import VlaPolicy


class GoalClient:
    """An action client, a policy node, and a substitute of the language node."""

    def __init__(
        self,
        ros: NodeTestHarness,
        folder: Path,
        model: VlaPolicy | None = None,
        *,
        has_client: bool = True,
        has_language: bool = True,
        **parameters: Any,
    ) -> None:
        self.harness = PolicyNodeHarness(ros, folder, model, **parameters)
        self.harness.connect()
        self.requests: list[CommandRequest] = []
        #: Whether requests are answered with an embedding.
        self.is_answering = True
        #: Meaning of all texts that are no stop; None for the default one.
        self.meaning: CommandMeaning | None = None
        self._node = ros.node
        if has_language:
            self.subscribe()
        self.feedback: list[Any] = []
        if not has_client:
            return
        self._client = ActionClient(ros.node, ExecuteCommand, 'execute_command')
        self.harness.wait_for(self._client.server_is_ready, 'no action server')

    def subscribe(self) -> None:
        """Receive requests, as the language node does."""
        self._node.create_subscription(
            CommandRequest, 'command_request', self._on_request, qos.COMMAND
        )

    def _on_request(self, msg: CommandRequest) -> None:
        self.requests.append(msg)
        if self.is_answering:
            self.answer(msg)

    def answer(self, msg: CommandRequest) -> None:
        """Publish the embedding of a request."""
        is_stop = msg.text == 'stop'
        kind = CommandEmbedding.KIND_STOP if is_stop else CommandEmbedding.KIND_TASK
        meaning = None if is_stop else self.meaning
        self.harness.send_command(msg.text.strip(), msg.command_id, kind=kind, meaning=meaning)

    def send(self, text: str = 'pick it', max_duration_s: float = 0.0) -> Any:
        """Send a goal and return its handle."""
        goal = ExecuteCommand.Goal(text=text, max_duration_s=max_duration_s)
        future = self._client.send_goal_async(
            goal, lambda message: self.feedback.append(message.feedback)
        )
        self.harness.wait_for(future.done, 'no answer to the goal')
        return future.result()

    def result(self, handle: Any) -> tuple[int, Any]:
        """Wait for the result of a goal; return its status and result."""
        future = handle.get_result_async()
        self.harness.wait_for(future.done, 'no result', 20.0)
        return int(future.result().status), future.result().result

    def wait_for_requests(self, count: int = 1) -> None:
        """Wait until the server has published `count` requests."""
        self.harness.wait_for(lambda: len(self.requests) >= count, 'no request')

    def wait_for_motion(self, command_id: str = '') -> None:
        """Wait until a command is executed: the given one, or the first request."""
        if not command_id:
            self.wait_for_requests()
            command_id = self.requests[0].command_id
        self.harness.wait_for_state(PolicyStatus.EXECUTING, command_id)

    def cancel(self, handle: Any) -> None:
        """Cancel a goal and wait until the server accepts the cancellation."""
        future = handle.cancel_goal_async()
        self.harness.wait_for(future.done, 'no answer to the cancellation')
        assert len(future.result().goals_canceling) == 1

    def change(self, transition: int) -> None:
        """Trigger a lifecycle transition of the node."""
        request = ChangeState.Request(transition=Transition(id=transition))
        assert self.harness.ros.call(ChangeState, 'policy_node/change_state', request).success
