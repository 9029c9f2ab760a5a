# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""May the policy plan with this input? If not, say the rule, the value and what to do."""

from torch import Tensor
from vla_policy.control.policy_controller import Sight
from vla_policy.nn.model import PolicyConfig

#: Clocks of two hosts are not equal; more than this is another clock.
_FUTURE_S = 0.05


class RefusalError(Exception):
    """The command cannot be carried out, whatever the next image shows."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def check_age(what: str, age_s: float, maximum_s: float) -> None:
    """
    Check the age of an input, measured by its stamp.

    Raises
    ------
    ValueError
        If it is too old or comes from the future.

    """
    if not -_FUTURE_S <= age_s <= maximum_s:
        raise ValueError(
            f'{what} must be 0 to {maximum_s:g} s old; this one is {age_s:.3f} s. '
            'Check the load, the clocks and use_sim_time'
        )


def check_encoder(kind: str, got: str, wanted: str) -> None:
    """
    Check that an input comes from the encoder that the policy was trained with.

    Raises
    ------
    RefusalError
        If it does not.

    """
    if got != wanted:
        raise RefusalError(
            'encoder_mismatch',
            (
                f'the checkpoint needs the {kind} encoder {wanted!r}; the input comes from '
                f'{got!r}. Set the parameter encoder of the node that encodes, or use another '
                'checkpoint'
            ),
        )


def check_sight(sight: Sight, config: PolicyConfig) -> None:
    """
    Check the sizes of visual features.

    Raises
    ------
    ValueError
        If the model cannot read them.

    """
    wanted = (config.map_channels, config.map_rows, config.map_cols)
    if sight.tokens.shape[-1] != config.dim or sight.feature_map.shape != wanted:
        raise ValueError(
            f'visual features must be tokens of {config.dim} channels and a map {wanted}; '
            f'got {tuple(sight.tokens.shape)} and {tuple(sight.feature_map.shape)}. '
            'Check the parameter encoder of the perception node'
        )


def check_words(states: Tensor, text_dim: int, maximum_tokens: int) -> None:
    """
    Check the sizes of word states.

    Raises
    ------
    ValueError
        If the model cannot read them.

    """
    tokens, channels = states.shape
    if channels != text_dim or tokens > maximum_tokens:
        raise ValueError(
            f'a command must have at most {maximum_tokens} tokens of {text_dim} channels; '
            f'got {tokens} of {channels}. Use fewer words'
        )
