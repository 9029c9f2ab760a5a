# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parts of the policy that are exported; `test_export_graphs` compares their outputs."""

import pytest
from vla_learning.graphs.onnx_exporter import export_network
from vla_learning.graphs.policy_export import policy_networks
from vla_policy.nn.fusion_registry import FUSIONS
from vla_policy.types.network_types import DenseScene
from vla_policy.types.policy_config import PolicyConfig

TINY = PolicyConfig(dim=16, map_channels=8, heads=2, decoder_dim=16, decoder_hidden=24)


def header(config: PolicyConfig) -> dict[str, object]:
    return {'policy': config.to_dict(), 'visual': {'dim': 16, 'map_channels': 8}}


def test_every_field_of_the_cells_is_an_output_and_an_input_of_the_grounding() -> None:
    networks = policy_networks(header(TINY))
    assert list(networks) == ['visual', 'command', 'scene', 'grounding', 'decoder']
    assert networks['scene'].outputs == DenseScene._fields
    cells = set(DenseScene._fields) - {'camera_error', 'camera_deviation'}
    assert {f'dense.{name}' for name in cells} <= set(networks['grounding'].inputs)
    assert list(networks['scene'].inputs) == ['tokens', 'feature_map', 'view']


@pytest.mark.parametrize('fusion', FUSIONS)
def test_every_fusion_can_be_exported(fusion: str) -> None:
    config = PolicyConfig(**{**TINY.to_dict(), 'fusion': fusion})
    exported = export_network(policy_networks(header(config))['grounding'])
    assert exported.structure['fusion'] == fusion
    assert exported.weights
