# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Device and precision of the visual encoder; all other modules are small and stay on the CPU."""

import os
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch import Tensor

DEVICES = ('auto', 'cpu', 'cuda')
PRECISIONS = ('auto', 'float32', 'bfloat16')
# Linux names of bfloat16 arithmetic on x86 and Arm processors. Without it, torch emulates
# bfloat16, which was eight times slower than float32.
_BFLOAT16_FLAGS = {'avx512_bf16', 'amx_bf16', 'bf16'}
# NVIDIA GPUs from Ampere on.
_BFLOAT16_CAPABILITY = (8, 0)


class DeviceError(ValueError):
    """A device is not usable; the message contains the remedy."""


def choose_device(name: str) -> torch.device:
    """
    Return the device called `name`, one of DEVICES.

    Raises
    ------
    DeviceError
        If the device does not exist.

    """
    _check('device', name, DEVICES)
    available = torch.cuda.is_available()
    if name == 'cuda' and not available:
        raise DeviceError(
            'device: cuda needs a GPU and a torch that is built for it; this torch '
            f'({torch.__version__}) detects none. Set device to auto or cpu'
        )
    if name == 'cpu' or not available:
        return torch.device('cpu')
    # The processes of one machine share its GPUs in turn.
    rank = int(os.environ.get('LOCAL_RANK', '0'))
    return torch.device('cuda', rank % torch.cuda.device_count())


def choose_precision(
    name: str, device: torch.device, cpuinfo: Path = Path('/proc/cpuinfo')
) -> torch.dtype:
    """
    Return the data type for `name`, one of PRECISIONS, on a device.

    Parameters
    ----------
    name
        `auto` is bfloat16 where `device` supports it, else float32.
    device
        Device of the visual encoder.
    cpuinfo
        Linux's description of the processor; without this file, the processor is assumed to
        lack bfloat16.

    Raises
    ------
    DeviceError
        If the precision does not exist.

    """
    _check('precision', name, PRECISIONS)
    if name == 'auto':
        name = 'bfloat16' if _has_bfloat16(device, cpuinfo) else 'float32'
    return torch.bfloat16 if name == 'bfloat16' else torch.float32


def _check(setting: str, name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        raise DeviceError(f'{setting} must be one of {names}, got {name!r}')


def _has_bfloat16(device: torch.device, cpuinfo: Path) -> bool:
    if device.type == 'cuda':
        return torch.cuda.get_device_capability(device) >= _BFLOAT16_CAPABILITY
    return cpuinfo.exists() and not _BFLOAT16_FLAGS.isdisjoint(
        cpuinfo.read_text(encoding='utf-8').split()
    )


def move_encoder_to(encoder: nn.Module, device: torch.device) -> None:
    """Move an encoder to `device`; inputs are moved there, outputs to the CPU."""
    encoder.to(device)

    def before(module: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return tuple(tensor.to(device) for tensor in inputs)

    def after(module: nn.Module, inputs: tuple[Tensor, ...], output: Any) -> Any:
        return type(output)(*(tensor.cpu() for tensor in output))

    encoder.register_forward_pre_hook(before)
    encoder.register_forward_hook(after)
