# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Playback of accepted chunks: trajectories and jerk-limited motion.

May import types. No ROS.
"""
