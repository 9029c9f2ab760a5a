# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Text encoders: texts and words to token states, selected by name.

May import no other sub-package. No ROS.
"""
