# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sample messages of robot, camera and policy, for tests and measurements."""

from typing import Any

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.conversions import to_array
from vla_common.conversions import to_pose
from vla_common.conversions import to_stamp
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import FeatureLevel
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import VisualFeatures
from vla_safety.testing.gate_harness import TOOL_DOWN

FRAME_ID = 'base_link'
STEP_DURATION_S = 0.1


def state_message(position: FloatArray, stamp_ns: int) -> RobotState:
    """Return the state of a robot whose open gripper points down at `position` (3,)."""
    message = RobotState(end_effector=to_pose(position, TOOL_DOWN), gripper=1.0)
    message.header.stamp = to_stamp(stamp_ns)
    message.header.frame_id = FRAME_ID
    return message


def features_message(
    value: float,
    stamp_ns: int,
    *,
    cells: tuple[tuple[int, int, int], ...] = ((1, 1, 1),),
    dark_share: float = 0.1,
) -> VisualFeatures:
    """
    Return visual features that all have one value.

    `cells` are rows, columns and channels of each level.
    """
    levels = [
        FeatureLevel(
            rows=rows,
            cols=cols,
            channels=channels,
            data=to_array(np.full(rows * cols * channels, value, np.float32)),
        )
        for rows, cols, channels in cells
    ]
    message = VisualFeatures(levels=levels, dark_share=dark_share)
    message.header.stamp = to_stamp(stamp_ns)
    return message


def chunk_message(positions: FloatArray, stamp_ns: int, **changes: Any) -> ActionChunk:
    """Return a chunk along `positions` (n, 3) with an open gripper, with changed fields."""
    fields = {
        'step_duration_s': STEP_DURATION_S,
        'command_id': 'command-1',
        'confidence': 0.9,
        'poses': [to_pose(position, TOOL_DOWN) for position in positions],
        'gripper': [1.0] * len(positions),
        'termination': [0.0] * len(positions),
    }
    chunk = ActionChunk(**{**fields, **changes})
    chunk.header.stamp = to_stamp(stamp_ns)
    chunk.header.frame_id = FRAME_ID
    return chunk
