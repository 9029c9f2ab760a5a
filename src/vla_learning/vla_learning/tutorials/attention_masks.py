# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure that masked tokens have no influence, for each kind of attention."""

from collections.abc import Mapping
from typing import NamedTuple

import torch
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.attention_registry import build_attention

_DIM, _HEADS, _QUERIES, _TOKENS, _VALID = 96, 4, 3, 12, 8
#: Content of the masked tokens in the second run.
_GARBAGE = 1e3


class MaskErrors(NamedTuple):
    """Largest absolute errors of one kind of attention with random weights; all must be 0."""

    masked_weight: float  # weight of a masked token
    weight_sum: float  # difference of the sum of a row's weights from 1
    output_change: float  # change of the output when the masked tokens change
    empty_output: float  # output of a row whose tokens are all masked


@torch.inference_mode()
def measure_mask_errors(kind: str, seed: int = 0) -> MaskErrors:
    """Attend to 12 tokens, of which 8 are valid, with one kind of attention."""
    torch.manual_seed(seed)
    attention = build_attention(kind, dim=_DIM, heads=_HEADS)
    query, tokens = torch.randn(1, _QUERIES, _DIM), torch.randn(1, _TOKENS, _DIM)
    mask = torch.arange(_TOKENS)[None] < _VALID
    changed = torch.where(mask[..., None], tokens, _GARBAGE * torch.randn(1, _TOKENS, _DIM))
    first = attention(query, tokens, mask, weights=True)
    second = attention(query, changed, mask, weights=True)
    empty = attention(query, tokens, torch.zeros_like(mask))
    assert first.weights is not None
    return MaskErrors(
        float(first.weights[..., _VALID:].abs().max()),
        float((first.weights.sum(-1) - 1).abs().max()),
        float((first.values - second.values).abs().max()),
        float(empty.values.abs().max()),
    )


def all_mask_errors() -> dict[str, MaskErrors]:
    """Return the errors of every kind of attention."""
    return {kind: measure_mask_errors(kind) for kind in ATTENTIONS}


def to_table(errors: Mapping[str, MaskErrors]) -> str:
    """Return the errors as a Markdown table."""
    lines = [
        '| attention | weight of masked tokens | sum of weights - 1 |'
        ' change by masked content | output if all is masked |',
        '|---|---|---|---|---|',
    ]
    for kind, row in errors.items():
        lines.append(f'| {kind} | ' + ' | '.join(f'{value:.1e}' for value in row) + ' |')
    return '\n'.join(lines)
