# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Graphs of other networks, damaged and missing graphs are refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
import onnx
import pytest
from vla_common.checkpoint import CheckpointError
from vla_common.onnx_graph import graph_path
from vla_common.onnx_graph import index_path
from vla_common.onnx_graph import OnnxGraph
from vla_common.onnx_graph import OnnxNetwork
from vla_common.onnx_graph import save_graphs
from vla_common.onnx_graph import WEIGHT_PREFIX

STRUCTURE = {'dim': 2, 'parts': ('a', 'b')}
WEIGHTS = {'scale': np.array([2.0, 3.0], np.float32), 'other': np.zeros(1, np.float32)}


def product_graph() -> OnnxGraph:
    """Return the graph of x * scale."""
    kind, name = onnx.TensorProto.FLOAT, f'{WEIGHT_PREFIX}scale'
    weight = onnx.TensorProto(
        name=name, data_type=kind, dims=[2], data_location=onnx.TensorProto.EXTERNAL
    )
    entry = weight.external_data.add()
    entry.key, entry.value = 'location', 'none'
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node('Mul', ['x', name], ['y'])],
        'product',
        [onnx.helper.make_tensor_value_info('x', kind, ['rows', 2])],
        [onnx.helper.make_tensor_value_info('y', kind, ['rows', 2])],
        [weight],
    )
    opset = [onnx.helper.make_opsetid('', 17)]
    model = onnx.helper.make_model(graph, opset_imports=opset, ir_version=8)
    return OnnxGraph(model.SerializeToString(), STRUCTURE, {'scale': (2,)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of weights with a graph beside them."""
    save_graphs(tmp_path / 'model.safetensors', {'product': product_graph()})
    return tmp_path / 'model.safetensors'


def load(
    path: Path,
    weights: dict[str, NDArray[Any]] | None = None,
    structure: dict[str, Any] | None = None,
) -> OnnxNetwork:
    return OnnxNetwork(path, 'product', weights or WEIGHTS, structure or STRUCTURE)


@pytest.mark.parametrize('rows', [0, 1, 5])
def test_outputs_are_those_of_the_given_weights(path: Path, rows: int) -> None:
    x = np.ones((rows, 2), np.float32)
    outputs = load(path).run({'x': x, 'unused': x})
    np.testing.assert_array_equal(outputs['y'], np.tile((2.0, 3.0), (rows, 1)))
    other = load(path, {'scale': np.array([5.0, 7.0], np.float32)}).run({'x': x})
    np.testing.assert_array_equal(other['y'], np.tile((5.0, 7.0), (rows, 1)))


def test_a_missing_graph_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r'engine onnxruntime needs .*export_graphs'):
        load(tmp_path / 'model.safetensors')


def test_a_graph_that_is_not_in_the_index_is_refused(path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"needs the graph 'sum'"):
        OnnxNetwork(path, 'sum', WEIGHTS, STRUCTURE)


def test_a_changed_graph_is_refused(path: Path) -> None:
    graph = graph_path(path, 'product')
    graph.write_bytes(graph.read_bytes() + b' ')
    with pytest.raises(CheckpointError, match='must have the sha256'):
        load(path)
    graph.unlink()
    with pytest.raises(CheckpointError, match='must be readable'):
        load(path)


@pytest.mark.parametrize('content', ['', '{}', '[]', '{"format_version": 1, "graphs": {}}'])
def test_a_damaged_index_is_refused(path: Path, content: str) -> None:
    index_path(path).write_text(content)
    with pytest.raises(CheckpointError, match=r'model\.onnx\.json'):
        load(path)


def test_another_format_version_is_refused(path: Path) -> None:
    content = json.loads(index_path(path).read_text())
    index_path(path).write_text(json.dumps({**content, 'format_version': 9}))
    with pytest.raises(CheckpointError, match='format version 1; it has 9'):
        load(path)


def test_a_graph_of_another_structure_is_refused(path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"'dim': 3.*'dim': 2.*export_graphs"):
        load(path, structure={**STRUCTURE, 'dim': 3})


@pytest.mark.parametrize(
    ('weights', 'text'),
    [
        ({'scale': np.zeros(3, np.float32)}, r"'scale' of shape \(2,\); .* has \(3,\)"),
        ({'other': np.zeros(2, np.float32)}, r"'scale' of shape \(2,\); .* has none"),
    ],
)
def test_weights_of_another_shape_are_refused(
    path: Path, weights: dict[str, NDArray[Any]], text: str
) -> None:
    with pytest.raises(CheckpointError, match=text):
        load(path, weights)


def test_a_graph_that_cannot_be_loaded_is_refused(tmp_path: Path) -> None:
    path = tmp_path / 'model.safetensors'
    save_graphs(path, {'product': OnnxGraph(b'nothing', STRUCTURE, {})})
    with pytest.raises(CheckpointError, match='must be a graph that ONNX Runtime'):
        load(path)
