# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures."""

from vla_common.testing import ros

__all__ = ['ros']
