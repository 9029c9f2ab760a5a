# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Helpers without a domain: configuration files, confidence intervals, command-line tools.

Imports nothing else from vla_learning.
"""
