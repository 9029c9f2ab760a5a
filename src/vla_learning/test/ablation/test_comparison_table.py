# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Markdown table of a comparison."""

from typing import Any

from vla_learning.ablation.comparison_table import to_table

RESULT: dict[str, Any] = {
    'name': 'early',
    'group': 'fusion',
    'correct_target': (30, 40),
    'target_m_median': 0.0123,
    'target_m_p95': 0.2,
    'task': (0, 0),
    'heldout_phrasing_correct_target': (1, 2),
    'chunk_m_median': 0.01,
    'chunk_m_p95': 0.05,
    'phase': 0.9,
    'parameters': 770_000,
    'mb': 3.1,
    'latency_ms': 3.21,
    'training_s': 99.6,
}
REPORT: dict[str, Any] = {
    'budget': {
        'pretrain_steps': 20,
        'steps': 30,
        'images': 16,
        'commands': 4,
        'pretrain_states': 256,
        'frames': 500,
        'seed': 7,
        'validation': 64,
    },
    'sha256': 'abcdef0123456789',
    'checkpoint': 'model.safetensors',
    'episodes': 0,
    'results': [RESULT],
}


def test_the_table_contains_conditions_and_figures() -> None:
    text = to_table(REPORT)
    row = text.splitlines()[-1]
    assert '| fusion | early | 75.0 % (60 to 86, n = 40) | 12.3 / 200.0 mm |' in row
    assert '| - |' in row
    assert '| 0.770 M | 3.10 MB | 3.2 ms | 100 s |' in row
    assert 'success' not in text
    for fact in ('30 steps', '500 frames', 'seed 7', 'abcdef012345', '64 frames'):
        assert fact in text


def test_success_has_a_column_if_it_was_measured() -> None:
    report = {**REPORT, 'episodes': 5, 'results': [{**RESULT, 'success': (15, 20)}]}
    text = to_table(report)
    assert 'success' in text
    assert '| 75.0 % (53 to 89, n = 20) |' in text.splitlines()[-1]


def test_rows_have_as_many_cells_as_columns() -> None:
    lines = [line for line in to_table(REPORT).splitlines() if line.startswith('|')]
    assert len({line.count('|') for line in lines}) == 1
