# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Policy configuration in headers of checkpoints."""

from policy_samples import TINY
import pytest
from vla_policy.types.policy_config import PolicyConfig


def test_a_configuration_survives_a_header() -> None:
    assert PolicyConfig.from_dict(TINY.to_dict()) == TINY
    with pytest.raises(TypeError, match='depth'):
        PolicyConfig.from_dict({**TINY.to_dict(), 'depth': 3})


def test_a_header_without_components_means_the_defaults() -> None:
    kinds = ('fusion', 'attention', 'decoder', 'targets')
    old = {name: value for name, value in TINY.to_dict().items() if name not in kinds}
    config = PolicyConfig.from_dict(old)
    assert [getattr(config, kind) for kind in kinds] == [
        'cross_attention',
        'scaled_dot_product',
        'transformer',
        'relative',
    ]
