# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion of the tool from joints before any fault."""

from typing import Any

import numpy as np
import pytest
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_kinematics.sample_arms import UR5E_JOINTS
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF
from vla_system_tests.fault_injection.motion_log import MotionLog
from vla_system_tests.fault_injection.tool_tracker import ToolTracker


class Subscriptions:
    """Client that keeps callbacks by topic."""

    def __init__(self) -> None:
        self.callbacks: dict[str, Any] = {}

    def subscribe(self, kind: type, topic: str, callback: Any, profile: Any) -> None:
        self.callbacks[topic] = callback


def test_a_turn_of_the_base_moves_the_tool_along_an_arc() -> None:
    client, motion = Subscriptions(), MotionLog()
    ToolTracker(client, 'ur5e', motion)  # type: ignore[arg-type]
    receive = client.callbacks['fault_source/joint_states']
    turned = UR5E_READY + (0.01, 0.0, 0.0, 0.0, 0.0, 0.0)
    names, speed = list(UR5E_JOINTS), [0.1] + [0.0] * 5
    receive(JointState(name=names, position=UR5E_READY.tolist(), velocity=speed))
    assert motion.last_measurement_s() == 0.0  # No description yet.
    client.callbacks['robot_description'](String(data=UR5E_URDF))
    receive(JointState(name=names, position=UR5E_READY.tolist(), velocity=speed))
    at_s = motion.last_measurement_s()
    receive(JointState(name=names[::-1], position=turned.tolist()[::-1], velocity=speed[::-1]))
    moved_m = motion.distance_m(at_s, np.inf)
    # The tool is 0.3 to 0.8 m from the axis of the first joint.
    assert moved_m is not None
    assert 0.003 < moved_m < 0.008
    assert motion.last_measured_motion_s(at_s - 1.0, np.inf) == pytest.approx(1.0, abs=0.5)
