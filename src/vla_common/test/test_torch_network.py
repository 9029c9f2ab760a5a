# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A network of torch with arrays as inputs and outputs."""

import numpy as np
import torch
from torch import nn
from torch import Tensor
from vla_common.torch_network import TorchNetwork


class SumAndDifference(nn.Module):
    def forward(self, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
        assert not self.training
        return a + b, (a - b).to(torch.bfloat16)


def test_outputs_are_arrays_by_name() -> None:
    network = TorchNetwork(SumAndDifference(), ('a', 'b'), ('sum', 'difference'))
    outputs = network.run({'b': np.ones(2, np.float32), 'a': np.full(2, 3.0, np.float32)})
    assert {name: values.tolist() for name, values in outputs.items()} == {
        'sum': [4.0, 4.0],
        'difference': [2.0, 2.0],
    }
    assert all(values.dtype == np.float32 for values in outputs.values())
