# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
ROS interface: parameters, subscriptions, publishers, message conversions, thread priority.

May import every other sub-package except testing.
"""
