# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Data types that every room shares: vocabulary, observation and action chunk.

Imports nothing else from vla_policy.
"""
