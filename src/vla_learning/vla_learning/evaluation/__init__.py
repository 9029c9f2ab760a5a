# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Closed-loop evaluation in physics: episodes, perturbations, metrics and reports.

May import language and utils.
"""
