# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A network computed by torch with the interface of `OnnxNetwork`."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray
import torch
from torch import nn


class TorchNetwork:
    """
    A network that torch computes, with arrays as inputs and outputs.

    Parameters
    ----------
    module
        Network that returns a tuple; it is set to evaluation mode.
    inputs, outputs
        Names of the arguments and of the returned values.

    """

    def __init__(self, module: nn.Module, inputs: Sequence[str], outputs: Sequence[str]) -> None:
        self._module = module.eval().requires_grad_(False)
        self._inputs, self._outputs = tuple(inputs), tuple(outputs)

    @torch.inference_mode()
    def run(self, inputs: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
        """Compute the outputs by name."""
        values = self._module(*(torch.from_numpy(inputs[name]) for name in self._inputs))
        # In autocast, as when a data set is encoded, values may have half precision.
        return dict(zip(self._outputs, (x.float().numpy() for x in values), strict=True))
