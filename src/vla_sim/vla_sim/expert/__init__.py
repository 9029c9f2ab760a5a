# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Scripted expert and its episodes.

May import tasks and physics. No ROS.
"""
