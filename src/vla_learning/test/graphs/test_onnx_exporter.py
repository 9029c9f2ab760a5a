# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Export of one network: names and shapes of its weights, which its graph does not have."""

from typing import Any

import numpy as np
import onnx
import pytest
import torch
from torch import nn
from torch import Tensor
from vla_common.onnx_graph import OnnxNetwork
from vla_common.onnx_graph import save_graphs
from vla_learning.graphs.onnx_exporter import export_network
from vla_learning.graphs.onnx_exporter import ExportableNetwork


class Wrapped(nn.Module):
    """Two layers of equal weights and self-attention over words."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Module()
        self.inner.first, self.inner.second = nn.Linear(4, 4), nn.Linear(4, 4)
        self.inner.second.load_state_dict(self.inner.first.state_dict())
        self.inner.attention = nn.MultiheadAttention(4, 2, batch_first=True)
        self.inner.unused = nn.Linear(4, 4)

    def forward(self, words: Tensor) -> tuple[Tensor]:
        hidden = self.inner.second(self.inner.first(words))
        return (self.inner.attention(hidden, hidden, hidden, need_weights=False)[0],)


def exportable(module: nn.Module, **changes: Any) -> ExportableNetwork:
    values: dict[str, Any] = {
        'prefix': 'inner.',
        'structure': {'dim': 4},
        'inputs': {'words': torch.rand(1, 3, 4)},
        'outputs': ('out',),
        'dynamic': {'words': {1: 'words'}, 'out': {1: 'words'}},
    }
    return ExportableNetwork(module, **{**values, **changes})


def test_the_graph_is_independent_of_the_weights() -> None:
    first, second = (export_network(exportable(Wrapped())) for _ in range(2))
    assert first == second


def test_all_used_weights_are_to_be_inserted() -> None:
    exported = export_network(exportable(Wrapped()))
    names = {'first.weight', 'first.bias', 'second.weight', 'second.bias'}
    parts = ('in_proj_weight', 'in_proj_bias', 'out_proj.weight', 'out_proj.bias')
    assert set(exported.weights) == names | {f'attention.{part}' for part in parts}
    assert exported.weights['attention.in_proj_weight'] == (12, 4)
    stored = onnx.load_model_from_string(exported.graph).graph.initializer
    assert not any(value.raw_data or value.float_data for value in stored)


@pytest.mark.parametrize('words', [1, 3, 8])
def test_outputs_are_those_of_the_module_for_any_length(words: int, tmp_path: Any) -> None:
    path, module = tmp_path / 'weights', Wrapped().eval()
    save_graphs(path, {'net': export_network(exportable(Wrapped()))})
    state = {name.removeprefix('inner.'): x.numpy() for name, x in module.state_dict().items()}
    network, x = OnnxNetwork(path, 'net', state, {'dim': 4}), torch.rand(1, words, 4)
    with torch.no_grad():
        (expected,) = module(x)
    np.testing.assert_allclose(network.run({'words': x.numpy()})['out'], expected, atol=1e-5)


def test_a_weight_outside_of_the_checkpoint_is_an_error() -> None:
    with pytest.raises(ValueError, match='every weight of a graph must be in the checkpoint'):
        export_network(exportable(Wrapped(), prefix='other.'))
