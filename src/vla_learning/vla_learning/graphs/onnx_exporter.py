# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Export of one network as an ONNX graph without weights."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
import io
from types import MethodType
from typing import Any
import warnings

import onnx
import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_common.onnx_graph import OnnxGraph
from vla_common.onnx_graph import WEIGHT_PREFIX

#: Newest operator set of the exporter by tracing.
_OPSET = 17


@dataclass(frozen=True)
class ExportableNetwork:
    """
    A network with names and samples of its inputs.

    Parameters
    ----------
    module
        Network that takes tensors and returns a tuple; its weights are overwritten.
    prefix
        Prefix of its weights that their names in the checkpoint do not have.
    structure
        Configuration that it was built from, see `OnnxGraph`.
    inputs
        Samples of the inputs by name, in the order of the arguments.
    outputs
        Names of the outputs.
    dynamic
        Dimensions of inputs and outputs whose size varies, with a name.

    """

    module: nn.Module
    prefix: str
    structure: Mapping[str, Any]
    inputs: Mapping[str, Tensor]
    outputs: Sequence[str]
    dynamic: Mapping[str, Mapping[int, str]]


def export_network(network: ExportableNetwork) -> OnnxGraph:
    """Return the graph of a network; equal networks give equal graphs, whatever their weights."""
    model = onnx.load_model_from_string(_trace(network))
    weights = _to_external_weights(model, network)
    for node in model.graph.node:
        node.ClearField('doc_string')
    return OnnxGraph(model.SerializeToString(deterministic=True), network.structure, weights)


def _trace(network: ExportableNetwork) -> bytes:
    """Return the model with all weights as inputs."""
    module, content = network.module.eval(), io.BytesIO()
    _make_weights_unique(module)
    for part in module.modules():
        if isinstance(part, nn.MultiheadAttention):
            # Traced, that of torch is fixed to the length of the sample.
            part.forward = MethodType(_attend, part)  # type: ignore[method-assign]
    # The fused kernel of a transformer layer has no counterpart in ONNX.
    fast_path = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with warnings.catch_warnings(), torch.no_grad():
            # Of the exporter itself, which is deprecated, and of checks of shapes.
            warnings.simplefilter('ignore')
            torch.onnx.export(
                module,
                tuple(network.inputs.values()),
                content,  # type: ignore[arg-type]  # a stream is written, too
                export_params=False,
                do_constant_folding=False,
                opset_version=_OPSET,
                dynamo=False,
                input_names=list(network.inputs),
                output_names=list(network.outputs),
                dynamic_axes={name: dict(axes) for name, axes in network.dynamic.items()},
            )
    finally:
        torch.backends.mha.set_fastpath_enabled(fast_path)
    return content.getvalue()


def _attend(
    attention: nn.MultiheadAttention,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    key_padding_mask: Tensor | None = None,
    **_: Any,
) -> tuple[Tensor, None]:
    """Compute self-attention (B, L, dim) with a mask (B, L) to be added, for any B and L."""
    batch, count, dim = query.shape
    projected = functional.linear(query, attention.in_proj_weight, attention.in_proj_bias)
    q, k, v = (
        x.reshape(batch, count, attention.num_heads, -1).transpose(1, 2)
        for x in projected.chunk(3, -1)
    )  # each (B, heads, L, dim / heads)
    mask = None if key_padding_mask is None else key_padding_mask[:, None, None]
    mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return attention.out_proj(mixed.transpose(1, 2).reshape(batch, count, dim)), None


def _make_weights_unique(module: nn.Module) -> None:
    """Give all weights different values: the exporter merges those that are equal."""
    generator = torch.Generator().manual_seed(0)
    for value in module.state_dict().values():
        if value.is_floating_point():
            value.copy_(torch.rand(value.shape, generator=generator))


def _to_external_weights(
    model: onnx.ModelProto, network: ExportableNetwork
) -> dict[str, tuple[int, ...]]:
    """Turn the inputs that are weights into weights to be inserted; return their shapes."""
    graph, shapes = model.graph, {}
    names = {name for node in graph.node for name in node.input}
    state = network.module.state_dict()
    renamed = {}
    for value in list(graph.input):
        if value.name in network.inputs:
            continue
        graph.input.remove(value)
        if value.name not in names:
            continue
        if not value.name.startswith(network.prefix) or value.name not in state:
            raise ValueError(
                f'every weight of a graph must be in the checkpoint; {value.name!r} is not. '
                'Register it as a parameter or buffer of the network'
            )
        name = value.name.removeprefix(network.prefix)
        shapes[name] = tuple(state[value.name].shape)
        renamed[value.name] = f'{WEIGHT_PREFIX}{name}'
        tensor = onnx.TensorProto(
            name=renamed[value.name],
            data_type=value.type.tensor_type.elem_type,
            dims=shapes[name],
            data_location=onnx.TensorProto.EXTERNAL,
        )
        entry = tensor.external_data.add()
        entry.key, entry.value = 'location', 'inserted when the graph is loaded'
        graph.initializer.append(tensor)
    for node in graph.node:
        node.input[:] = [renamed.get(name, name) for name in node.input]
    return shapes
