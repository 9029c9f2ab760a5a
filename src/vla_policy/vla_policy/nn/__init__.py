# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Neural networks: fusion, attention, grounding, action decoders and checkpoint loading.

May import types. No ROS.
"""
