# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Chunk of the flood."""

import math

from vla_system_tests.fault_injection.flood import malformed_chunk_message


def test_chunk_of_the_flood_is_malformed() -> None:
    message = malformed_chunk_message()
    assert math.isnan(message.step_duration_s)
    assert len(message.poses) == len(message.gripper) == 64
    assert all(map(math.isinf, message.gripper))
