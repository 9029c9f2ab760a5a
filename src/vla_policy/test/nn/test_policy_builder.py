# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Construction of a policy from every component."""

from dataclasses import replace
from itertools import product

from policy_samples import sample_decoder_input
from policy_samples import sample_references
from policy_samples import TINY
import pytest
import torch
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.decoder import TARGETS
from vla_policy.nn.decoder_registry import DECODERS
from vla_policy.nn.fusion_registry import FUSIONS
from vla_policy.nn.policy_builder import build_policy

CELLS = TINY.map_rows * TINY.map_cols


@pytest.mark.parametrize(
    ('fusion', 'attention', 'decoder', 'targets'),
    [
        *product(FUSIONS, ATTENTIONS, ['transformer'], ['relative']),
        *product(['cross_attention'], ['scaled_dot_product'], DECODERS, TARGETS),
    ],
)
def test_every_component_can_be_chosen(
    fusion: str, attention: str, decoder: str, targets: str
) -> None:
    config = replace(TINY, fusion=fusion, attention=attention, decoder=decoder, targets=targets)
    torch.manual_seed(0)
    model = build_policy(config)
    generator = torch.Generator().manual_seed(1)
    g = model.forward_grounding(
        torch.randn(2, TINY.tokens, TINY.dim, generator=generator),
        torch.randn(2, TINY.map_channels, TINY.map_rows, TINY.map_cols, generator=generator),
        torch.randn(4, 5, TINY.text_dim, generator=generator),
        torch.ones(4, 5, dtype=torch.bool),
        sample_references(4),
        weights=True,
    )
    assert g.location.position.isfinite().all()
    assert g.text_weights.shape == (4, 3, 5)
    assert g.image_weights.shape == (4, 3, 6)
    assert model.decode_actions(sample_decoder_input(4)).position.shape == (4, TINY.steps, 3)
    assert type(model.fusion) is FUSIONS[fusion]
    assert type(model.text.attention) is ATTENTIONS[attention]
    assert type(model.decoder) is DECODERS[decoder]


@pytest.mark.parametrize('part', ['fusion', 'attention', 'decoder', 'targets'])
def test_an_unknown_component_is_named(part: str) -> None:
    with pytest.raises(ValueError, match=rf"{part} must be one of .*; got 'other'"):
        build_policy(replace(TINY, **{part: 'other'}))


def test_cell_positions_are_initialized() -> None:
    start = torch.rand(CELLS, 2)
    assert torch.equal(build_policy(TINY, start).dense.cell_position, start)
