# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Run your own policy; this one moves the end effector straight to GOAL_M for every task.

Start the system without its policy node
(`ros2 launch vla_bringup vla.launch.py policy:=false`), then run:
    python3 examples/policy_node.py
"""

import numpy as np
from rclpy.node import Node
from vla_common import qos
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_s
from vla_common.conversions import to_pose
from vla_common.runner import run_node
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import VisualFeatures

GOAL_M, SPEED_M_S = np.array((0.5, 0.1, 0.35)), 0.05
STEPS, STEP_DURATION_S = 16, 0.1


class ExamplePolicy(Node):
    """Publish an action chunk for every set of visual features."""

    def __init__(self) -> None:
        super().__init__('policy_node')
        self._command_id, self._state, self._count = '', RobotState(), 0
        self._chunks = self.create_publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
        self._status = self.create_publisher(PolicyStatus, 'policy_status', qos.LATCHED)
        for kind, topic, callback, profile in (
            (CommandEmbedding, 'command_embedding', self._on_command, qos.LATCHED),
            (RobotState, 'robot_state', self._on_state, qos.SENSOR),
            (VisualFeatures, 'visual_features', self._on_features, qos.RELIABLE_LATEST),
        ):
            self.create_subscription(kind, topic, callback, profile)

    def _on_command(self, message: CommandEmbedding) -> None:
        is_task = message.kind == CommandEmbedding.KIND_TASK
        self._command_id = message.command_id if is_task else ''
        state = PolicyStatus.EXECUTING if is_task else PolicyStatus.REFUSED
        status = PolicyStatus(command_id=message.command_id, text=message.text, state=state)
        self._status.publish(status)

    def _on_state(self, message: RobotState) -> None:
        self._state = message

    def _on_features(self, message: VisualFeatures) -> None:
        if not self._command_id or not self._state.header.frame_id:
            return
        position, quaternion = pose_to_arrays(self._state.end_effector)
        # Step i is due at the stamp of the image + (i + 1) * STEP_DURATION_S.
        age_s = stamp_s(self._state.header.stamp) - stamp_s(message.header.stamp)
        times_s = np.maximum(STEP_DURATION_S * np.arange(1, STEPS + 1) - age_s, 0.0)
        distance_m = float(np.linalg.norm(GOAL_M - position))
        shares = np.minimum(SPEED_M_S * times_s / max(distance_m, 1e-6), 1.0)
        chunk = ActionChunk(step_duration_s=STEP_DURATION_S, command_id=self._command_id)
        chunk.header.stamp, chunk.header.frame_id = message.header.stamp, 'base_link'
        chunk.sequence, chunk.confidence, self._count = self._count, 1.0, self._count + 1
        path = position + shares[:, None] * (GOAL_M - position)
        chunk.poses = [to_pose(point, quaternion) for point in path]
        chunk.gripper, chunk.termination = [1.0] * STEPS, [0.0] * STEPS
        self._chunks.publish(chunk)


if __name__ == '__main__':
    run_node(ExamplePolicy)
