# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Policy: predicts chunks of future end-effector poses from image, command and robot state."""
