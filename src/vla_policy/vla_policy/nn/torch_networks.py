# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The policy network computed by torch, with arrays as inputs and outputs."""

from typing import Any
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.network_types import DenseScene
from vla_policy.types.network_types import Grounding
from vla_policy.types.network_types import LanguageContext

T = TypeVar('T')


class TorchNetworks:
    """
    Implementation of `PolicyNetworks` by torch.

    Parameters
    ----------
    model
        Network, which is set to evaluation mode.

    """

    def __init__(self, model: VlaPolicy) -> None:
        self.model = model.eval()

    @torch.inference_mode()
    def encode_command(
        self, states: Float32Array, mask: BoolArray
    ) -> LanguageContext[Float32Array]:
        """Encode one command; see `VlaPolicy`."""
        return to_arrays(self.model.encode_command(to_tensors(states), to_tensors(mask)))

    @torch.inference_mode()
    def predict_scene(
        self, tokens: Float32Array, feature_map: Float32Array, view: Float32Array
    ) -> DenseScene[Float32Array]:
        """Predict objects, colors and positions of all cells; see `VlaPolicy`."""
        return to_arrays(self.model.predict_scene(*to_tensors((tokens, feature_map, view))))

    @torch.inference_mode()
    def ground_in_image(
        self,
        tokens: Float32Array,
        feature_map: Float32Array,
        context: LanguageContext[Float32Array],
        scene: DenseScene[Float32Array],
        prior: Float32Array,
    ) -> Grounding[Float32Array]:
        """Ground one command in one image; see `VlaPolicy`."""
        inputs = to_tensors((tokens, feature_map, context, scene, prior))
        return to_arrays(self.model.ground_in_image(*inputs, weights=True))

    @torch.inference_mode()
    def decode_actions(self, inputs: DecoderInput[Float32Array]) -> ChunkPrediction[Float32Array]:
        """Decode the next steps; see `VlaPolicy`."""
        return to_arrays(self.model.decode_actions(to_tensors(inputs)))


def to_tensors(value: Any) -> Any:
    """Convert arrays in nested tuples to tensors of the same memory."""
    if isinstance(value, tuple):
        parts = [to_tensors(part) for part in value]
        return type(value)(*parts) if hasattr(value, '_fields') else parts
    return torch.from_numpy(value) if isinstance(value, np.ndarray) else value


def to_arrays(value: T) -> T:
    """Convert tensors in nested tuples to arrays of the same memory."""
    if isinstance(value, tuple):
        return type(value)(*map(to_arrays, value))
    return value.numpy() if isinstance(value, Tensor) else value  # type: ignore[return-value]
