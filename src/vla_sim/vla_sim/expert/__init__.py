# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The scripted expert and whole episodes with it.

May import tasks and physics. No ROS.
"""
