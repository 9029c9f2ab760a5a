# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A policy node among topics that the test feeds."""

from collections.abc import Callable
from pathlib import Path
import time
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from policy_messages import embedding
from policy_messages import features
from policy_messages import robot_state
from policy_samples import a_sight
from policy_samples import write_checkpoint
from rclpy.parameter import Parameter
from vla_common import qos
from vla_common.testing import Probe
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


class PolicyBench:
    """Feed images and states while waiting; collect what the node says."""

    def __init__(
        self, ros: Probe, folder: Path, model: VlaPolicy | None = None, **parameters: Any
    ) -> None:
        checkpoint = write_checkpoint(folder / 'tiny.safetensors', model)
        values = {
            'checkpoint': checkpoint,
            'looks_before_motion': 1,
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
        #: Changes every image before it is sent; return None to send none.
        self.change: Callable[[VisualFeatures], VisualFeatures | None] = lambda msg: msg
        self._fed_s = 0.0

    def connect(self) -> None:
        """Find the node's subscriptions."""
        self._features = self.ros.publisher(VisualFeatures, 'visual_features', qos.RELIABLE_LATEST)
        self._states = self.ros.publisher(RobotState, 'robot_state', qos.SENSOR)
        self._commands = self.ros.publisher(CommandEmbedding, 'command_embedding', qos.LATCHED)
        self._safety = self.ros.publisher(SafetyStatus, 'safety_status', qos.LATCHED)

    def now_s(self) -> float:
        """Return the time of the node's clock."""
        return float(self.node.get_clock().now().nanoseconds * 1e-9)

    def say(self, text: str = 'pick it', command_id: str = 'a', **changes: Any) -> None:
        """Send a command, as the language node does."""
        self._commands.publish(
            embedding(
                **{'text': text, 'command_id': command_id, 'stamp_s': self.now_s(), **changes}
            )
        )

    def tell_safety(self, state: int, message: str = '') -> None:
        """Say what the safety node does."""
        self._safety.publish(SafetyStatus(state=state, message=message))

    def wait_for(self, predicate: Callable[[], bool], what: str, timeout_s: float = 10.0) -> None:
        """Feed images and states until `predicate` holds."""
        self.ros.wait_for(lambda: self._feed() or predicate(), timeout_s, what)

    def feed(self, duration_s: float) -> None:
        """Feed images and states for `duration_s`, to show that something does not happen."""
        end_s = time.monotonic() + duration_s
        self.wait_for(lambda: time.monotonic() > end_s, 'the end', duration_s + 5.0)

    def wait_for_state(self, state: int, command_id: str = 'a') -> PolicyStatus:
        """Wait for a status of a command, and return it."""
        found: list[PolicyStatus] = []

        def told() -> bool:
            found[:] = [
                s for s in self.statuses if s.state == state and s.command_id == command_id
            ]
            return bool(found)

        self.wait_for(told, f'no status {state} of {command_id!r}')
        return found[-1]

    def _feed(self) -> bool:
        if time.monotonic() - self._fed_s < _FEED_PERIOD_S:
            return False
        self._fed_s = time.monotonic()
        now_s = self.now_s()
        self._states.publish(robot_state(now_s))
        msg = self.change(features(a_sight(now_s)))
        if msg is not None:
            self._features.publish(msg)
        return False
