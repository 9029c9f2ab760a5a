# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Start of the system: launch files, configuration, all nodes in one process, and the demo."""
