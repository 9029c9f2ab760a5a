# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
ONNX graphs of the networks of a checkpoint.

Beside ``NAME.safetensors`` are the files ``NAME.NETWORK.onnx`` and the index ``NAME.onnx.json``.
The graphs have no weights: those of the checkpoint are inserted when a graph is loaded, so that
graphs and weights cannot be of different trainings. The index has the hash of each graph, the
structure of its network and the shapes of its weights; a graph of another network is refused.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vla_common.checkpoint import CheckpointError

FORMAT_VERSION = 1
#: In a graph, the names of weights begin with this, so that they differ from those of values.
WEIGHT_PREFIX = 'weight.'
_REMEDY = (
    'Run python -m vla_learning.graphs.export_graphs with the path of the weights, or set the '
    'parameter engine to torch'
)


@dataclass(frozen=True)
class OnnxGraph:
    """
    An exported network.

    Parameters
    ----------
    graph
        Content of the ONNX file.
    structure
        Configuration that the network was built from, in JSON values.
    weights
        Shapes of its weights by name.

    """

    graph: bytes
    structure: Mapping[str, Any]
    weights: Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class _IndexEntry:
    sha256: str
    structure: Mapping[str, Any]
    weights: Mapping[str, Sequence[int]]


class OnnxNetwork:
    """
    A network that ONNX Runtime computes in one thread, without the lock of the interpreter.

    Parameters
    ----------
    weights_path
        File of the weights, beside which the graph is.
    name
        Name of the network.
    weights
        Weights by name; those of other networks are ignored.
    structure
        Configuration of the network in the file of the weights.

    Raises
    ------
    CheckpointError
        If ONNX Runtime is not installed, or if the graph is missing, damaged, or of a network with
        another structure or other weights.

    """

    def __init__(
        self,
        weights_path: Path,
        name: str,
        weights: Mapping[str, NDArray[Any]],
        structure: Mapping[str, Any],
    ) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise CheckpointError(
                f'the engine onnxruntime needs the Python package onnxruntime; got {error}. '
                'Install it (pip install onnxruntime), or set the parameter engine to torch'
            ) from error
        path = graph_path(weights_path, name)
        exported = _read_graph(path, _read_entry(weights_path, name))
        _check_match(path, exported, weights, structure)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        values = [
            onnxruntime.OrtValue.ortvalue_from_numpy(np.asarray(weights[name], order='C'))
            for name in exported.weights
        ]
        names = [f'{WEIGHT_PREFIX}{name}' for name in exported.weights]
        options.add_external_initializers(names, values)
        try:
            self._session = onnxruntime.InferenceSession(
                exported.graph, options, providers=['CPUExecutionProvider']
            )
        except Exception as error:  # ONNX Runtime has no common class of its errors
            raise CheckpointError(
                f'{path} must be a graph that ONNX Runtime {onnxruntime.__version__} loads; got '
                f'{error}. {_REMEDY}'
            ) from error
        self._shapes = {value.name: value.shape for value in self._session.get_inputs()}
        self._inputs = list(self._shapes)
        self._outputs = [value.name for value in self._session.get_outputs()]

    def input_shape(self, name: str) -> list[int | str | None]:
        """Return the shape of an input; dimensions whose size varies have a name or None."""
        return list(self._shapes[name])

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
        """Compute the outputs by name; inputs that the graph does not have are ignored."""
        values = self._session.run(None, {name: inputs[name] for name in self._inputs})
        return dict(zip(self._outputs, values, strict=True))


def graph_path(weights_path: Path, name: str) -> Path:
    """Return the path of the graph of a network."""
    return weights_path.with_suffix(f'.{name}.onnx')


def index_path(weights_path: Path) -> Path:
    """Return the path of the index of the graphs."""
    return weights_path.with_suffix('.onnx.json')


def save_graphs(weights_path: Path, graphs: Mapping[str, OnnxGraph]) -> None:
    """Write all graphs that belong to the weights at `weights_path`, and their index."""
    index = {}
    for name, exported in graphs.items():
        graph_path(weights_path, name).write_bytes(exported.graph)
        digest = hashlib.sha256(exported.graph).hexdigest()
        index[name] = asdict(_IndexEntry(digest, exported.structure, exported.weights))
    content = {'format_version': FORMAT_VERSION, 'graphs': index}
    index_path(weights_path).write_text(json.dumps(content, sort_keys=True) + '\n')


def _read_entry(weights_path: Path, name: str) -> _IndexEntry:
    path = index_path(weights_path)
    try:
        content = json.loads(path.read_text())
        version = content['format_version']
        entry = _IndexEntry(**content['graphs'][name])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise CheckpointError(
            f'the engine onnxruntime needs the graph {name!r} in {path}; got {error!r}. {_REMEDY}'
        ) from error
    if version != FORMAT_VERSION:
        raise CheckpointError(
            f'{path} must have format version {FORMAT_VERSION}; it has {version}. {_REMEDY}'
        )
    return entry


def _read_graph(path: Path, entry: _IndexEntry) -> OnnxGraph:
    try:
        graph = path.read_bytes()
    except OSError as error:
        raise CheckpointError(
            f'the graph {path} must be readable; got {error}. {_REMEDY}'
        ) from error
    digest = hashlib.sha256(graph).hexdigest()
    if digest != entry.sha256:
        raise CheckpointError(
            f'{path} must have the sha256 {entry.sha256} of its index; it has {digest}. {_REMEDY}'
        )
    return OnnxGraph(graph, entry.structure, entry.weights)


def _check_match(
    path: Path,
    exported: OnnxGraph,
    weights: Mapping[str, NDArray[Any]],
    structure: Mapping[str, Any],
) -> None:
    # Through JSON, in which a tuple is a list.
    if json.loads(json.dumps(structure)) != exported.structure:
        raise CheckpointError(
            f'{path} must be exported for the network of these weights, {dict(structure)}; it is '
            f'for {dict(exported.structure)}. {_REMEDY}'
        )
    for name, shape in exported.weights.items():
        actual = tuple(weights[name].shape) if name in weights else None
        if actual != tuple(shape):
            raise CheckpointError(
                f'{path} needs the weight {name!r} of shape {tuple(shape)}; the file of the '
                f'weights has {actual or "none"}. {_REMEDY}'
            )
