# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Choice of device and precision; encoder outputs are on the CPU in any case."""

from pathlib import Path

import pytest
import torch
from torch import nn
from torch import Tensor
from vla_learning.training.device import choose_device
from vla_learning.training.device import choose_precision
from vla_learning.training.device import DeviceError
from vla_learning.training.device import move_encoder_to
from vla_perception.visual_encoder import VisualOutput


class RecordingEncoder(nn.Module):
    """Encoder stub that records the device of its inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))
        self.devices: list[str] = []

    def forward(self, images: Tensor) -> VisualOutput:
        self.devices.append(images.device.type)
        return VisualOutput(images * self.weight, images.sum(1))


def fake_gpus(monkeypatch: pytest.MonkeyPatch, gpus: int) -> None:
    monkeypatch.setattr(torch.cuda, 'is_available', lambda: gpus > 0)
    monkeypatch.setattr(torch.cuda, 'device_count', lambda: gpus)


def test_without_a_gpu_the_cpu_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_gpus(monkeypatch, 0)
    assert choose_device('auto') == choose_device('cpu') == torch.device('cpu')


def test_an_existing_gpu_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_gpus(monkeypatch, 2)
    monkeypatch.delenv('LOCAL_RANK', raising=False)
    assert choose_device('auto') == choose_device('cuda') == torch.device('cuda', 0)
    assert choose_device('cpu') == torch.device('cpu')


@pytest.mark.parametrize(('rank', 'index'), [('0', 0), ('1', 1), ('3', 1)])
def test_processes_share_gpus_in_turn(
    rank: str, index: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_gpus(monkeypatch, 2)
    monkeypatch.setenv('LOCAL_RANK', rank)
    assert choose_device('auto').index == index


def test_a_required_gpu_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_gpus(monkeypatch, 0)
    with pytest.raises(DeviceError, match='Set device to auto or cpu'):
        choose_device('cuda')


def test_the_error_lists_the_known_devices() -> None:
    with pytest.raises(DeviceError, match=r"'auto', 'cpu', 'cuda'.*got 'tpu'"):
        choose_device('tpu')


@pytest.mark.parametrize(
    ('flags', 'precision'),
    [
        ('flags\t\t: fpu sse4_2 avx2 avx512_bf16 vaes', torch.bfloat16),
        ('flags\t\t: fpu avx2 amx_bf16', torch.bfloat16),
        ('Features\t: fp asimd bf16 i8mm', torch.bfloat16),
        ('flags\t\t: fpu sse4_2 avx2 avx512f', torch.float32),
        ('', torch.float32),
    ],
)
def test_bfloat16_is_chosen_where_supported(
    flags: str, precision: torch.dtype, tmp_path: Path
) -> None:
    cpuinfo, cpu = tmp_path / 'cpuinfo', torch.device('cpu')
    assert choose_precision('auto', cpu, cpuinfo) == torch.float32
    cpuinfo.write_text(f'processor\t: 0\n{flags}\n')
    assert choose_precision('auto', cpu, cpuinfo) == precision


@pytest.mark.parametrize(
    ('capability', 'precision'),
    [((7, 5), torch.float32), ((8, 0), torch.bfloat16), ((9, 0), torch.bfloat16)],
)
def test_bfloat16_is_chosen_on_gpus_that_support_it(
    capability: tuple[int, int], precision: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, 'get_device_capability', lambda device: capability)
    assert choose_precision('auto', torch.device('cuda', 0)) == precision


def test_a_precision_can_be_required(tmp_path: Path) -> None:
    cpuinfo, cpu = tmp_path / 'cpuinfo', torch.device('cpu')
    assert choose_precision('bfloat16', cpu, cpuinfo) == torch.bfloat16
    cpuinfo.write_text('flags : avx512_bf16\n')
    assert choose_precision('float32', cpu, cpuinfo) == torch.float32
    with pytest.raises(DeviceError, match=r"'float32', 'bfloat16'.*got 'float16'"):
        choose_precision('float16', cpu)


def test_outputs_keep_their_type_and_are_on_the_cpu() -> None:
    encoder = RecordingEncoder()
    move_encoder_to(encoder, torch.device('cpu'))
    output = encoder(torch.ones(2, 3))
    assert isinstance(output, VisualOutput)
    assert output.feature_map.tolist() == [3.0, 3.0]
    assert encoder.devices == ['cpu']
    assert output.tokens.requires_grad


@pytest.mark.skipif(not torch.cuda.is_available(), reason='needs a GPU that torch can use')
def test_gradients_on_a_gpu_equal_those_on_the_cpu() -> None:
    encoder = RecordingEncoder()
    move_encoder_to(encoder, choose_device('cuda'))
    output = encoder(torch.ones(2, 3))
    assert isinstance(output, VisualOutput)
    assert {values.device.type for values in output} == {'cpu'}
    output.tokens.sum().backward()
    assert encoder.weight.grad is not None
    assert encoder.weight.grad.tolist() == [2.0, 2.0, 2.0]
    assert encoder.devices == ['cuda']
