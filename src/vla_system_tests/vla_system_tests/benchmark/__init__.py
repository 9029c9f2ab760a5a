# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Latency of each part of the pipeline, and tick jitter of the safety node.

May import fault_injection.
"""
