# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Scene, arm, physics and rendering of the simulation.

Imports nothing else from vla_sim. No ROS.
"""
