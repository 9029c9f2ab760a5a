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

#: Sentences and pieces or words of a sample. The tagger gets one sentence at a time.
_TEXTS, _SENTENCE = (2, 5), (1, 5)


def text_encoder_networks() -> dict[str, ExportableNetwork]:
    """Return the text encoder; its weights are those of the package."""
    ids, mask = torch.randint(999, 9999, _TEXTS), torch.ones(_TEXTS).bool()
    names = (*minilm.INPUTS, *minilm.OUTPUTS)
    network = ExportableNetwork(
        module=BertLayers(BertEncoder(), minilm.MIDDLE_LAYER),
        prefix='encoder.',
        structure=minilm.STRUCTURE,
        inputs=dict(zip(minilm.INPUTS, (ids, mask), strict=True)),
        outputs=minilm.OUTPUTS,
        dynamic={name: {0: 'sentences', 1: 'pieces'} for name in names},
    )
    return {minilm.GRAPH: network}


def tagger_networks(header: Mapping[str, Any]) -> dict[str, ExportableNetwork]:
    """Return the tagger for the header of its weights."""
    structure = tagger_structure(header)
    inputs = (
        torch.rand(*_SENTENCE, tagger_classes.STATES),
        torch.rand(*_SENTENCE, FEATURES),
        torch.ones(_SENTENCE).bool(),
    )
    of_words = (*tagger_classes.INPUTS, *tagger_classes.OUTPUTS[:2])
    network = ExportableNetwork(
        module=TaggerNetwork(layers=structure['layers']),
        prefix='',
        structure=structure,
        inputs=dict(zip(tagger_classes.INPUTS, inputs, strict=True)),
        outputs=tagger_classes.OUTPUTS,
        dynamic={name: {1: 'words'} for name in of_words},
    )
    return {tagger_classes.GRAPH: network}
