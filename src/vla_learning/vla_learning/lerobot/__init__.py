# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Recording of complete episodes and their export as a LeRobot data set.

May import data, language and utils.
"""
