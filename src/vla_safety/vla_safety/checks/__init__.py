# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Checks of an action chunk before its first step: format, timing, motion.

May import playback, monitors and types. No ROS.
"""
