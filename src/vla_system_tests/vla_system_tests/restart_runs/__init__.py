# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Motion of the robot after kills and restarts of the safety process.

May import fault_injection.
"""
