# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Loading of the meaning parser with the shipped weights and WordNet."""

from pathlib import Path

from vla_common.engine import ONNX_RUNTIME
from vla_language.encoders.minilm import MiniLM
from vla_language.meaning.meaning_parser import MeaningParser
from vla_language.meaning.noun_shapes import NounShapes
from vla_language.meaning.spelling import Speller
from vla_language.meaning.tagger import Tagger
from vla_language.meaning.tagger import WEIGHTS
from vla_language.meaning.tagger import WordStates
from vla_language.meaning.wordnet import WordNet
from vla_language.meaning.words import split_words


def load_meaning_parser(
    weights: Path = WEIGHTS, encoder: MiniLM | None = None, engine: str = ONNX_RUNTIME
) -> MeaningParser:
    """
    Load the parser.

    Parameters
    ----------
    weights
        Checkpoint of tagger and noun layer.
    encoder
        Text encoder of the words; loaded if None.
    engine
        Library that computes the networks.

    Raises
    ------
    CheckpointError
        If the weights are missing or damaged.
    WordNetError
        If the files of the dictionary are missing.
    TextEncoderError
        If the weights of the text encoder are missing.

    """
    states = WordStates(encoder or MiniLM(engine=engine))
    tagger = Tagger(weights, states, engine)
    return MeaningParser(
        split_words,
        tagger,
        Speller(states.features_of.dictionary_words()),
        NounShapes(WordNet(), tagger.classify_noun),
    )
