# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Text adapter: projection of token states, and noise in training."""

from fusion_samples import DIM
import pytest
import torch
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.text_adapter import FeatureNoise
from vla_policy.nn.text_adapter import TextAdapter


def test_too_many_tokens_name_both_numbers() -> None:
    adapter = TextAdapter(text_dim=4, dim=8, heads=2, max_tokens=3)
    with pytest.raises(ValueError, match=r'3 tokens; got 4'):
        adapter(torch.zeros(1, 4, 4), torch.ones(1, 4).bool())


@pytest.mark.parametrize('attention', ATTENTIONS)
def test_the_adapter_uses_the_configured_attention(attention: str) -> None:
    torch.manual_seed(0)
    adapter = TextAdapter(text_dim=12, dim=DIM, heads=2, attention=attention).eval()
    states, mask = torch.randn(2, 4, 12), torch.tensor([[True] * 3 + [False], [False] * 4])
    out = adapter(states, mask)
    assert type(adapter.attention) is ATTENTIONS[attention]
    assert out.isfinite().all()
    states[0, 3] = 9.0
    torch.testing.assert_close(adapter(states, mask)[0, :3], out[0, :3])


def test_equal_words_differ_by_their_position() -> None:
    torch.manual_seed(0)
    adapter = TextAdapter(text_dim=12, dim=DIM, heads=2).eval()
    states = torch.randn(1, 1, 12).expand(1, 3, 12)
    out = adapter(states, torch.ones(1, 3).bool())
    assert (out[0, 0] - out[0, 1]).abs().max() > 1e-3


def test_noise_is_applied_only_in_training() -> None:
    torch.manual_seed(0)
    noise, x = FeatureNoise(dropout=0.5, noise=0.1), torch.ones(20, 500)
    assert noise.eval()(x) is x
    perturbed = noise.train()(x)
    dropped = perturbed.abs() < 1.0
    assert dropped.float().mean().item() == pytest.approx(0.5, abs=0.05)
    # The rest is scaled to keep the mean.
    assert perturbed[~dropped].mean().item() == pytest.approx(2.0, abs=0.02)
    assert perturbed[~dropped].std().item() == pytest.approx(0.1, abs=0.01)
