# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The policy network computed by ONNX Runtime.

Inputs and outputs of the graphs have the names of the fields of the types; those of a field that
is a tuple itself have its name and a dot before them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.onnx_graph import OnnxNetwork
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.network_types import DenseScene
from vla_policy.types.network_types import Grounding
from vla_policy.types.network_types import LanguageContext
from vla_policy.types.network_types import LocationPrediction
from vla_policy.types.policy_config import PolicyConfig

#: Names of the graphs.
COMMAND, SCENE, GROUNDING, DECODER = 'command', 'scene', 'grounding', 'decoder'


class OnnxNetworks:
    """
    Implementation of `PolicyNetworks` by ONNX Runtime.

    Parameters
    ----------
    path
        Checkpoint, beside which the graphs are.
    weights
        Weights of the policy by name.
    config
        Configuration of the policy in the checkpoint.

    Raises
    ------
    CheckpointError
        If a graph cannot be used, see `OnnxNetwork`.

    """

    def __init__(
        self, path: Path, weights: Mapping[str, NDArray[Any]], config: PolicyConfig
    ) -> None:
        self._command, self._scene, self._grounding, self._decoder = (
            OnnxNetwork(path, name, weights, config.to_dict())
            for name in (COMMAND, SCENE, GROUNDING, DECODER)
        )

    def encode_command(
        self, states: Float32Array, mask: BoolArray
    ) -> LanguageContext[Float32Array]:
        """Encode one command; see `VlaPolicy`."""
        return LanguageContext(self._command.run({'states': states, 'mask': mask})['words'], mask)

    def predict_scene(
        self, tokens: Float32Array, feature_map: Float32Array, view: Float32Array
    ) -> DenseScene[Float32Array]:
        """Predict objects, colors and positions of all cells; see `VlaPolicy`."""
        inputs = {'tokens': tokens, 'feature_map': feature_map, 'view': view}
        return DenseScene(**self._scene.run(inputs))

    def ground_in_image(
        self,
        tokens: Float32Array,
        feature_map: Float32Array,
        context: LanguageContext[Float32Array],
        scene: DenseScene[Float32Array],
        prior: Float32Array,
    ) -> Grounding[Float32Array]:
        """Ground one command in one image; see `VlaPolicy`."""
        inputs = {'tokens': tokens, 'feature_map': feature_map, 'prior': prior}
        inputs |= {f'context.{name}': value for name, value in context._asdict().items()}
        inputs |= {f'dense.{name}': value for name, value in scene._asdict().items()}
        outputs = self._grounding.run(inputs)
        location = LocationPrediction(
            *(outputs.pop(f'location.{name}') for name in LocationPrediction._fields)
        )
        # A fusion without attention has no weights; a task and a direction are those of the input.
        known = {name: outputs.get(name) for name in ('text_weights', 'image_weights')}
        return Grounding(
            location=location,
            destination=outputs['destination'],
            task=inputs['context.task'],
            direction=inputs['context.direction'],
            query=outputs['query'],
            dense=scene,
            words=context.words,
            **known,
        )

    def decode_actions(self, inputs: DecoderInput[Float32Array]) -> ChunkPrediction[Float32Array]:
        """Decode the next steps; see `VlaPolicy`."""
        # Inputs and outputs have fields of the same names.
        values = {f'input.{name}': value for name, value in inputs._asdict().items()}
        return ChunkPrediction(**self._decoder.run(values))
