# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Check that motion, action chunks and robot state have one publisher each."""

import numpy as np
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation


def check_publishers(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Refuse motion while a topic has a second publisher."""
    fault = context.publisher_fault
    return [] if fault is None else chunk_violation(fault.reason, np.nan, np.nan, fault.message)
