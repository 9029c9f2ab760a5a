# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Registry of the decoders: names, errors and parameter counts."""

import pytest
from vla_policy.nn.decoder_registry import build_decoder
from vla_policy.nn.decoder_registry import DECODERS


def test_all_decoders_have_about_the_same_number_of_parameters() -> None:
    counts = [
        sum(
            p.numel()
            for p in build_decoder(kind, steps=16, dim=64, hidden=256, heads=4).parameters()
        )
        for kind in DECODERS
    ]
    assert max(counts) < 1.15 * min(counts)


@pytest.mark.parametrize('kind', DECODERS)
def test_every_decoder_is_built_by_its_name(kind: str) -> None:
    decoder = build_decoder(kind, steps=5, dim=16, hidden=24, heads=2)
    assert type(decoder) is DECODERS[kind]
    assert decoder.steps == 5


@pytest.mark.parametrize(
    ('kind', 'targets', 'expected'),
    [
        ('diffusion', 'relative', "transformer, lstm.*; got 'diffusion'"),
        ('lstm', 'polar', "relative, absolute; got 'polar'"),
        ('transformer', 'polar', "relative, absolute; got 'polar'"),
    ],
)
def test_unknown_names_list_the_valid_ones(kind: str, targets: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        build_decoder(kind, steps=6, dim=16, hidden=24, heads=2, targets=targets)
