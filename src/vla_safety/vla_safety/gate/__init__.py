# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The safety gate: state machine, stop latch, approval and command bookkeeping.

May import checks, playback, monitors and types. No ROS.
"""
