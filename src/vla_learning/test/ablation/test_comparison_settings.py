# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Limits of the settings of a comparison."""

import pytest
from vla_learning.ablation.comparison_settings import ComputeBudget


@pytest.mark.parametrize(('field', 'value'), [('steps', 0), ('seed', -1), ('commands', 0)])
def test_budgets_out_of_range_are_rejected(field: str, value: int) -> None:
    with pytest.raises(ValueError, match=f'{field} must be at least .*got {value}'):
        ComputeBudget(**{field: value})


def test_a_step_needs_as_many_frames_as_images() -> None:
    with pytest.raises(ValueError, match='frames must be at least images=16, got 5'):
        ComputeBudget(frames=5)
