# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
ROS clients of the running system: send commands, follow status.

Imports no other module of vla_bringup.
"""
