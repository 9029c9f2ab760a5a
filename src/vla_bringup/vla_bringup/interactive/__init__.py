# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The interactive run: the simulated system with the web page, and commands from the terminal.

May import every other module of vla_bringup.
"""
