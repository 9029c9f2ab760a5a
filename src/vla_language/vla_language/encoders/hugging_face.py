# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of the tensors of a Hugging Face BERT checkpoint."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Parameter names in each layer of `BertEncoder`, and the names in Hugging Face checkpoints.
_LAYER_NAMES = {
    'self_attn.out_proj': 'attention.output.dense',
    'norm1': 'attention.output.LayerNorm',
    'linear1': 'intermediate.dense',
    'linear2': 'output.dense',
    'norm2': 'output.LayerNorm',
}
_EMBEDDING_NAMES = {
    'words': 'word_embeddings',
    'positions': 'position_embeddings',
    'types': 'token_type_embeddings',
}


def from_hugging_face(
    tensors: Mapping[str, NDArray[Any]], *, layers: int
) -> dict[str, NDArray[Any]]:
    """Convert the tensors of a Hugging Face BERT checkpoint to the names of `BertEncoder`."""
    renamed = {
        f'{name}.weight': tensors[f'embeddings.{source}.weight']
        for name, source in _EMBEDDING_NAMES.items()
    }
    for part in ('weight', 'bias'):
        renamed[f'norm.{part}'] = tensors[f'embeddings.LayerNorm.{part}']
        for index in range(layers):
            layer, source_layer = f'layers.{index}', f'encoder.layer.{index}'
            renamed[f'{layer}.self_attn.in_proj_{part}'] = np.concatenate(
                [
                    tensors[f'{source_layer}.attention.self.{n}.{part}']
                    for n in ('query', 'key', 'value')
                ]
            )
            for name, source in _LAYER_NAMES.items():
                renamed[f'{layer}.{name}.{part}'] = tensors[f'{source_layer}.{source}.{part}']
    return renamed
