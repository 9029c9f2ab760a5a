# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Masked tokens have no weight and no influence, for every kind of attention."""

import pytest
from vla_learning.tutorials.attention_masks import all_mask_errors
from vla_learning.tutorials.attention_masks import measure_mask_errors
from vla_learning.tutorials.attention_masks import to_table
from vla_policy.nn.attention_registry import ATTENTIONS


@pytest.mark.parametrize('kind', list(ATTENTIONS))
def test_masked_tokens_have_no_weight_and_no_influence(kind: str) -> None:
    errors = measure_mask_errors(kind)
    assert errors.masked_weight == 0.0
    assert errors.weight_sum < 1e-6
    assert errors.output_change < 1e-6
    assert errors.empty_output == 0.0


def test_the_table_has_a_row_per_kind() -> None:
    lines = to_table(all_mask_errors()).splitlines()
    assert [line.split(' | ')[0].strip('| ') for line in lines[2:]] == list(ATTENTIONS)
    assert {line.count('|') for line in lines} == {6}
