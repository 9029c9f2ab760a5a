# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Faults injected into the running system, and how the robot reacts.

Imports neither benchmark nor stop_latency.
"""
