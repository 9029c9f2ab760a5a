# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
How long each stage takes and how evenly the safety node ticks.

May import fault_injection.
"""
