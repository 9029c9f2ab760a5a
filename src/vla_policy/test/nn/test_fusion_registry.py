# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Registry of the fusion strategies: names, errors and parameter counts."""

import pytest
from vla_policy.nn.fusion_registry import build_fusion
from vla_policy.nn.fusion_registry import FUSIONS


@pytest.mark.parametrize('layers', [2, 3])
@pytest.mark.parametrize('kind', FUSIONS)
def test_all_strategies_have_about_the_same_number_of_parameters(kind: str, layers: int) -> None:
    def count(name: str) -> int:
        built = build_fusion(name, dim=96, heads=4, layers=layers)
        return sum(p.numel() for p in built.parameters())

    counts = [count(name) for name in FUSIONS]
    assert count(kind) == pytest.approx(sum(counts) / len(counts), rel=0.075)
    assert max(counts) < 1.15 * min(counts)


@pytest.mark.parametrize('kind', FUSIONS)
def test_every_strategy_is_built_by_its_name(kind: str) -> None:
    assert type(build_fusion(kind, dim=16, heads=2, layers=2)) is FUSIONS[kind]


@pytest.mark.parametrize(
    ('kind', 'attention', 'expected'),
    [
        ('middle', 'linear', 'cross_attention, early, late, intermediate; got'),
        ('early', 'sparse', 'scaled_dot_product, additive, linear; got'),
    ],
)
def test_unknown_names_list_the_valid_ones(kind: str, attention: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        build_fusion(kind, dim=16, heads=2, layers=2, attention=attention)
