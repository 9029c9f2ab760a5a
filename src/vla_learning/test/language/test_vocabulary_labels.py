# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Color and class labels of the data and of the policy agree."""

from vla_learning.language import command_templates
from vla_policy.control.detections import CLASS_NAMES
from vla_policy.control.detections import COLOR_NAMES


def test_the_detection_head_uses_the_label_order_of_the_data() -> None:
    assert COLOR_NAMES == command_templates.COLORS
    assert CLASS_NAMES == command_templates.CLASSES
