# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Graphs of the text encoder and of the tagger."""

from collections.abc import Mapping
from typing import Any

import torch
from vla_language.encoders import minilm
from vla_language.encoders.bert import BertEncoder
from vla_language.encoders.bert import BertLayers
from vla_language.meaning import tagger_classes
from vla_language.meaning.tagger import tagger_structure
from vla_language.meaning.tagger_network import TaggerNetwork
from vla_language.meaning.word_features import FEATURES
from vla_learning.graphs.onnx_exporter import ExportableNetwork

#: Sentences and pieces of a sample.
_TEXTS = (2, 5)
#: Pieces and words of a sample of the tagger, which gets one sentence at a time.
_PIECES, _WORDS = 5, 3


def text_encoder_networks() -> dict[str, ExportableNetwork]:
    """Return the text encoder; its weights are those of the package."""
    ids, mask = torch.randint(999, 9999, _TEXTS), torch.ones(_TEXTS).bool()
    names = (*minilm.INPUTS, *minilm.OUTPUTS)
    encoder = BertEncoder()
    encoder.words.half()
    network = ExportableNetwork(
        module=BertLayers(encoder, minilm.MIDDLE_LAYER),
        prefix='encoder.',
        structure=minilm.STRUCTURE,
        inputs=dict(zip(minilm.INPUTS, (ids, mask), strict=True)),
        outputs=minilm.OUTPUTS,
        dynamic={name: {0: 'sentences', 1: 'pieces'} for name in names},
    )
    return {minilm.GRAPH: network}


def tagger_networks(header: Mapping[str, Any]) -> dict[str, ExportableNetwork]:
    """Return the tagger for the header of its weights."""
    inputs = (
        torch.rand(1, _PIECES, minilm.CHANNELS),
        torch.ones(1, _PIECES).bool(),
        torch.eye(_WORDS, _PIECES)[None],
        torch.rand(1, _WORDS, FEATURES),
    )
    axes = ({1: 'pieces'}, {1: 'pieces'}, {1: 'words', 2: 'pieces'}, {1: 'words'})
    network = ExportableNetwork(
        module=TaggerNetwork(),
        prefix='',
        structure=tagger_structure(header),
        inputs=dict(zip(tagger_classes.INPUTS, inputs, strict=True)),
        outputs=tagger_classes.OUTPUTS,
        dynamic={
            **dict(zip(tagger_classes.INPUTS, axes, strict=True)),
            **{name: {1: 'words'} for name in tagger_classes.WORD_OUTPUTS},
        },
    )
    return {tagger_classes.GRAPH: network}
