# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Confidence intervals and helpers of command-line tools.

Imports nothing else from vla_learning.
"""
