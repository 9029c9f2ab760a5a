# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training of a variant: only the dense head is frozen, and a seed determines the result."""

from functools import partial
from pathlib import Path

from comparison_samples import build_shared_data
from comparison_samples import SMALL
import pytest
import torch
from vla_learning.ablation import variant_trainer as module
from vla_learning.ablation.variant_trainer import latency_ms
from vla_learning.ablation.variant_trainer import model_size
from vla_learning.ablation.variant_trainer import VariantTrainer
from vla_learning.ablation.variants import VARIANTS
from vla_learning.data.frames import Frames
from vla_learning.training.decoder_pretraining import SyntheticStates


@pytest.fixture(scope='module')
def trainer(tmp_path_factory: pytest.TempPathFactory, frames: Frames) -> VariantTrainer:
    folder: Path = tmp_path_factory.mktemp('comparison')
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, 'SyntheticStates', partial(SyntheticStates, states_per_round=32))
        return VariantTrainer(build_shared_data(folder, frames))


@pytest.mark.parametrize('name', VARIANTS)
def test_every_variant_can_be_trained_and_evaluated(trainer: VariantTrainer, name: str) -> None:
    policy = trainer.build(VARIANTS[name])
    before = {k: v.clone() for k, v in policy.state_dict().items()}
    assert trainer.train(policy) > 0
    assert any(not torch.equal(v, before[k]) for k, v in policy.state_dict().items())
    figures = trainer.evaluate(policy)
    assert figures['chunk_m_p95'] >= figures['chunk_m_median'] > 0
    assert 0 <= figures['phase'] <= 1


def test_only_the_dense_head_is_frozen(trainer: VariantTrainer) -> None:
    policy = trainer.build(VARIANTS['default'])
    before = {k: v.clone() for k, v in policy.named_parameters()}
    trainer.train(policy)
    same = {name for name, value in policy.named_parameters() if torch.equal(value, before[name])}
    # Two steps with few commands may leave a rare head as it was.
    assert {name for name in same if 'dense' in name} == {
        name for name in before if 'dense' in name
    }
    assert len(same) < len(before) / 4
    expected = trainer.data.dense
    assert all(torch.equal(v, expected[k]) for k, v in policy.dense.state_dict().items())


def test_a_seed_determines_the_result(trainer: VariantTrainer) -> None:
    results = []
    for name in ('late', 'late', 'early'):
        policy = trainer.build(VARIANTS[name])
        trainer.train(policy)
        results.append(repr(trainer.evaluate(policy)))  # nan: no sample
    assert results[0] == results[1]
    assert results[0] != results[2]


def test_training_lowers_the_loss(trainer: VariantTrainer) -> None:
    policy = trainer.build(VARIANTS['default'])
    before = trainer._loss(policy, 0).item()
    for _ in range(5):
        trainer.train(policy)
    assert trainer._loss(policy, 0).item() < before


def test_size_and_latency() -> None:
    policy = VARIANTS['default'].build(SMALL)
    size = model_size(policy)
    assert size['parameters'] == sum(p.numel() for p in policy.parameters())
    assert size['mb'] == pytest.approx(4e-6 * size['parameters'], rel=0.01)
    assert 0 < latency_ms(policy, SMALL) < 1000
