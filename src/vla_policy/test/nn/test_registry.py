# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Look-up of components by name."""

import pytest
from vla_policy.nn.registry import choose


def test_the_named_option_is_returned() -> None:
    assert choose('part', 'b', {'a': 1, 'b': 2}) == 2


def test_an_unknown_name_lists_the_valid_ones() -> None:
    with pytest.raises(ValueError, match="part must be one of a, b; got 'c'"):
        choose('part', 'c', {'a': 1, 'b': 2})
