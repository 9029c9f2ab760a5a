# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Harness of a policy node: the test publishes its inputs and collects its outputs."""

from collections.abc import Callable
from pathlib import Path
import time
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from policy_messages import embedding
from policy_messages import features
from policy_messages import robot_state
from policy_samples import sample_observation
from policy_samples import write_checkpoint
from rclpy.parameter import Parameter
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_policy.nn.model import VlaPolicy
from vla_policy.policy_node import PolicyNode

_FEED_PERIOD_S = 0.02


class PolicyNodeHarness:
    """Publish features and robot states during each wait, and collect the outputs of the node."""

    def __init__(
        self, ros: NodeTestHarness, folder: Path, model: VlaPolicy | None = None, **parameters: Any
    ) -> None:
        checkpoint = write_checkpoint(folder / 'tiny.safetensors', model)
        values = {
            'checkpoint': checkpoint,
            'engine': 'torch',
            'min_observations_before_motion': 1,
            'plan_period_s': 0.1,
            **parameters,
        }
        self.ros = ros
        self.chunks: list[ActionChunk] = ros.collect(ActionChunk, 'action_chunk')
        self.attention: list[AttentionMap] = ros.collect(AttentionMap, 'attention', qos.SENSOR)
        self.statuses: list[PolicyStatus] = ros.collect(PolicyStatus, 'policy_status', qos.LATCHED)
        self.diagnostics: list[DiagnosticArray] = ros.collect(DiagnosticArray, '/diagnostics')
        self.node: PolicyNode = ros.add(
            PolicyNode(
                context=ros.context,
                parameter_overrides=[
                    Parameter(name, value=value) for name, value in values.items()
                ],
            )
        )
        ros.wait_for(lambda: bool(self.statuses) or not values.get('autostart', True), 10.0)
        #: Transforms features before they are published; returns None to publish nothing.
        self.transform: Callable[[VisualFeatures], VisualFeatures | None] = lambda msg: msg
        self._fed_s = 0.0

    def connect(self) -> None:
        """Wait until all publishers are matched with subscriptions of the node."""
        self._features = self.ros.publisher(VisualFeatures, 'visual_features', qos.RELIABLE_LATEST)
        self._states = self.ros.publisher(RobotState, 'robot_state', qos.SENSOR)
        self._commands = self.ros.publisher(CommandEmbedding, 'command_embedding', qos.LATCHED)
        self._safety = self.ros.publisher(SafetyStatus, 'safety_status', qos.LATCHED)

    def now_s(self) -> float:
        """Return the time of the node clock."""
        return float(self.node.get_clock().now().nanoseconds * 1e-9)

    def send_command(self, text: str = 'pick it', command_id: str = 'a', **changes: Any) -> None:
        """Publish the embedding of a command, as the language node does."""
        self._commands.publish(
            embedding(
                **{'text': text, 'command_id': command_id, 'stamp_s': self.now_s(), **changes}
            )
        )

    def publish_safety(
        self, state: int, message: str = '', reason: str = '', chunks_refused: int = 0
    ) -> None:
        """Publish a status of the safety node."""
        status = SafetyStatus(state=state, message=message, reason=reason)
        status.chunks_refused = chunks_refused
        self._safety.publish(status)

    def wait_for(self, predicate: Callable[[], bool], what: str, timeout_s: float = 10.0) -> None:
        """Publish features and states until `predicate` holds."""
        self.ros.wait_for(lambda: self._feed() or predicate(), timeout_s, what)

    def feed(self, duration_s: float) -> None:
        """Publish features and states for `duration_s`, to show that an event does not occur."""
        end_s = time.monotonic() + duration_s
        self.wait_for(lambda: time.monotonic() > end_s, 'the end', duration_s + 5.0)

    def wait_for_state(self, state: int, command_id: str = 'a') -> PolicyStatus:
        """Wait for a status of a command and return it."""
        found: list[PolicyStatus] = []

        def is_published() -> bool:
            found[:] = [
                s for s in self.statuses if s.state == state and s.command_id == command_id
            ]
            return bool(found)

        self.wait_for(is_published, f'no status {state} of {command_id!r}')
        return found[-1]

    def _feed(self) -> bool:
        if time.monotonic() - self._fed_s < _FEED_PERIOD_S:
            return False
        self._fed_s = time.monotonic()
        now_s = self.now_s()
        self._states.publish(robot_state(now_s))
        msg = self.transform(features(sample_observation(now_s)))
        if msg is not None:
            self._features.publish(msg)
        return False
