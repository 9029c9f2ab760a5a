# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of a robot, a camera and a policy that do not exist, for tests and measurements."""

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
    image_number: float,
    stamp_ns: int,
    *,
    cells: tuple[tuple[int, int, int], ...] = ((1, 1, 1),),
    dark_share: float = 0.1,
) -> VisualFeatures:
    """Return the features of an image; `cells` are rows, columns and channels of each level."""
    levels = [
        FeatureLevel(
            rows=rows,
            cols=cols,
            channels=channels,
            data=to_array(np.full(rows * cols * channels, image_number, np.float32)),
        )
        for rows, cols, channels in cells
    ]
    message = VisualFeatures(levels=levels, dark_share=dark_share)
    message.header.stamp = to_stamp(stamp_ns)
    return message


def chunk_message(places: FloatArray, stamp_ns: int, **changes: Any) -> ActionChunk:
    """Return a chunk that leads through `places` (n, 3) with an open gripper."""
    fields = {
        'step_duration_s': STEP_DURATION_S,
        'command_id': 'command-1',
        'confidence': 0.9,
        'poses': [to_pose(place, TOOL_DOWN) for place in places],
        'gripper': [1.0] * len(places),
        'termination': [0.0] * len(places),
    }
    chunk = ActionChunk(**{**fields, **changes})
    chunk.header.stamp = to_stamp(stamp_ns)
    chunk.header.frame_id = FRAME_ID
    return chunk
