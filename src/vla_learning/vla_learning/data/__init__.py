# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Configuration, recording and storage of the demonstration data set, and image augmentation.

May import language and utils.
"""
