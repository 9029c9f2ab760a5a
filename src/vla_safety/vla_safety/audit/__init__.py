# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Audit log: records, redaction, rotating files, reader and command-line tool.

May import gate, checks and types. No ROS.
"""
