# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A committee reads nouns, and every voice of it for itself."""

import torch
from torch import Tensor
from vla_policy.nn.noun_ensemble import Heard
from vla_policy.nn.noun_ensemble import NounReader
from vla_policy.nn.noun_ensemble import VOICES
from vla_policy.types.vocabulary import Noun

BATCH, WORDS, DIM, TEXT_DIM, SLOTS = 3, 5, 16, 12, 2


def reader(seed: int = 0) -> NounReader:
    torch.manual_seed(seed)
    return NounReader(dim=DIM, text_dim=TEXT_DIM, slots=SLOTS).eval()


def words(seed: int = 1) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return (
        torch.randn(BATCH, WORDS, DIM, generator=generator),
        torch.randn(BATCH, WORDS, TEXT_DIM, generator=generator),
        torch.ones(BATCH, WORDS, dtype=torch.bool),
    )


def test_shapes_and_shares() -> None:
    heard = reader()(*words())
    assert heard.votes.shape == (BATCH, SLOTS, VOICES, len(Noun))
    assert heard.nouns.shape == (BATCH, SLOTS, len(Noun))
    torch.testing.assert_close(
        heard.nouns.exp().sum(-1), torch.ones(BATCH, SLOTS), rtol=0, atol=1e-4
    )


def test_all_together_say_the_mean_sharpened_and_wary_of_strangers() -> None:
    heard = reader()(*words())
    wanted = heard.votes.softmax(-1).mean(2) ** 2
    wanted[..., Noun.STRANGER] *= 2
    torch.testing.assert_close(
        heard.nouns.exp(), wanted / wanted.sum(-1, keepdim=True), rtol=0, atol=1e-4
    )


def test_a_voice_learns_nothing_from_what_others_say() -> None:
    model = reader()
    model(*words()).votes[:, :, 3].square().sum().backward()
    for weight in (model.inner, model.inner_bias, model.outer, model.outer_bias):
        assert weight.grad is not None
        taught = weight.grad.flatten(1).abs().sum(1) > 0
        assert taught.tolist() == [voice == 3 for voice in range(VOICES)]


def test_words_that_do_not_count_are_not_read() -> None:
    text, states, mask = words()
    mask[:, 3:] = False
    loud = text.clone(), states.clone()
    for values in loud:
        values[:, 3:] = 50.0
    for quiet, other in zip(reader()(text, states, mask), reader()(*loud, mask), strict=True):
        torch.testing.assert_close(quiet, other)


def test_no_words_at_all_give_no_nan() -> None:
    text, states, mask = words()
    heard: Heard = reader()(text, states, ~mask)
    assert all(bool(values.isfinite().all()) for values in heard)


def test_one_seed_gives_one_result_and_every_weight_learns() -> None:
    inputs = words()
    assert torch.equal(reader()(*inputs).votes, reader()(*inputs).votes)
    model = reader().train()
    model(*inputs).votes.square().sum().backward()
    for name, weight in model.named_parameters():
        assert weight.grad is not None, name
        # A shift of all keys changes no attention.
        assert name == 'key.bias' or weight.grad.abs().sum() > 0, name
