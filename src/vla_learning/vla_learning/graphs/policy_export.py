# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Graphs of visual encoder and policy."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn
from torch import Tensor
from vla_learning.graphs.onnx_exporter import ExportableNetwork
from vla_perception.onnx_encoder import VISUAL
from vla_perception.visual_encoder import build_encoder
from vla_perception.visual_encoder import IMAGE_HEIGHT_PX
from vla_perception.visual_encoder import IMAGE_WIDTH_PX
from vla_policy.nn.camera_shift import NOMINAL_VIEW
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.onnx_networks import COMMAND
from vla_policy.nn.onnx_networks import DECODER
from vla_policy.nn.onnx_networks import GROUNDING
from vla_policy.nn.onnx_networks import SCENE
from vla_policy.nn.policy_builder import build_policy
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.network_types import DenseScene
from vla_policy.types.network_types import LanguageContext
from vla_policy.types.network_types import LocationPrediction
from vla_policy.types.policy_config import PolicyConfig
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

_PREFIX = 'policy.'
_VISUAL_OUTPUTS = ('tokens', 'feature_map')
_WORDS = 'words'
_SAMPLE_WORDS = 5
# The grounding does not depend on the error of the camera pose.
_CELLS = DenseScene._fields[:-2]


def _scene(*cells: Tensor) -> DenseScene:
    none = cells[0].new_zeros(1, 6)
    return DenseScene(*(*cells, none, none))


class _Command(nn.Module):
    def __init__(self, policy: VlaPolicy) -> None:
        super().__init__()
        self.policy = policy

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        words: Tensor = self.policy.encode_command(states, mask).words
        return words


class _Scene(nn.Module):
    def __init__(self, policy: VlaPolicy) -> None:
        super().__init__()
        self.policy = policy

    def forward(self, tokens: Tensor, feature_map: Tensor, view: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.policy.predict_scene(tokens, feature_map, view))


class _Grounding(nn.Module):
    def __init__(self, policy: VlaPolicy) -> None:
        super().__init__()
        self.policy = policy

    def forward(
        self, tokens: Tensor, feature_map: Tensor, prior: Tensor, *others: Tensor
    ) -> tuple[Tensor, ...]:
        count = len(LanguageContext._fields)
        context, scene = LanguageContext(*others[:count]), _scene(*others[count:])
        g = self.policy.ground_in_image(tokens, feature_map, context, scene, prior, weights=True)
        known = [x for x in (g.text_weights, g.image_weights) if x is not None]
        return (*g.location, g.destination, g.query, *known)


class _Decoder(nn.Module):
    def __init__(self, policy: VlaPolicy) -> None:
        super().__init__()
        self.policy = policy

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.policy.decode_actions(DecoderInput(*inputs)))


def policy_networks(header: Mapping[str, Any]) -> dict[str, ExportableNetwork]:
    """Return visual encoder and parts of the policy for the header of a checkpoint."""
    config = PolicyConfig.from_dict(header['policy'])
    visual = ExportableNetwork(
        module=build_encoder(header['visual']),
        prefix='',
        structure=header['visual'],
        inputs={'images': torch.rand(1, 3, IMAGE_HEIGHT_PX, IMAGE_WIDTH_PX)},
        outputs=_VISUAL_OUTPUTS,
        # One image of each camera.
        dynamic={name: {0: 'cameras'} for name in ('images', *_VISUAL_OUTPUTS)},
    )
    return {VISUAL: visual, **_policy_parts(config)}


def _policy_parts(config: PolicyConfig) -> dict[str, ExportableNetwork]:
    def part(
        module: nn.Module,
        inputs: Mapping[str, Tensor],
        outputs: tuple[str, ...],
        dynamic: Mapping[str, Mapping[int, str]],
    ) -> ExportableNetwork:
        return ExportableNetwork(module, _PREFIX, config.to_dict(), inputs, outputs, dynamic)

    policy = build_policy(config)
    command, image = _command_sample(config), _image_sample(config)
    words = {1: _WORDS}
    grounding = _Grounding(policy)
    inputs = image | _grounding_sample(config, policy, image)
    return {
        COMMAND: part(
            _Command(policy), command, (_WORDS,), dict.fromkeys((*command, _WORDS), words)
        ),
        SCENE: part(
            _Scene(policy), image | {'view': torch.tensor([NOMINAL_VIEW])}, DenseScene._fields, {}
        ),
        GROUNDING: part(
            grounding,
            inputs,
            _grounding_outputs(policy, inputs),
            {'context.words': words, 'context.mask': words, 'text_weights': {2: _WORDS}},
        ),
        DECODER: part(_Decoder(policy), _decoder_sample(), ChunkPrediction._fields, {}),
    }


def _command_sample(config: PolicyConfig) -> dict[str, Tensor]:
    shape = (1, _SAMPLE_WORDS)
    return {'states': torch.rand(*shape, config.text_dim), 'mask': torch.ones(shape).bool()}


def _image_sample(config: PolicyConfig) -> dict[str, Tensor]:
    return {
        'tokens': torch.rand(1, config.tokens, config.dim),
        'feature_map': torch.rand(1, config.map_channels, config.map_rows, config.map_cols),
    }


@torch.no_grad()
def _grounding_sample(
    config: PolicyConfig, policy: VlaPolicy, image: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    words, mask = _command_sample(config).values()
    context = policy.encode_command(words, mask)._replace(
        task=torch.rand(1, len(TaskKind)), direction=torch.rand(1, len(Direction))
    )
    scene = policy.predict_scene(*image.values())
    return {
        'prior': torch.rand(1, 2, scene.objectness.shape[-1]),
        **{f'context.{name}': value for name, value in context._asdict().items()},
        **{f'dense.{name}': value for name, value in scene._asdict().items() if name in _CELLS},
    }


@torch.no_grad()
def _grounding_outputs(policy: VlaPolicy, inputs: Mapping[str, Tensor]) -> tuple[str, ...]:
    """Return the names of the outputs; not every fusion has attention weights."""
    tokens, feature_map, prior, *others = inputs.values()
    count = len(LanguageContext._fields)
    g = policy.ground_in_image(
        tokens,
        feature_map,
        LanguageContext(*others[:count]),
        _scene(*others[count:]),
        prior,
        weights=True,
    )
    location = (f'location.{name}' for name in LocationPrediction._fields)
    weights = (name for name in ('text_weights', 'image_weights') if getattr(g, name) is not None)
    return (*location, 'destination', 'query', *weights)


def _decoder_sample() -> dict[str, Tensor]:
    scalar, point = torch.rand(1), torch.rand(1, 2)
    inputs = DecoderInput(
        position=torch.rand(1, 3),
        yaw=scalar,
        gripper=scalar.clone(),
        phase=torch.zeros(1, dtype=torch.int64),
        time_in_phase=scalar.clone(),
        task=torch.rand(1, len(TaskKind)),
        target=point,
        destination=point.clone(),
        grasp_yaw=scalar.clone(),
    )
    return {f'input.{name}': value for name, value in inputs._asdict().items()}
