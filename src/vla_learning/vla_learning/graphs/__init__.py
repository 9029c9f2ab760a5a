# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Export of the networks as ONNX graphs for the nodes.

May import utils. No ROS.
"""
