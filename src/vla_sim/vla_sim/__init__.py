# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""MuJoCo tabletop with an arm, a camera, tasks and a scripted expert."""

import os

# MuJoCo selects its renderer at the first import; its default fails without a screen.
os.environ.setdefault('MUJOCO_GL', 'egl')
