# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Network of the tagger: padding."""

import torch
from vla_language.meaning.tagger_classes import STATES
from vla_language.meaning.tagger_network import TaggerNetwork
from vla_language.meaning.word_features import FEATURES


def test_padding_does_not_change_scores() -> None:
    network = TaggerNetwork().eval()
    states, features = torch.randn(1, 5, STATES), torch.rand(1, 5, FEATURES)
    mask = torch.tensor([[True, True, True, False, False]])
    padded = network(states, features, mask)
    plain = network(states[:, :3], features[:, :3], mask[:, :3])
    for long, short in zip(padded[:2], plain[:2], strict=True):
        torch.testing.assert_close(long[:, :3], short)
    for long, short in zip(padded[2:], plain[2:], strict=True):
        torch.testing.assert_close(long, short)
