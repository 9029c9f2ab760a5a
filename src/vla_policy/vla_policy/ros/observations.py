# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages that the policy may plan with."""

from torch import Tensor
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.observation_validation import check_age
from vla_policy.control.observation_validation import check_encoder
from vla_policy.control.observation_validation import check_sight
from vla_policy.control.observation_validation import check_words
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.policy_controller import Sight
from vla_policy.nn.loading import LoadedPolicy
from vla_policy.ros.conversions import to_sight
from vla_policy.ros.conversions import to_words
from vla_policy.ros.settings import PolicySettings


def read_words(
    msg: CommandEmbedding, age_s: float, policy: LoadedPolicy, settings: PolicySettings
) -> tuple[Tensor, Tensor]:
    """
    Read word states and mask of a task.

    Raises
    ------
    RefusalError
        If the words are no single task of this robot, or another encoder made them.
    ValueError
        If the command is invalid, old, or of another size than the model's.

    """
    if msg.kind == CommandEmbedding.KIND_UNSUPPORTED:
        raise RefusalError('not_understood', msg.reason or 'the command is no task of this robot')
    if msg.kind != CommandEmbedding.KIND_TASK:
        raise ValueError(msg.reason or 'the command is no task')
    check_age('a command', age_s, settings.maximum_command_age_s)
    check_encoder('text', msg.encoder_id, policy.text_encoder_id)
    states, mask = to_words(msg)
    check_words(states, policy.config.text_dim, policy.model.text.max_tokens)
    return states, mask


def read_sight(
    msg: VisualFeatures, age_s: float, policy: LoadedPolicy, settings: PolicySettings
) -> Sight:
    """
    Read visual features.

    Raises
    ------
    RefusalError
        If another encoder made them.
    ValueError
        If they are old, not finite, or of another size than the model's.

    """
    check_encoder('visual', msg.encoder_id, policy.visual_encoder_id)
    check_age('an image', age_s, settings.maximum_image_age_s)
    sight = to_sight(msg)
    check_sight(sight, policy.config)
    return sight
