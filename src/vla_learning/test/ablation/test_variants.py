# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parts of the variants, and independence of ablations from their removed input."""

from comparison_samples import SMALL
import numpy as np
import pytest
import torch
from torch import Tensor
from vla_learning.ablation.variants import Variant
from vla_learning.ablation.variants import VARIANTS
from vla_learning.training.decoder_pretraining import random_tool_states
from vla_learning.training.decoder_pretraining import to_decoder_input
from vla_policy.nn.attention_additive import AdditiveAttention
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.decoder import DecoderInput
from vla_policy.nn.fusion_early import EarlyFusion
from vla_policy.nn.fusion_registry import FUSIONS
from vla_policy.nn.lstm_decoder import LstmDecoder
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.scene_head import CLASSES
from vla_policy.nn.scene_head import COLORS


def inputs(seed: int = 0) -> tuple[Tensor, Tensor, Tensor, Tensor, ReferenceLabels]:
    torch.manual_seed(seed)
    return (
        torch.randn(1, SMALL.tokens, SMALL.dim),
        torch.randn(1, SMALL.map_channels, 24, 32),
        torch.randn(1, 4, SMALL.text_dim),
        torch.tensor([[True, True, True, False]]),
        ReferenceLabels(torch.rand(1, 2, COLORS), torch.rand(1, 2, CLASSES)),
    )


def random_input(seed: int = 0) -> DecoderInput:
    return to_decoder_input(random_tool_states(np.random.default_rng(seed), 3))


def built(name: str) -> VlaPolicy:
    torch.manual_seed(0)
    return VARIANTS[name].build(SMALL).eval()


def flat(g: Grounding) -> Tensor:
    return torch.cat([g.location.logits.flatten(), g.task.flatten(), g.direction.flatten()])


def test_every_part_and_every_modality_has_variants() -> None:
    names = {
        group: [v.name for v in VARIANTS.values() if v.group == group]
        for group in dict.fromkeys(v.group for v in VARIANTS.values())
    }
    assert names == {
        'default': ['default'],
        'fusion': ['early', 'late', 'intermediate'],
        'attention': ['additive', 'linear'],
        'decoder': ['lstm', 'lstm, absolute'],
        'targets': ['absolute'],
        'fusion without prior': [f'{kind} alone' for kind in FUSIONS],
        'ablation': ['no text', 'no image', 'no state'],
    }


@pytest.mark.parametrize('name', VARIANTS)
def test_every_variant_grounds_and_acts(name: str) -> None:
    policy = built(name)
    g = policy.forward_grounding(*inputs(), weights=True)
    assert flat(g).isfinite().all()
    assert g.text_weights is not None
    assert policy.decode_actions(random_input()).position.isfinite().all()
    assert policy.dense is not None


def test_variants_have_the_parts_they_are_named_after() -> None:
    assert isinstance(built('early').fusion, EarlyFusion)
    assert isinstance(built('lstm').decoder, LstmDecoder)
    additive = [m for m in built('additive').modules() if isinstance(m, AdditiveAttention)]
    assert len(additive) == 1 + 3 * SMALL.fusion_layers


def test_without_the_prior_only_queries_locate() -> None:
    alone, full = built('late alone'), built('late')
    assert not alone.locator.trust.requires_grad
    located = [policy.forward_grounding(*inputs()).location.logits for policy in (full, alone)]
    assert not torch.equal(*located)
    with torch.no_grad():
        full.locator.trust.zero_()
    assert torch.equal(full.forward_grounding(*inputs()).location.logits, located[1])


def test_an_unknown_part_is_rejected() -> None:
    with pytest.raises(ValueError, match=r"fusion must be one of .*'middle'"):
        Variant('x', 'fusion', {'fusion': 'middle'}).build(SMALL)


@pytest.mark.parametrize(
    ('name', 'changed'), [('no text', 2), ('no text', 4), ('no image', 0), ('no image', 1)]
)
def test_a_removed_input_changes_nothing(name: str, changed: int) -> None:
    before = list(inputs())
    after = [
        other if i == changed else x
        for i, (x, other) in enumerate(zip(before, inputs(1), strict=True))
    ]
    full, ablated = built('default'), built(name)
    assert not torch.equal(
        flat(full.forward_grounding(*before)), flat(full.forward_grounding(*after))
    )
    assert torch.equal(
        flat(ablated.forward_grounding(*before)), flat(ablated.forward_grounding(*after))
    )


def test_without_state_the_pose_changes_nothing() -> None:
    inputs_, other = random_input(), random_input(1)
    moved = inputs_._replace(position=other.position, yaw=other.yaw, gripper=1 - inputs_.gripper)
    full, ablated = built('default'), built('no state')
    assert not torch.equal(
        full.decode_actions(inputs_).position, full.decode_actions(moved).position
    )
    assert torch.equal(
        ablated.decode_actions(inputs_).position, ablated.decode_actions(moved).position
    )
    farther = inputs_._replace(target=inputs_.target + 0.1)
    assert not torch.equal(
        ablated.decode_actions(inputs_).position, ablated.decode_actions(farther).position
    )
