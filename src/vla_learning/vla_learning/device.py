# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Where the visual encoder is trained: on a GPU when there is one; all else is small."""

import os
from typing import Any

import torch
from torch import nn
from torch import Tensor

DEVICES = ('auto', 'cpu', 'cuda')


class DeviceError(ValueError):
    """A device cannot be used; the message says what to do."""


def choose_device(name: str) -> torch.device:
    """
    Return the device that `name`, one of DEVICES, stands for.

    Raises
    ------
    DeviceError
        If there is no such device.

    """
    if name not in DEVICES:
        raise DeviceError(f'device must be one of {DEVICES}, got {name!r}')
    there = torch.cuda.is_available()
    if name == 'cuda' and not there:
        raise DeviceError('device: cuda needs a GPU and a torch built for it; this torch '
                          f'({torch.__version__}) sees none. Set device to auto or cpu')
    if name == 'cpu' or not there:
        return torch.device('cpu')
    # Processes of one machine take its GPUs in turn.
    rank = int(os.environ.get('LOCAL_RANK', '0'))
    return torch.device('cuda', rank % torch.cuda.device_count())


def put_encoder(encoder: nn.Module, device: torch.device) -> None:
    """Move an encoder to `device`; what goes in may be elsewhere, what comes out is on the CPU."""
    encoder.to(device)

    def before(module: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return tuple(tensor.to(device) for tensor in inputs)

    def after(module: nn.Module, inputs: tuple[Tensor, ...], output: Any) -> Any:
        return type(output)(*(tensor.cpu() for tensor in output))

    encoder.register_forward_pre_hook(before)
    encoder.register_forward_hook(after)
