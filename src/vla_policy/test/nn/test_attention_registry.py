# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Registry of the kinds of attention."""

import pytest
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.attention_registry import build_attention


@pytest.mark.parametrize('kind', ATTENTIONS)
def test_every_kind_is_built_with_its_sizes(kind: str) -> None:
    attention = build_attention(kind, dim=8, heads=2)
    assert type(attention) is ATTENTIONS[kind]
    assert (attention.heads, attention.query.in_features) == (2, 8)


def test_an_unknown_kind_lists_the_valid_ones() -> None:
    with pytest.raises(ValueError, match=r"scaled_dot_product, additive, linear; got 'cubic'"):
        build_attention('cubic', dim=8, heads=2)
