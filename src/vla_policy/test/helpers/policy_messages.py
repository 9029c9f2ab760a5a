# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of the perception node, the language node and the robot driver."""

from collections.abc import Sequence

import numpy as np
import policy_samples
from std_msgs.msg import Header
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.command_meaning import CommandMeaning
from vla_common.conversions import to_array
from vla_common.conversions import to_point
from vla_common.conversions import to_pose
from vla_common.conversions import to_stamp
from vla_common.meaning_messages import to_meaning_message
from vla_common.rotation import yaw_to_quaternion
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandStep
from vla_interfaces.msg import FeatureLevel
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import VisualFeatures
from vla_policy.types.observation import Observation


def features(observation: Observation, encoder_id: str = policy_samples.VISUAL) -> VisualFeatures:
    """Return the message of `observation`; its tokens form a grid of 2 rows."""
    tokens, feature_map = observation.tokens, observation.feature_map
    grids = (tokens.reshape(2, -1, tokens.shape[-1]), feature_map.transpose(1, 2, 0))
    return VisualFeatures(
        header=_header(observation.stamp_s, 'camera_optical_frame'),
        image_width=640,
        image_height=480,
        camera_position=to_point(np.array(observation.camera_m)),
        encoder_id=encoder_id,
        levels=[
            FeatureLevel(
                rows=grid.shape[0], cols=grid.shape[1], channels=grid.shape[2], data=to_array(grid)
            )
            for grid in grids
        ],
    )


def embedding(
    text: str = 'pick up the red cube',
    command_id: str = 'command-1',
    stamp_s: float = 0.0,
    kind: int = CommandEmbedding.KIND_TASK,
    encoder_id: str = policy_samples.TEXT,
    token_states: tuple[Float32Array, BoolArray] | None = None,
    reason: str = '',
    meaning: CommandMeaning | None = None,
    further: Sequence[CommandMeaning] = (),
) -> CommandEmbedding:
    """Return the message of a command; a task without a `meaning` asks for the red cube."""
    msg = CommandEmbedding(
        header=_header(stamp_s, ''),
        command_id=command_id,
        text=text,
        encoder_id=encoder_id,
        kind=kind,
        reason=reason,
    )
    if meaning is None and kind == CommandEmbedding.KIND_TASK:
        meaning = policy_samples.PICK
    if meaning is not None:
        msg.meaning = to_meaning_message(meaning)
    if kind == CommandEmbedding.KIND_TASK:
        states, mask = token_states or policy_samples.sample_command()
        msg.tokens = [f'word{i}' for i in range(len(mask))]
        msg.mask, msg.channels = mask.tolist(), states.shape[1]
        msg.states = to_array(states)
        msg.further_steps = [
            CommandStep(
                meaning=to_meaning_message(step),
                tokens=[f'step{i}' for i in range(len(mask))],
                mask=msg.mask,
                states=msg.states,
            )
            for step in further
        ]
    return msg


def robot_state(stamp_s: float, yaw_rad: float = 0.0, frame_id: str = 'base_link') -> RobotState:
    """Return the state of an end effector above the table."""
    state = policy_samples.sample_end_effector(stamp_s)
    return RobotState(
        header=_header(stamp_s, frame_id),
        end_effector=to_pose(state.position, yaw_to_quaternion(yaw_rad)),
        gripper=state.gripper,
    )


def _header(stamp_s: float, frame_id: str) -> Header:
    return Header(stamp=to_stamp(round(stamp_s * 1e9)), frame_id=frame_id)
