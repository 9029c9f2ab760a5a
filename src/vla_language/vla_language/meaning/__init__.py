# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Typed meaning of a command: words, tagger, closed word classes, verdict.

May import encoders. No ROS.
"""
