# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Scenes, frames, shards and the demonstration data set on disk.

May import language and utils.
"""
