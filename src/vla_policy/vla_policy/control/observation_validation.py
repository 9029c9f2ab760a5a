# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Validate inputs and outputs of the networks.

Every error text has the rule, the value and a remedy.
"""

from collections.abc import Mapping

import numpy as np
from vla_common.arrays import Float32Array
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import DenseScene
from vla_policy.types.network_types import Grounding
from vla_policy.types.observation import Observation
from vla_policy.types.policy_config import PolicyConfig

#: Tolerated difference between the clocks of two hosts.
_MAX_CLOCK_SKEW_S = 0.05


class RefusalError(Exception):
    """The command cannot be executed, whatever the next image shows."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        """Keep both arguments when the error is sent from another process."""
        return type(self), (self.reason, str(self))


def validate_age(name: str, age_s: float, max_age_s: float) -> None:
    """
    Check the age of an input, measured by its stamp.

    Raises
    ------
    ValueError
        If the input is too old or its stamp is in the future.

    """
    if not -_MAX_CLOCK_SKEW_S <= age_s <= max_age_s:
        raise ValueError(
            f'{name} must be 0 to {max_age_s:g} s old; this one is {age_s:.3f} s. '
            'Check the load, the clocks and use_sim_time'
        )


def validate_encoder(kind: str, actual_id: str, expected_id: str) -> None:
    """
    Check that an input comes from the encoder that the policy was trained with.

    Raises
    ------
    RefusalError
        If the encoder ids differ.

    """
    if actual_id != expected_id:
        raise RefusalError(
            'encoder_mismatch',
            (
                f'the checkpoint needs the {kind} encoder {expected_id!r}; the input comes from '
                f'{actual_id!r}. Set the parameter encoder of the node that encodes, or use '
                'another checkpoint'
            ),
        )


def validate_observation(observation: Observation, config: PolicyConfig) -> None:
    """
    Check the shapes of visual features.

    Raises
    ------
    ValueError
        If the shapes are not those of the model's input.

    """
    expected = (config.map_channels, config.map_rows, config.map_cols)
    tokens, feature_map = observation.tokens.shape, observation.feature_map.shape
    if tokens[-1] != config.dim or feature_map != expected:
        raise ValueError(
            f'visual features must be tokens of {config.dim} channels and a map {expected}; '
            f'got {tuple(tokens)} and {tuple(feature_map)}. '
            'Check the parameter encoder of the perception node'
        )


def validate_command(states: Float32Array, text_dim: int, max_tokens: int) -> None:
    """
    Check the shape of the token states of a command (L, text_dim).

    Raises
    ------
    ValueError
        If there are too many tokens or the channels are not those of the model.

    """
    tokens, channels = states.shape
    if channels != text_dim or tokens > max_tokens:
        raise ValueError(
            f'a command must have at most {max_tokens} tokens of {text_dim} channels; '
            f'got {tokens} of {channels}. Use fewer words'
        )


def validate_scene(scene: DenseScene[Float32Array]) -> None:
    """
    Check that the predictions for all cells are finite.

    Raises
    ------
    RefusalError
        If a value is NaN or infinite: no object can be detected by it.

    """
    _require_finite({name: x for name, x in scene._asdict().items() if x is not None})


def validate_grounding(grounding: Grounding[Float32Array]) -> None:
    """
    Check that locations, destination and task are finite.

    Raises
    ------
    RefusalError
        If a value is NaN or infinite: no probability or position can be computed from it.

    """
    location = grounding.location
    _require_finite(
        {
            'task': grounding.task,
            'location': location.logits,
            'position': location.position,
            'yaw': location.yaw,
            'destination': grounding.destination,
        }
    )


def validate_prediction(prediction: ChunkPrediction[Float32Array]) -> None:
    """
    Check that all steps of a chunk are finite.

    Raises
    ------
    RefusalError
        If a value is NaN or infinite.

    """
    _require_finite(prediction._asdict())


def _require_finite(outputs: Mapping[str, Float32Array]) -> None:
    for name, values in outputs.items():
        if bad := int((~np.isfinite(values)).sum()):
            raise RefusalError(
                'output_not_finite',
                (
                    f'every output of the policy must be finite; {bad} of {values.size} values '
                    f'of {name!r} are NaN or infinite. Check the checkpoint and visual_features'
                ),
            )
