# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The only way to the robot: checks, playback, watchdog and stop."""
