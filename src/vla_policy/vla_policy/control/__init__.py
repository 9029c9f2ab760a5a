# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Closed-loop control: from one observation to one action chunk, and the state of a command.

May import nn and types. No ROS.
"""
