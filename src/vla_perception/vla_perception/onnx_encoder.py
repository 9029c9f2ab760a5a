# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The shipped visual encoder computed by ONNX Runtime."""

from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import Float32Array
from vla_common.onnx_graph import OnnxNetwork
from vla_perception.encoder_protocol import GRID_ENCODER_ID
from vla_perception.encoder_protocol import split_levels

#: Name of the graph.
VISUAL = 'visual'


class OnnxGridEncoder:
    """
    Implementation of `VisualEncoder` by ONNX Runtime.

    Parameters
    ----------
    path
        Checkpoint, beside which the graph is.
    weights, sizes
        Weights by name, and sizes of the encoder in the header of the checkpoint.

    Raises
    ------
    CheckpointError
        If the graph cannot be used, see `OnnxNetwork`.

    """

    encoder_id = GRID_ENCODER_ID

    def __init__(
        self, path: Path, weights: Mapping[str, NDArray[Any]], sizes: Mapping[str, Any]
    ) -> None:
        self._network = OnnxNetwork(path, VISUAL, weights, sizes)
        # A graph of an earlier release takes one image.
        self._takes_batches = self._network.input_shape('images')[0] != 1

    def encode(self, image: Float32Array) -> list[Float32Array]:
        """Encode one RGB image (3, 192, 256) in [0, 1] as (12, 16, dim) and (24, 32, channels)."""
        return self.encode_batch([image])[0]

    def encode_batch(self, images: Sequence[Float32Array]) -> list[list[Float32Array]]:
        """Encode several images at once, see `encode`."""
        if len(images) > 1 and not self._takes_batches:
            return [self.encode(image) for image in images]
        outputs = self._network.run({'images': np.stack(images)})
        return split_levels(outputs['tokens'], outputs['feature_map'])
