# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Vocabulary and action chunk: the data types that every room shares.

Imports nothing else from vla_policy.
"""
