# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Bridge between the safety gate and the standard interfaces of a robot arm."""
