# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Text encoder and tagger that are exported; `test_export_graphs` compares their outputs."""

from vla_language.meaning.tagger_classes import CLASSES
from vla_learning.graphs.language_export import tagger_networks
from vla_learning.graphs.language_export import text_encoder_networks


def test_the_tagger_has_the_layers_of_its_weights() -> None:
    (network,) = tagger_networks({'classes': CLASSES, 'layers': 4, 'seed': 1}).values()
    assert network.structure == {'classes': CLASSES, 'layers': 4}
    assert 'layers.layers.3.linear1.weight' in network.module.state_dict()
    assert list(network.inputs) == ['states', 'features', 'mask']


def test_the_text_encoder_has_states_after_two_layers() -> None:
    (network,) = text_encoder_networks().values()
    assert network.outputs == ('middle', 'last')
    assert network.structure == {'layers': 6, 'middle': 3}
