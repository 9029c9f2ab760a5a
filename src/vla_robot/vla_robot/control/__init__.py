# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Admission of actions, joint references and gripper scaling.

Imports no other sub-package.
"""
