# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The members of the model family, and what is left when one of their senses is taken away."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from typing import cast

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.contrastive_alignment import Alignment
from vla_policy.nn.decoder_registry import DECODERS
from vla_policy.nn.fusion import TextReader
from vla_policy.nn.fusion_registry import FUSIONS
from vla_policy.nn.grounding import DenseHead
from vla_policy.nn.model import build_policy
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import PolicyConfig
from vla_policy.nn.model import Read
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.transformer_decoder import CENTER_M
from vla_policy.nn.transformer_decoder import ChunkPrediction
from vla_policy.nn.transformer_decoder import Situation
from vla_policy.nn.transformer_decoder import TARGETS

#: What an ablation may leave out.
SENSES = ('text', 'image', 'state')
_KINDS: dict[str, Iterable[str]] = {
    'fusion': FUSIONS,
    'attention': ATTENTIONS,
    'decoder': DECODERS,
    'targets': TARGETS,
}
#: The checkpoint gives the sizes; each variant differs from the default in what it names.
_DEFAULTS = {part: str(getattr(PolicyConfig(), part)) for part in _KINDS}


@dataclass(frozen=True)
class Variant:
    """A policy that differs from the default in few things."""

    name: str
    group: str
    parts: dict[str, str] = field(default_factory=dict)  # fields of PolicyConfig
    without: str = ''  # one of SENSES, or prior

    def build(self, config: PolicyConfig) -> VlaPolicy:
        """Build it, or what acts like it, with random weights; sizes are those of `config`."""
        policy = build_policy(
            PolicyConfig.from_dict({**config.to_dict(), **_DEFAULTS, **self.parts})
        )
        if self.without == 'prior':
            policy.locator.trust.data.zero_()
            policy.locator.trust.requires_grad_(False)
        return cast(VlaPolicy, Ablated(policy, self.without)) if self.without in SENSES else policy


def all_variants() -> Iterator[Variant]:
    """Yield the default, each other kind of each part, and the ablations."""
    yield Variant('default', 'default')
    for part, kinds in _KINDS.items():
        for kind in kinds:
            if kind != _DEFAULTS[part]:
                yield Variant(kind, part, {part: kind})
    yield Variant('lstm, absolute', 'decoder', {'decoder': 'lstm', 'targets': 'absolute'})
    # What fits the words by color and noun helps every strategy; here each stands alone.
    for kind in FUSIONS:
        yield Variant(f'{kind} alone', 'fusion without prior', {'fusion': kind}, 'prior')
    for sense in SENSES:
        yield Variant(f'no {sense}', 'ablation', without=sense)


VARIANTS = {variant.name: variant for variant in all_variants()}


class Ablated(nn.Module):
    """A policy that is told nothing by one of its senses, in training and after."""

    def __init__(self, policy: VlaPolicy, without: str) -> None:
        super().__init__()
        self.policy, self.without = policy, without

    @property
    def text(self) -> TextReader:
        """Return the reader of words; descriptions are no commands, so they stay."""
        return self.policy.text

    @property
    def dense(self) -> DenseHead:
        """Return the head that reads the feature map."""
        return self.policy.dense

    @property
    def alignment(self) -> Alignment:
        """Return the common space."""
        return self.policy.alignment

    def ground(
        self,
        tokens: Tensor,
        feature_map: Tensor,
        states: Tensor,
        mask: Tensor,
        *,
        weights: bool = False,
    ) -> Grounding:
        """Ground as `VlaPolicy.ground` does, without words or without an image."""
        return self.look(tokens, feature_map, self.read(states, mask), weights=weights)

    def read(self, states: Tensor, mask: Tensor) -> Read:
        """Read as `VlaPolicy.read` does, perhaps nothing."""
        if self.without == 'text':
            states, mask = torch.zeros_like(states), torch.zeros_like(mask)
        return self.policy.read(states, mask)

    def look(
        self, tokens: Tensor, feature_map: Tensor, read: Read, *, weights: bool = False
    ) -> Grounding:
        """Look as `VlaPolicy.look` does, perhaps at nothing."""
        if self.without == 'image':
            tokens, feature_map = torch.zeros_like(tokens), torch.zeros_like(feature_map)
        return self.policy.look(tokens, feature_map, read, weights=weights)

    def act(self, situation: Situation) -> ChunkPrediction:
        """Decode as `VlaPolicy.act` does, without knowing where the hand is."""
        if self.without == 'state':
            nothing = torch.zeros_like(situation.yaw)
            center = situation.position.new_tensor(CENTER_M).expand_as(situation.position)
            situation = situation._replace(position=center, yaw=nothing, gripper=nothing)
        return self.policy.act(situation)
