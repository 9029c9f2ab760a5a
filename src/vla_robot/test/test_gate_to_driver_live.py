# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Safety node, robot bridge and simulated driver: chunks move the arm, silence stops it."""

from collections.abc import Callable
from pathlib import Path
import time

from bridge_harness import BridgeHarness
import numpy as np
import pytest
from rclpy.parameter import Parameter
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import SafetyStatus
from vla_kinematics.sample_arms import UR5E_SOLID_URDF
from vla_safety.safety_node import SafetyNode
from vla_safety.testing.sample_messages import chunk_message


class GatedArm:
    """Safety node in front of a bridge, and a policy that sends chunks."""

    def __init__(self, ros: NodeTestHarness, folder: Path, *, checks_joints: bool = False) -> None:
        self.ros = ros
        self.arm = BridgeHarness(ros, folder, command_timeout_s=0.5)
        # The safety node refuses to move beside another publisher.
        ros.node.destroy_publisher(self.arm.actions)
        parameters: dict[str, object] = {
            'watch_camera': False, 'watch_language': False,
            'max_chunk_age_s': 9.0, 'max_state_age_s': 9.0,
        }  # fmt: skip
        if checks_joints:
            path = folder / 'solid_arm.urdf'
            path.write_text(UR5E_SOLID_URDF)
            parameters['urdf_file'] = str(path)
        overrides = [Parameter(name, value=value) for name, value in parameters.items()]
        self.gate: SafetyNode = ros.add(
            SafetyNode(context=ros.context, parameter_overrides=overrides)
        )
        self.statuses: list[SafetyStatus] = ros.collect(SafetyStatus, 'safety_status', qos.LATCHED)
        embeddings = ros.publisher(CommandEmbedding, 'command_embedding', qos.LATCHED)
        self.chunks = ros.publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
        ros.wait_for(lambda: bool(self.statuses) and self.statuses[-1].state_age_s >= 0, 20.0)
        embedding = CommandEmbedding(command_id='command-1')
        embedding.header.stamp = ros.node.get_clock().now().to_msg()
        embeddings.publish(embedding)
        ros.wait_for(lambda: self.gate.knows_command('command-1'), 10.0)
        self.sequence = 0

    def drive_until(self, done: Callable[[], bool], goal_m: np.ndarray) -> None:
        """Send a chunk towards an offset of the start pose every 0.2 s until `done`."""
        end_s, next_s = time.monotonic() + 30.0, 0.0
        while not done():
            assert time.monotonic() < end_s, f'not within 30 s: {self.statuses[-1]}'
            if time.monotonic() >= next_s:
                next_s = time.monotonic() + 0.2
                self._send(goal_m)
            self.ros.spin(0.01)

    def _send(self, goal_m: np.ndarray) -> None:
        start_m = self.arm.home.position_m + self.arm.reported_m()
        way = self.arm.home.position_m + goal_m - start_m
        # At most 0.15 m/s.
        length = float(np.linalg.norm(way))
        way *= min(1.0, 16 * 0.1 * 0.15 / length) if length else 1.0
        positions = start_m + np.linspace(1 / 16, 1, 16)[:, None] * way
        stamp_ns = self.ros.node.get_clock().now().nanoseconds - 50_000_000
        self.chunks.publish(chunk_message(positions, stamp_ns, sequence=self.sequence))
        self.sequence += 1


@pytest.mark.parametrize('checks_joints', [False, True])
def test_chunks_move_the_arm_and_the_end_of_the_gate_stops_it(
    ros: NodeTestHarness, tmp_path: Path, checks_joints: bool
) -> None:
    gated = GatedArm(ros, tmp_path, checks_joints=checks_joints)
    arm, goal_m = gated.arm, np.array((0.04, -0.08, -0.06))
    gated.drive_until(lambda: arm.distance_m(goal_m) < 0.001, goal_m)
    ros.wait_for(lambda: np.linalg.norm(arm.reported_m() - goal_m) < 0.001)
    assert arm.controller.rejected == []
    assert gated.statuses[-1].chunks_refused == 0
    # The gate ends while the arm moves back.
    gated.drive_until(lambda: arm.distance_m(goal_m) > 0.01, np.zeros(3))
    ros.remove(gated.gate)
    position = arm.controller.positions.copy()
    ros.wait_for(lambda: not arm.bridge.diagnose().values['following'], 5.0, 'still following')
    ros.wait_for(arm.stands_still, 5.0, 'the arm does not stand')
    moved_m = np.linalg.norm(
        arm.model.forward(position).position_m
        - arm.model.forward(arm.controller.positions).position_m
    )
    print(f'moved after the end of the gate {moved_m * 1e3:.1f} mm')
    assert moved_m < 0.05
    accepted = arm.controller.accepted
    ros.spin(0.5)
    assert arm.controller.accepted == accepted
