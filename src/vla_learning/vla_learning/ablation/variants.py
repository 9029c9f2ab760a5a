# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Variants of the policy: alternative parts, and ablations of one input modality."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from typing import cast

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.cell_prior import match_cells
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.contrastive_alignment import ContrastiveAlignment
from vla_policy.nn.decoder import CENTER_M
from vla_policy.nn.decoder import ChunkPrediction
from vla_policy.nn.decoder import DecoderInput
from vla_policy.nn.decoder import TARGETS
from vla_policy.nn.decoder_registry import DECODERS
from vla_policy.nn.fusion_registry import FUSIONS
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import LanguageContext
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.policy_builder import build_policy
from vla_policy.nn.policy_builder import PolicyConfig
from vla_policy.nn.scene_head import SceneHead
from vla_policy.nn.text_adapter import TextAdapter
from vla_policy.types.network_types import DenseScene

#: Inputs that an ablation may remove.
MODALITIES = ('text', 'image', 'state')
_KINDS: dict[str, Iterable[str]] = {
    'fusion': FUSIONS,
    'attention': ATTENTIONS,
    'decoder': DECODERS,
    'targets': TARGETS,
}
#: Kinds of the default variant; sizes are those of the checkpoint.
_DEFAULTS = {part: str(getattr(PolicyConfig(), part)) for part in _KINDS}


@dataclass(frozen=True)
class Variant:
    """A policy with some parts other than those of the default."""

    name: str
    group: str
    parts: dict[str, str] = field(default_factory=dict)  # fields of PolicyConfig
    without: str = ''  # one of MODALITIES, or prior

    def build(self, config: PolicyConfig) -> VlaPolicy:
        """Build the policy with random weights; sizes are those of `config`."""
        policy = build_policy(
            PolicyConfig.from_dict({**config.to_dict(), **_DEFAULTS, **self.parts})
        )
        if self.without == 'prior':
            policy.locator.trust.data.zero_()
            policy.locator.trust.requires_grad_(False)
        if self.without in MODALITIES:
            return cast(VlaPolicy, AblatedPolicy(policy, self.without))
        return policy


def all_variants() -> Iterator[Variant]:
    """Yield the default, each other kind of each part, and the ablations."""
    yield Variant('default', 'default')
    for part, kinds in _KINDS.items():
        for kind in kinds:
            if kind != _DEFAULTS[part]:
                yield Variant(kind, part, {part: kind})
    yield Variant('lstm, absolute', 'decoder', {'decoder': 'lstm', 'targets': 'absolute'})
    # The prior by color and noun helps every fusion; these variants are without it.
    for kind in FUSIONS:
        yield Variant(f'{kind} alone', 'fusion without prior', {'fusion': kind}, 'prior')
    for modality in MODALITIES:
        yield Variant(f'no {modality}', 'ablation', without=modality)


VARIANTS = {variant.name: variant for variant in all_variants()}


class AblatedPolicy(nn.Module):
    """A policy without one input modality, in training and evaluation."""

    def __init__(self, policy: VlaPolicy, without: str) -> None:
        super().__init__()
        self.policy, self.without = policy, without

    @property
    def text(self) -> TextAdapter:
        """Return the text adapter; captions are no commands, so they are not removed."""
        return self.policy.text

    @property
    def dense(self) -> SceneHead:
        """Return the dense head."""
        return self.policy.dense

    @property
    def alignment(self) -> ContrastiveAlignment:
        """Return the contrastive alignment."""
        return self.policy.alignment

    def forward_grounding(
        self,
        tokens: Tensor,
        feature_map: Tensor,
        states: Tensor,
        mask: Tensor,
        labels: ReferenceLabels,
        view: Tensor | None = None,
        *,
        weights: bool = False,
    ) -> Grounding:
        """Ground commands as `VlaPolicy.forward_grounding` does, without text or image."""
        context = self.encode_command(states, mask)
        scene = self.predict_scene(tokens, feature_map, view)
        prior = match_cells(labels, scene)
        return self.ground_in_image(tokens, feature_map, context, scene, prior, weights=weights)

    def encode_command(self, states: Tensor, mask: Tensor) -> LanguageContext:
        """Encode commands; without text, all tokens are masked."""
        if self.without == 'text':
            states, mask = torch.zeros_like(states), torch.zeros_like(mask)
        return self.policy.encode_command(states, mask)

    def ground_in_image(
        self,
        tokens: Tensor,
        feature_map: Tensor,
        context: LanguageContext,
        scene: DenseScene,
        prior: Tensor,
        *,
        weights: bool = False,
    ) -> Grounding:
        """Ground encoded commands; without text no cell matches, without image all are zero."""
        if self.without == 'text':
            prior = torch.zeros_like(prior)
        tokens, feature_map = self._features(tokens, feature_map)
        return self.policy.ground_in_image(
            tokens, feature_map, context, scene, prior, weights=weights
        )

    def predict_scene(
        self, tokens: Tensor, feature_map: Tensor, view: Tensor | None = None
    ) -> DenseScene:
        """Predict the objects; without image, all features are zero."""
        return self.policy.predict_scene(*self._features(tokens, feature_map), view)

    def _features(self, tokens: Tensor, feature_map: Tensor) -> tuple[Tensor, Tensor]:
        if self.without == 'image':
            return torch.zeros_like(tokens), torch.zeros_like(feature_map)
        return tokens, feature_map

    def decode_actions(self, inputs: DecoderInput) -> ChunkPrediction:
        """Decode actions; without state, the end effector has a constant pose."""
        if self.without == 'state':
            zeros = torch.zeros_like(inputs.yaw)
            center = inputs.position.new_tensor(CENTER_M).expand_as(inputs.position)
            inputs = inputs._replace(position=center, yaw=zeros, gripper=zeros)
        return self.policy.decode_actions(inputs)
