# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Action chunk, limits and geometry: the data types that every room shares.

Imports nothing else from vla_safety. No ROS.
"""
