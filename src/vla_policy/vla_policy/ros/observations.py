# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion and validation of the messages that the policy plans with."""

from vla_common.meaning_messages import from_meaning_message
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandStep as CommandStepMessage
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.observation_validation import validate_age
from vla_policy.control.observation_validation import validate_command
from vla_policy.control.observation_validation import validate_encoder
from vla_policy.control.observation_validation import validate_observation
from vla_policy.nn.loading import LoadedPolicy
from vla_policy.ros.conversions import to_observation
from vla_policy.ros.conversions import to_token_states
from vla_policy.ros.settings import PolicySettings
from vla_policy.types.command_step import CommandStep
from vla_policy.types.observation import Observation
from vla_policy.types.policy_config import MAX_TOKENS


def read_command(
    msg: CommandEmbedding, age_s: float, policy: LoadedPolicy, settings: PolicySettings
) -> tuple[CommandStep, ...]:
    """
    Return the steps of a task.

    Raises
    ------
    RefusalError
        If the command is out of scope, or if another text encoder computed the states.
    ValueError
        If the command is invalid, too old, or has sizes that do not fit the model, or if a
        meaning is missing or malformed.

    """
    if msg.kind == CommandEmbedding.KIND_UNSUPPORTED:
        raise RefusalError(
            msg.problem or 'not_understood', msg.reason or 'the command is out of scope'
        )
    if msg.kind != CommandEmbedding.KIND_TASK:
        raise ValueError(msg.reason or 'the command is not a task')
    validate_age('a command', age_s, settings.max_command_age_s)
    validate_encoder('text', msg.encoder_id, policy.text_encoder_id)
    messages = (msg, *msg.further_steps)
    return tuple(
        _read_step(step, f'step {i} of {len(messages)}', msg.channels, policy)
        for i, step in enumerate(messages, 1)
    )


def _read_step(
    msg: CommandEmbedding | CommandStepMessage, name: str, channels: int, policy: LoadedPolicy
) -> CommandStep:
    states, mask = to_token_states(msg, channels)
    validate_command(states, policy.config.text_dim, MAX_TOKENS)
    meaning = from_meaning_message(msg.meaning)
    if meaning is None:
        raise ValueError(
            f'every step of a task must have a meaning; {name} has none: its speech_act is empty. '
            'Correct the node that published command_embedding'
        )
    return CommandStep(states, mask, meaning, tuple(msg.tokens))


def read_observation(
    msg: VisualFeatures, age_s: float, policy: LoadedPolicy, settings: PolicySettings
) -> Observation:
    """
    Return the observation of one image.

    Raises
    ------
    RefusalError
        If another visual encoder computed the features.
    ValueError
        If the features are too old, not finite, or have sizes that do not fit the model.

    """
    validate_encoder('visual', msg.encoder_id, policy.visual_encoder_id)
    validate_age('an image', age_s, settings.max_image_age_s)
    observation = to_observation(msg)
    validate_observation(observation, policy.config)
    return observation
