# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Trajectories and jerk-limited motion: an accepted chunk becomes targets.

May import monitors and types. No ROS.
"""
