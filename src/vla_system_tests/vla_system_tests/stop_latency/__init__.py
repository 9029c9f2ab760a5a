# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Time from a lost input or a stop request to the standstill of the robot.

May import fault_injection.
"""
