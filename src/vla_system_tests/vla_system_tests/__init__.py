# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Fault injection, stop latency and benchmarks of the running system.

No other package imports it.
"""
