# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train the command tagger on generated sentences, and export its weights."""

import argparse
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
import time

import torch
from vla_common.checkpoint import save_checkpoint
from vla_language.encoders.minilm import MiniLM
from vla_language.meaning.parser_loading import load_meaning_parser
from vla_language.meaning.tagger import WEIGHTS
from vla_language.meaning.tagger import WordStates
from vla_language.meaning.tagger_classes import CLASSES
from vla_language.meaning.tagger_classes import NOUNS_PREFIX
from vla_language.meaning.tagger_classes import TAGGER_PREFIX
from vla_language.meaning.wordnet import find_files
from vla_learning.graphs.export_graphs import export_graphs
from vla_learning.language.grammar.dictionary_words import load_dictionary_words
from vla_learning.language.grammar.sentence_generator import SentenceGenerator
from vla_learning.training.noun_classifier import cross_validate
from vla_learning.training.noun_classifier import train_noun_layer
from vla_learning.training.tagger_corpus import TaggerCorpus
from vla_learning.training.tagger_trainer import TaggerTraining
from vla_learning.training.tagger_trainer import train_tagger_network
from vla_learning.training.tagger_validation import validate_commands
from vla_learning.utils.cli import run_cli

_VALIDATION_SENTENCES = 1000
#: Least probability of a noun in the reported cross-validation.
_LEAST_PROBABILITY = 0.7


def train_tagger(options: argparse.Namespace) -> None:
    """Generate sentences, train both parts, and write weights and curve."""
    start = time.monotonic()
    torch.set_num_threads(options.threads)
    words = WordStates(MiniLM())
    dictionary = load_dictionary_words(find_files())
    generators = (SentenceGenerator(options.seed + i, dictionary) for i in range(2))
    counts = (options.sentences, _VALIDATION_SENTENCES)
    corpus, validation = (
        TaggerCorpus(list(islice(generator.sentences(count), count)), words)
        for generator, count in zip(generators, counts, strict=True)
    )
    print(f'generated {len(corpus)} sentences after {time.monotonic() - start:.0f} s', flush=True)
    training = TaggerTraining(epochs=options.epochs, seed=options.seed)
    network, figures = train_tagger_network(corpus, validation, training, options.curve)
    nouns = train_noun_layer(words)
    figures |= cross_validate(words, _LEAST_PROBABILITY)
    tensors = {f'{TAGGER_PREFIX}{k}': v for k, v in network.state_dict().items()}
    # Half precision: the file is part of the repository.
    tensors = {name: tensor.half() for name, tensor in tensors.items()}
    tensors |= {f'{NOUNS_PREFIX}{k}': v for k, v in nouns.state_dict().items()}
    header = {
        'classes': CLASSES,
        'text_encoder': MiniLM.encoder_id,
        'sentences': options.sentences,
        'epochs': options.epochs,
        'seed': options.seed,
        'validation': {name: round(value, 4) for name, value in figures.items()},
    }
    digest = save_checkpoint(options.output, tensors, header)
    export_graphs(options.output)
    commands, errors = validate_commands(load_meaning_parser(options.output).parse)
    size = options.output.stat().st_size / 1e6
    print(f'wrote {options.output} ({size:.1f} MB, sha256 {digest[:12]})')
    print(f'wrote {options.curve} after {time.monotonic() - start:.0f} s')
    print(*errors, sep='\n')
    for name, value in (figures | commands).items():
        print(f'  {name:16} {value:.4f}')


def main(args: Sequence[str] | None = None) -> None:
    """Run `python -m vla_learning.training.train_tagger`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--sentences', type=int, default=300_000)
    parser.add_argument('--epochs', type=int, default=2)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--output', type=Path, default=WEIGHTS, help='file of the weights')
    parser.add_argument(
        '--curve', type=Path, default=Path('runs/tagger/curve.csv'), help='file of the figures'
    )
    options = parser.parse_args(args)
    run_cli(lambda: train_tagger(options), 'Start the same command again')


if __name__ == '__main__':
    main()
