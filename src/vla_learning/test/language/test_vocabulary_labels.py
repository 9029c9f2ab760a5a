# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Labels of training and names that the policy speaks are the same."""

from vla_learning.language import command_templates
from vla_policy.control.detections import CLASS_NAMES
from vla_policy.control.detections import COLOR_NAMES


def test_the_dense_head_names_its_classes_in_the_order_of_the_labels() -> None:
    assert COLOR_NAMES == command_templates.COLORS
    assert CLASS_NAMES == command_templates.CLASSES
