# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Film of the README, made from real runs of the simulated system.

May import every other module of vla_bringup.
"""
