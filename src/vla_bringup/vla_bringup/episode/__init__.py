# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Episode report: one command as a self-contained HTML page.

May import modules at the top of vla_bringup. No ROS.
"""
