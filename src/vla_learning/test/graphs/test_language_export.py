# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Text encoder and tagger that are exported; `test_export_graphs` compares their outputs."""

from vla_language.meaning.tagger_classes import CLASSES
from vla_learning.graphs.language_export import tagger_networks
from vla_learning.graphs.language_export import text_encoder_networks


def test_the_tagger_has_the_classes_of_its_weights() -> None:
    header = {'classes': CLASSES, 'text_encoder': 'minilm_l6_v2', 'seed': 1}
    (network,) = tagger_networks(header).values()
    assert network.structure == {'classes': CLASSES, 'text_encoder': 'minilm_l6_v2'}
    assert 'layers.2.linear1.weight' in network.module.state_dict()
    assert list(network.inputs) == ['states', 'mask', 'words', 'features']


def test_the_text_encoder_has_states_after_two_layers() -> None:
    (network,) = text_encoder_networks().values()
    assert network.outputs == ('middle', 'last')
    assert network.structure == {'layers': 6, 'middle': 3}
