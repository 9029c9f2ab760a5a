# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visualization of attention, planned path, refusals and status for RViz and image viewers."""
