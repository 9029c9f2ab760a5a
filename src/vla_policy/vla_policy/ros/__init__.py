# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Parameters, message conversions, publishers, the command executor and the action server.

May import control, nn and types.
"""
