# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sample messages that the safety node accepts."""

import numpy as np
from vla_common.conversions import stamp_ns
from vla_safety.ros.conversions import to_chunk
from vla_safety.ros.conversions import to_image_sample
from vla_safety.ros.conversions import to_robot_sample
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.testing.sample_messages import chunk_message
from vla_safety.testing.sample_messages import features_message
from vla_safety.testing.sample_messages import state_message

STAMP_NS = 1_700_000_000_000_000_001


def test_a_robot_state_has_pose_frame_and_stamp() -> None:
    sample = to_robot_sample(state_message(HOME, STAMP_NS))
    np.testing.assert_array_equal(sample.position, HOME)
    np.testing.assert_array_equal(sample.quaternion, TOOL_DOWN)
    assert (sample.frame_id, sample.stamp_ns, sample.gripper) == ('base_link', STAMP_NS, 1.0)


def test_features_with_another_value_are_another_image() -> None:
    first, second = (to_image_sample(features_message(v, STAMP_NS)) for v in (1.0, 2.0))
    assert first.content != second.content
    message = features_message(1.0, STAMP_NS, cells=((2, 3, 4), (1, 1, 2)), dark_share=0.5)
    assert [len(level.data) for level in message.levels] == [24, 2]
    assert message.dark_share == 0.5


def test_a_chunk_has_one_opening_and_probability_per_pose() -> None:
    message = chunk_message(np.tile(HOME, (5, 1)), STAMP_NS, command_id='other')
    chunk = to_chunk(message)
    assert stamp_ns(message.header.stamp) == STAMP_NS
    assert chunk.command_id == 'other'
    assert (len(chunk.positions), len(chunk.gripper), len(chunk.termination)) == (5, 5, 5)
