# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Gate harness, fuzz driver, limit oracle and soak test.

May import every other room; no other room imports it.
"""
