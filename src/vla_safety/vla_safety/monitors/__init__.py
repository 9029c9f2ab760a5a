# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Watchdog, and monitors of clocks, robot state, camera, language heartbeat and deadman switch.

May import types. No ROS.
"""
