# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training of the network of the command tagger on encoded sentences."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch import Tensor
from torch.nn.functional import cross_entropy
from vla_language.meaning.tagger_network import TaggerNetwork
from vla_learning.training.csv_logger import CsvLogger
from vla_learning.training.tagger_corpus import PADDING
from vla_learning.training.tagger_corpus import TaggerBatch
from vla_learning.training.tagger_corpus import TaggerCorpus

_WARM_UP = 0.025
_SENTENCE_WEIGHT = 0.5
_SMOOTHING = 0.03
_MAX_GRADIENT_NORM = 1.0
_VALIDATION_BATCH = 128
FIGURES = ('loss', 'sentences', 'entities', 'kinds', 'task', 'speech_act')


@dataclass(frozen=True)
class TaggerTraining:
    """Hyperparameters of the training."""

    epochs: int = 7
    layers: int = 3
    batch: int = 64
    learning_rate: float = 1.2e-3
    final_learning_rate: float = 6e-5
    weight_decay: float = 0.02
    seed: int = 0


def train_tagger_network(
    corpus: TaggerCorpus, validation: TaggerCorpus, training: TaggerTraining, curve: Path
) -> tuple[TaggerNetwork, dict[str, float]]:
    """
    Return a trained network and its validation figures.

    Parameters
    ----------
    corpus, validation
        Encoded sentences.
    training
        Hyperparameters.
    curve
        CSV file for loss and validation figures of each epoch.

    """
    torch.manual_seed(training.seed)
    rng = np.random.default_rng(training.seed)
    network = TaggerNetwork(layers=training.layers)
    optimizer = torch.optim.AdamW(
        network.parameters(), training.learning_rate, weight_decay=training.weight_decay
    )
    curve.parent.mkdir(parents=True, exist_ok=True)
    curve.unlink(missing_ok=True)
    log, step, figures = CsvLogger(curve, FIGURES), 0, dict[str, float]()
    for epoch in range(training.epochs):
        network.train()
        losses = []
        batches = corpus.shuffled(training.batch, rng)
        for i, indices in enumerate(batches):
            progress = (epoch + i / len(batches)) / training.epochs
            optimizer.param_groups[0]['lr'] = _learning_rate(progress, training)
            losses.append(_update(network, optimizer, corpus.batch(indices)))
            step += 1
        figures = {'loss': float(np.mean(losses)), **validate_tagger(network, validation)}
        log.add(step, figures)
        print(f'{step:6d} ' + ' '.join(f'{k} {v:.4f}' for k, v in figures.items()), flush=True)
    return network.eval(), figures


@torch.inference_mode()
def validate_tagger(network: TaggerNetwork, corpus: TaggerCorpus) -> dict[str, float]:
    """Return the shares of right words and right sentences; `sentences` are right in all."""
    network.eval()
    right: dict[str, list[Tensor]] = {name: [] for name in FIGURES[1:]}
    for batch in corpus.epoch(_VALIDATION_BATCH, np.random.default_rng(0)):
        entities, kinds, tasks, acts = network(batch.states, batch.features, batch.mask)
        entity_right = entities.argmax(-1) == batch.entities
        kind_right = kinds.argmax(-1) == batch.kinds
        right['entities'].append(entity_right[batch.mask])
        right['kinds'].append(kind_right[batch.mask])
        right['task'].append(tasks.argmax(-1) == batch.tasks)
        right['speech_act'].append(acts.argmax(-1) == batch.acts)
        words = (entity_right & kind_right | ~batch.mask).all(1)
        right['sentences'].append(words & right['task'][-1] & right['speech_act'][-1])
    return {name: float(torch.cat(parts).float().mean()) for name, parts in right.items()}


def _update(network: TaggerNetwork, optimizer: torch.optim.Optimizer, batch: TaggerBatch) -> float:
    # Processors with instructions for bfloat16 take two thirds of the time.
    with torch.autocast('cpu', torch.bfloat16):
        scores = network(batch.states, batch.features, batch.mask)
    entities, kinds, tasks, acts = (part.float() for part in scores)
    loss = cross_entropy(entities.flatten(0, 1), batch.entities.flatten(), ignore_index=PADDING)
    loss += cross_entropy(kinds.flatten(0, 1), batch.kinds.flatten(), ignore_index=PADDING)
    for scores, labels in ((tasks, batch.tasks), (acts, batch.acts)):
        loss += _SENTENCE_WEIGHT * cross_entropy(scores, labels, label_smoothing=_SMOOTHING)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), _MAX_GRADIENT_NORM)
    optimizer.step()
    return float(loss.detach())


def _learning_rate(progress: float, training: TaggerTraining) -> float:
    """Return the learning rate: linear warm-up, then linear decay."""
    high, low = training.learning_rate, training.final_learning_rate
    return (high + (low - high) * progress) * min(1.0, (progress + 1e-3) / _WARM_UP)
