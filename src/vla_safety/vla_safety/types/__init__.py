# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Data types that all sub-packages share: action chunk, limits, geometry.

Imports nothing else from vla_safety. No ROS.
"""
