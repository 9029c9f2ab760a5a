# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training of the network of the command tagger; the lower layers of MiniLM stay frozen."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch import Tensor
from torch.nn.functional import cross_entropy
from vla_language.encoders.bert import BertEncoder
from vla_language.encoders.bert import build_encoder
from vla_language.encoders.minilm import find_weights
from vla_language.encoders.minilm import load_weights
from vla_language.encoders.minilm import MIDDLE_LAYER
from vla_language.meaning.tagger_network import TaggerNetwork
from vla_learning.training.csv_logger import CsvLogger
from vla_learning.training.tagger_corpus import PADDING
from vla_learning.training.tagger_corpus import TaggerBatch
from vla_learning.training.tagger_corpus import TaggerCorpus

_WARM_UP = 0.05
_SENTENCE_WEIGHT = 0.5
_SMOOTHING = 0.03
_MAX_GRADIENT_NORM = 1.0
_VALIDATION_BATCH = 128
#: Steps between two lines of the curve.
_LOG_PERIOD = 1500
FIGURES = ('loss', 'sentences', 'entities', 'kinds', 'steps', 'task', 'speech_act')


@dataclass(frozen=True)
class TaggerTraining:
    """Hyperparameters of the training."""

    epochs: int = 2
    batch: int = 32
    #: Of the layers that are trained already, and of the new ones.
    learning_rate: float = 4e-4
    new_learning_rate: float = 2e-3
    #: Share of the learning rates at the end of the training.
    final_share: float = 0.03
    weight_decay: float = 0.01
    seed: int = 0


def train_tagger_network(
    corpus: TaggerCorpus, validation: TaggerCorpus, training: TaggerTraining, curve: Path
) -> tuple[TaggerNetwork, dict[str, float]]:
    """
    Return a trained network and its validation figures.

    Parameters
    ----------
    corpus, validation
        Sentences.
    training
        Hyperparameters.
    curve
        CSV file for loss and validation figures.

    """
    torch.manual_seed(training.seed)
    rng = np.random.default_rng(training.seed)
    lower, network = initial_networks()
    optimizer = _optimizer(network, training)
    rates = [group['lr'] for group in optimizer.param_groups]
    curve.parent.mkdir(parents=True, exist_ok=True)
    curve.unlink(missing_ok=True)
    log, step, figures = CsvLogger(curve, FIGURES), 0, dict[str, float]()
    losses: list[float] = []
    for epoch in range(training.epochs):
        batches = corpus.shuffled(training.batch, rng)
        for i, indices in enumerate(batches):
            factor = _rate_factor((epoch + i / len(batches)) / training.epochs, training)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group['lr'] = rate * factor
            network.train()
            losses.append(_update(network, lower, optimizer, corpus.batch(indices)))
            step += 1
            if step % _LOG_PERIOD and i + 1 < len(batches):
                continue
            figures = {
                'loss': float(np.mean(losses)),
                **validate_tagger(network, lower, validation),
            }
            losses.clear()
            log.add(step, figures)
            print(f'{step:6d} ' + ' '.join(f'{k} {v:.4f}' for k, v in figures.items()), flush=True)
    return network.eval(), figures


@torch.inference_mode()
def validate_tagger(
    network: TaggerNetwork, lower: BertEncoder, corpus: TaggerCorpus
) -> dict[str, float]:
    """Return the shares of right words and right sentences; `sentences` are right in all."""
    network.eval()
    right: dict[str, list[Tensor]] = {name: [] for name in FIGURES[1:]}
    for batch in corpus.epoch(_VALIDATION_BATCH, np.random.default_rng(0)):
        entities, kinds, steps, tasks, acts = _scores(network, lower, batch)
        entity_right = entities.argmax(-1) == batch.entities
        kind_right = kinds.argmax(-1) == batch.kinds
        is_word = batch.kinds != PADDING
        right['entities'].append(entity_right[is_word])
        right['kinds'].append(kind_right[is_word])
        right['steps'].append((steps.argmax(-1) == batch.steps)[batch.steps != PADDING])
        right['task'].append(tasks.argmax(-1) == batch.tasks)
        right['speech_act'].append(acts.argmax(-1) == batch.acts)
        words = (entity_right & kind_right | ~is_word).all(1)
        right['sentences'].append(words & right['task'][-1] & right['speech_act'][-1])
    return {name: float(torch.cat(parts).float().mean()) for name, parts in right.items()}


def initial_networks() -> tuple[BertEncoder, TaggerNetwork]:
    """Return the frozen lower layers of MiniLM, and a tagger that begins with the upper ones."""
    encoder, network = build_encoder(load_weights(find_weights())), TaggerNetwork()
    network.layers.load_state_dict(encoder.layers[MIDDLE_LAYER:].state_dict())
    encoder.layers = encoder.layers[:MIDDLE_LAYER]
    return encoder.requires_grad_(False).eval(), network


def _optimizer(network: TaggerNetwork, training: TaggerTraining) -> torch.optim.Optimizer:
    trained = set(network.layers.parameters())
    new = [parameter for parameter in network.parameters() if parameter not in trained]
    groups = [
        {'params': list(network.layers.parameters()), 'lr': training.learning_rate},
        {'params': new, 'lr': training.new_learning_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=training.weight_decay)


def _scores(network: TaggerNetwork, lower: BertEncoder, batch: TaggerBatch) -> list[Tensor]:
    # Processors with instructions for bfloat16 take two thirds of the time.
    with torch.autocast('cpu', torch.bfloat16):
        with torch.no_grad():
            states = lower(batch.ids, batch.mask)
        scores = network(states, batch.mask, batch.words, batch.features)
    return [part.float() for part in scores]


def _update(
    network: TaggerNetwork,
    lower: BertEncoder,
    optimizer: torch.optim.Optimizer,
    batch: TaggerBatch,
) -> float:
    entities, kinds, steps, tasks, acts = _scores(network, lower, batch)
    loss = torch.zeros(())
    of_words = ((entities, batch.entities), (kinds, batch.kinds), (steps, batch.steps))
    for scores, labels in of_words:
        if not (labels != PADDING).any():
            continue  # The mean over no word is NaN.
        loss += cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=PADDING)
    for scores, labels in ((tasks, batch.tasks), (acts, batch.acts)):
        loss += _SENTENCE_WEIGHT * cross_entropy(scores, labels, label_smoothing=_SMOOTHING)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), _MAX_GRADIENT_NORM)
    optimizer.step()
    return float(loss.detach())


def _rate_factor(progress: float, training: TaggerTraining) -> float:
    """Return the factor of the learning rates: linear warm-up and linear decay."""
    decay = 1 - (1 - training.final_share) * progress
    return decay * min(1.0, (progress + 1e-3) / _WARM_UP)
