# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Arm model from a URDF: frames, forward and inverse kinematics.

Imports no other sub-package.
"""
