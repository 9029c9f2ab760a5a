# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Joint states, admission of actions, joint references and gripper scaling.

May import kinematics.
"""
