# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Safety gate: state machine, chunk admission, input supervision, command bookkeeping, approval.

May import checks, playback, monitors and types. No ROS.
"""
