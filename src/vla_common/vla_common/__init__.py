# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared code of all packages: node base class, parameters, QoS, conversions, checkpoints."""
