# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The arm, where a URDF is configured: joint limits, joint states, joint paths of chunks.

May import types. No ROS.
"""
