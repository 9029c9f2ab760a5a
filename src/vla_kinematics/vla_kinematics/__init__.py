# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Kinematics and collision checks of robot arms from a URDF, without ROS messages."""
