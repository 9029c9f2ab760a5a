# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Settings, messages, publishers and the simulated camera of the node.

May import physics and tasks.
"""
