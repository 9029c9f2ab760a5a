# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Tasks, their phases, and the success check, which is independent of the policy.

May import physics. No ROS.
"""
