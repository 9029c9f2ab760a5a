# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Decode the goal and the robot's state into a chunk of future steps."""

from typing import NamedTuple
from typing import Protocol

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.nn.attention import ScaledDotProductAttention
from vla_policy.nn.registry import choose
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

#: position 3, yaw cos sin 2, gripper 1, phase, time in phase 1, task, target 2, destination 2,
#: grasp yaw cos sin 2
INPUTS = 3 + 2 + 1 + len(Phase) + 1 + len(TaskKind) + 2 + 2 + 2
#: Of a step: position 3, quaternion 4, gripper 1, termination 1, phase.
OUTPUTS = 9 + len(Phase)
#: About the middle of the space over the table, in base_link.
CENTER_M = (0.5, 0.0, 0.15)
_TIME_SCALE_S = 1.0
_LENGTH_SCALE_M = 0.1


class Situation(NamedTuple):
    """All that the decoder sees: robot state, memory, goal."""

    position: Tensor  # (B, 3) tool centre point in base_link [m]
    yaw: Tensor  # (B,) [rad]
    gripper: Tensor  # (B,) opening, 0 to 1
    phase: Tensor  # (B,) int64, see Phase
    time_in_phase: Tensor  # (B,) [s]
    task: Tensor  # (B, 4) probabilities, see TaskKind
    target: Tensor  # (B, 2) [m]
    destination: Tensor  # (B, 2) [m]
    grasp_yaw: Tensor  # (B,) [rad], within -pi/4 and pi/4


class ChunkPrediction(NamedTuple):
    """K future steps."""

    position: Tensor  # (B, K, 3) [m]
    quaternion: Tensor  # (B, K, 4) unit, xyzw
    gripper: Tensor  # (B, K) logits of the opening
    phase: Tensor  # (B, K, phases) logits
    termination: Tensor  # (B, K) logits


class Decoder(Protocol):
    """What every decoder can do."""

    def __call__(self, situation: Situation) -> ChunkPrediction:
        """Decode a batch of situations."""
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


def encode_situation(s: Situation) -> Tensor:
    """Return the network's input (B, INPUTS): what matters is where things are from the hand."""
    _check_shapes(s)
    onehot = functional.one_hot(s.phase, len(Phase)).to(s.position.dtype)
    hand = s.position[:, :2]
    center = s.position.new_tensor(CENTER_M)
    return torch.cat(
        [
            (s.position - center) / _LENGTH_SCALE_M,
            torch.stack([s.yaw.cos(), s.yaw.sin(), s.gripper], -1),
            onehot,
            s.time_in_phase.clamp(0, 2)[:, None] / _TIME_SCALE_S,
            s.task,
            (s.target - hand) / _LENGTH_SCALE_M,
            (s.destination - hand) / _LENGTH_SCALE_M,
            torch.stack([s.grasp_yaw.cos(), s.grasp_yaw.sin()], -1),
        ],
        dim=-1,
    )


class TransformerChunkDecoder(nn.Module):
    """One query per future step reads the situation's tokens and its neighbors."""

    def __init__(
        self,
        *,
        steps: int,
        dim: int = 64,
        hidden: int = 256,
        context: int = 4,
        heads: int = 4,
        targets: str = 'relative',
    ) -> None:
        super().__init__()
        self.steps, self.context = steps, context
        self.origin = choose('targets', targets, TARGETS)
        self.situation = situation_layers(hidden, context * dim)
        self.queries = nn.Parameter(torch.randn(1, steps, dim) * 0.5)
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(3))
        self.to_situation = ScaledDotProductAttention(dim=dim, heads=heads)
        self.to_self = ScaledDotProductAttention(dim=dim, heads=heads)
        self.feed_forward = nn.Sequential(
            nn.LayerNorm(dim), nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim)
        )
        self.output = nn.Linear(dim, OUTPUTS)
        nn.init.normal_(self.output.weight, std=0.02)

    def forward(self, situation: Situation) -> ChunkPrediction:
        """Decode a batch of situations."""
        tokens = self.situation(encode_situation(situation)).unflatten(-1, (self.context, -1))
        x = self.queries.expand(tokens.shape[0], -1, -1)
        x = x + self.to_situation(self.norms[0](x), tokens).values
        y = self.norms[1](x)
        x = x + self.to_self(y, y).values
        x = x + self.feed_forward(x)
        return to_prediction(self.output(self.norms[2](x)), self.origin(situation))


def situation_layers(hidden: int, outputs: int) -> nn.Sequential:
    """Return the layers that read an encoded situation."""
    return nn.Sequential(
        nn.Linear(INPUTS, hidden),
        nn.GELU(),
        nn.Linear(hidden, hidden),
        nn.GELU(),
        nn.Linear(hidden, hidden),
        nn.GELU(),
        nn.Linear(hidden, outputs),
    )


class Origin(NamedTuple):
    """The pose that outputs of zero mean."""

    position: Tensor  # (B, 3) in base_link [m]
    quaternion: Tensor  # (B, 4) xyzw


def relative_origin(situation: Situation) -> Origin:
    """Count steps from where the tool is."""
    return Origin(situation.position, _tool_down(situation.yaw))


def absolute_origin(situation: Situation) -> Origin:
    """Count steps from a fixed pose over the table, whatever the tool's is."""
    center = situation.position.new_tensor(CENTER_M).expand_as(situation.position)
    return Origin(center, _tool_down(torch.zeros_like(situation.yaw)))


#: What the outputs of a decoder are relative to.
TARGETS = {'relative': relative_origin, 'absolute': absolute_origin}


def to_prediction(raw: Tensor, origin: Origin) -> ChunkPrediction:
    """Read raw outputs (B, K, OUTPUTS) as steps from `origin`."""
    delta, turn, gripper, termination, phase = raw.split([3, 4, 1, 1, len(Phase)], dim=-1)
    quaternion = functional.normalize(origin.quaternion[:, None] + turn, dim=-1)
    position = origin.position[:, None] + _LENGTH_SCALE_M * delta
    return ChunkPrediction(position, quaternion, gripper[..., 0], phase, termination[..., 0])


def _tool_down(yaw: Tensor) -> Tensor:
    zero = torch.zeros_like(yaw)
    return torch.stack([(yaw / 2).cos(), (yaw / 2).sin(), zero, zero], dim=-1)


def _check_shapes(s: Situation) -> None:
    batch = s.position.shape[0]
    for name, shape in _SHAPES.items():
        got = tuple(getattr(s, name).shape)
        if got != (batch, *shape):
            raise ValueError(
                f'{name} of a situation must be {(batch, *shape)}, one row for each of the '
                f'positions {tuple(s.position.shape)}; got {got}'
            )
