# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The demo: scenarios, one run of a command, its report and recording.

May import every other module of vla_bringup.
"""
