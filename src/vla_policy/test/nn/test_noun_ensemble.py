# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Noun ensemble: combined prediction, independent members, masks and gradients."""

import torch
from torch import Tensor
from vla_policy.nn.noun_ensemble import ENSEMBLE_SIZE
from vla_policy.nn.noun_ensemble import NounEnsemble
from vla_policy.nn.noun_ensemble import NounPrediction
from vla_policy.types.vocabulary import Noun

BATCH, WORDS, DIM, TEXT_DIM, SLOTS = 3, 5, 16, 12, 2


def ensemble(seed: int = 0) -> NounEnsemble:
    torch.manual_seed(seed)
    return NounEnsemble(dim=DIM, text_dim=TEXT_DIM, slots=SLOTS).eval()


def words(seed: int = 1) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return (
        torch.randn(BATCH, WORDS, DIM, generator=generator),
        torch.randn(BATCH, WORDS, TEXT_DIM, generator=generator),
        torch.ones(BATCH, WORDS, dtype=torch.bool),
    )


def test_shapes_and_probabilities() -> None:
    prediction = ensemble()(*words())
    assert prediction.member_logits.shape == (BATCH, SLOTS, ENSEMBLE_SIZE, len(Noun))
    assert prediction.nouns.shape == (BATCH, SLOTS, len(Noun))
    torch.testing.assert_close(
        prediction.nouns.exp().sum(-1), torch.ones(BATCH, SLOTS), rtol=0, atol=1e-4
    )


def test_the_combined_prediction_is_sharpened_and_favors_unknown() -> None:
    prediction = ensemble()(*words())
    expected = prediction.member_logits.softmax(-1).mean(2) ** 2
    expected[..., Noun.UNKNOWN] *= 2
    torch.testing.assert_close(
        prediction.nouns.exp(), expected / expected.sum(-1, keepdim=True), rtol=0, atol=1e-4
    )


def test_the_gradient_of_a_member_reaches_only_its_weights() -> None:
    model = ensemble()
    model(*words()).member_logits[:, :, 3].square().sum().backward()
    for weight in (model.inner, model.inner_bias, model.outer, model.outer_bias):
        assert weight.grad is not None
        trained = weight.grad.flatten(1).abs().sum(1) > 0
        assert trained.tolist() == [member == 3 for member in range(ENSEMBLE_SIZE)]


def test_masked_words_have_no_influence() -> None:
    text, states, mask = words()
    mask[:, 3:] = False
    changed = text.clone(), states.clone()
    for values in changed:
        values[:, 3:] = 50.0
    for a, b in zip(ensemble()(text, states, mask), ensemble()(*changed, mask), strict=True):
        torch.testing.assert_close(a, b)


def test_a_fully_masked_text_is_finite() -> None:
    text, states, mask = words()
    prediction: NounPrediction = ensemble()(text, states, ~mask)
    assert all(bool(values.isfinite().all()) for values in prediction)


def test_weights_depend_only_on_the_seed_and_all_get_gradients() -> None:
    inputs = words()
    assert torch.equal(ensemble()(*inputs).member_logits, ensemble()(*inputs).member_logits)
    model = ensemble().train()
    model(*inputs).member_logits.square().sum().backward()
    for name, weight in model.named_parameters():
        assert weight.grad is not None, name
        # A shift of all keys does not change the attention.
        assert name == 'key.bias' or weight.grad.abs().sum() > 0, name
