# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The networks: fusion, attention, grounding, decoders and loading of checkpoints.

May import types. No ROS.
"""
