# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Test tools: gate harness, fuzz driver, limit oracle, sample messages, soak test.

May import every other sub-package; only tests and vla_system_tests import it.
"""
