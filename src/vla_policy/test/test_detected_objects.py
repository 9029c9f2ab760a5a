# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detected objects that the policy node publishes for displays."""

from pathlib import Path

import numpy as np
from policy_node_harness import PolicyNodeHarness
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import DetectedObjects
from vla_interfaces.msg import SafetyStatus


def test_detected_objects_are_published_with_and_without_a_command(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = PolicyNodeHarness(ros, tmp_path)
    harness.connect()
    found: list[DetectedObjects] = ros.collect(DetectedObjects, 'detected_objects', qos.SENSOR)
    harness.wait_for(lambda: bool(found), 'no objects without a command')
    assert [item.name for item in found[0].objects] == ['red cube']
    harness.publish_safety(SafetyStatus.STOPPED, 'stop')
    count = len(found)
    harness.wait_for(lambda: len(found) > count + 2, 'no objects while a stop is latched')
    periods_s = np.diff([stamp_ns(message.header.stamp) * 1e-9 for message in found])
    assert (periods_s >= 0.189).all()
