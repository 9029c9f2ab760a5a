# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training of the tagger network on a few sentences."""

from dataclasses import replace
from pathlib import Path

from tagger_samples import sample_corpus
import torch
from vla_learning.training.tagger_trainer import FIGURES
from vla_learning.training.tagger_trainer import initial_networks
from vla_learning.training.tagger_trainer import TaggerTraining
from vla_learning.training.tagger_trainer import train_tagger_network
from vla_learning.training.tagger_trainer import validate_tagger

TRAINING = TaggerTraining(epochs=2, batch=16)


def test_training_learns_and_logs_each_epoch(tmp_path: Path) -> None:
    corpus = sample_corpus(160)
    curve = tmp_path / 'runs' / 'curve.csv'
    network, figures = train_tagger_network(corpus, corpus, replace(TRAINING, epochs=6), curve)
    assert not network.training
    assert set(figures) == set(FIGURES)
    assert figures['kinds'] > 0.6
    assert figures['sentences'] <= min(figures['task'], figures['speech_act'])
    lines = curve.read_text().splitlines()
    assert lines[0] == 'step,' + ','.join(FIGURES)
    assert len(lines) == 7


def test_the_seed_determines_the_weights(tmp_path: Path) -> None:
    corpus = sample_corpus(40)
    first, second, other = (
        train_tagger_network(corpus, corpus, replace(TRAINING, seed=seed), tmp_path / 'c.csv')[0]
        for seed in (0, 0, 1)
    )
    assert torch.equal(first.kinds.weight, second.kinds.weight)
    assert not torch.equal(first.kinds.weight, other.kinds.weight)


def test_validation_counts_words_and_sentences(tmp_path: Path) -> None:
    corpus = sample_corpus(40)
    network, _ = train_tagger_network(corpus, corpus, TRAINING, tmp_path / 'c.csv')
    lower, _ = initial_networks()
    figures = validate_tagger(network, lower, corpus)
    assert all(0 <= value <= 1 for value in figures.values())
    assert figures == validate_tagger(network, lower, corpus)
