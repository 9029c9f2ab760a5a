# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Interface of the action decoders, and the encoding of their inputs and outputs."""

from typing import NamedTuple
from typing import Protocol

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

#: position 3, yaw cos sin 2, gripper 1, phase, time in phase 1, task, target 2, destination 2,
#: grasp yaw cos sin 2
INPUT_SIZE = 3 + 2 + 1 + len(Phase) + 1 + len(TaskKind) + 2 + 2 + 2
#: Of a step: position 3, quaternion 4, gripper 1, termination 1, phase.
OUTPUT_SIZE = 9 + len(Phase)
#: About the middle of the space over the table, in base_link.
CENTER_M = (0.5, 0.0, 0.15)
_TIME_SCALE_S = 1.0
_LENGTH_SCALE_M = 0.1


class Decoder(Protocol):
    """Interface of every decoder."""

    def __call__(self, inputs: DecoderInput) -> ChunkPrediction:
        """Decode a batch of B inputs."""
        ...


_SHAPES = {
    'position': (3,),
    'yaw': (),
    'gripper': (),
    'phase': (),
    'time_in_phase': (),
    'task': (len(TaskKind),),
    'target': (2,),
    'destination': (2,),
    'grasp_yaw': (),
}


def encode_decoder_input(x: DecoderInput) -> Tensor:
    """Return the network input (B, INPUT_SIZE); the goal is relative to the end effector."""
    _check_shapes(x)
    onehot = functional.one_hot(x.phase, len(Phase)).to(x.position.dtype)  # (B, phases)
    tool = x.position[:, :2]  # (B, 2)
    center = x.position.new_tensor(CENTER_M)
    return torch.cat(
        [
            (x.position - center) / _LENGTH_SCALE_M,
            torch.stack([x.yaw.cos(), x.yaw.sin(), x.gripper], -1),
            onehot,
            x.time_in_phase.clamp(0, 2)[:, None] / _TIME_SCALE_S,
            x.task,
            (x.target - tool) / _LENGTH_SCALE_M,
            (x.destination - tool) / _LENGTH_SCALE_M,
            torch.stack([x.grasp_yaw.cos(), x.grasp_yaw.sin()], -1),
        ],
        dim=-1,
    )


def input_layers(hidden: int, outputs: int) -> nn.Sequential:
    """Return the network that maps an encoded input (B, INPUT_SIZE) to (B, outputs)."""
    return nn.Sequential(
        nn.Linear(INPUT_SIZE, hidden),
        nn.GELU(),
        nn.Linear(hidden, hidden),
        nn.GELU(),
        nn.Linear(hidden, hidden),
        nn.GELU(),
        nn.Linear(hidden, outputs),
    )


class PoseFrame(NamedTuple):
    """Reference pose of the outputs: outputs of zero mean this pose."""

    position: Tensor  # (B, 3) in base_link [m]
    quaternion: Tensor  # (B, 4) xyzw


def relative_frame(x: DecoderInput) -> PoseFrame:
    """Return the current pose of the end effector."""
    return PoseFrame(x.position, _tool_down(x.yaw))


def absolute_frame(x: DecoderInput) -> PoseFrame:
    """Return a fixed pose over the table, whatever the pose of the end effector."""
    center = x.position.new_tensor(CENTER_M).expand_as(x.position)
    return PoseFrame(center, _tool_down(torch.zeros_like(x.yaw)))


#: Reference pose of the outputs, by name.
TARGETS = {'relative': relative_frame, 'absolute': absolute_frame}


def to_prediction(raw: Tensor, frame: PoseFrame) -> ChunkPrediction:
    """Convert raw outputs (B, K, OUTPUT_SIZE) to steps relative to `frame`."""
    delta, turn, gripper, termination, phase = raw.split([3, 4, 1, 1, len(Phase)], dim=-1)
    quaternion = functional.normalize(frame.quaternion[:, None] + turn, dim=-1)  # (B, K, 4)
    position = frame.position[:, None] + _LENGTH_SCALE_M * delta  # (B, K, 3)
    return ChunkPrediction(position, quaternion, gripper[..., 0], phase, termination[..., 0])


def _tool_down(yaw: Tensor) -> Tensor:
    """Return quaternions (B, 4) of a tool that points down, turned by `yaw` (B,)."""
    zero = torch.zeros_like(yaw)
    return torch.stack([(yaw / 2).cos(), (yaw / 2).sin(), zero, zero], dim=-1)


def _check_shapes(x: DecoderInput) -> None:
    batch = x.position.shape[0]
    for name, shape in _SHAPES.items():
        actual = tuple(getattr(x, name).shape)
        if actual != (batch, *shape):
            raise ValueError(
                f'{name} of a decoder input must be {(batch, *shape)}, one row for each of the '
                f'positions {tuple(x.position.shape)}; got {actual}'
            )
