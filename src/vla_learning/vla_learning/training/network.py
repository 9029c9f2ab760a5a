# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visual encoder and policy as one network and one checkpoint."""

from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch import Tensor
from vla_common.checkpoint import save_checkpoint
from vla_learning.training.config import to_dict
from vla_learning.training.config import TrainConfig
from vla_perception.visual_encoder import build_encoder
from vla_perception.visual_encoder import GridEncoder
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.policy_builder import build_policy
from vla_policy.nn.policy_builder import PolicyConfig
from vla_sim.physics.scene_constants import CAMERA_FOV_Y_DEG
from vla_sim.physics.scene_constants import CAMERA_POSITION_M
from vla_sim.physics.scene_constants import CAMERA_TARGET_M


class VlaNetwork(nn.Module):
    """Visual encoder and policy, trained together."""

    def __init__(self, *, visual: GridEncoder, policy: VlaPolicy) -> None:
        super().__init__()
        self.visual = visual
        self.policy = policy


def build_network(config: PolicyConfig) -> VlaNetwork:
    """Build visual encoder and policy with random weights."""
    cells = table_positions(config.map_rows, config.map_cols)
    visual = build_encoder(_visual_sizes(config))
    network = VlaNetwork(visual=visual, policy=build_policy(config, cells))
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network


def _visual_sizes(config: PolicyConfig) -> dict[str, Any]:
    return {'dim': config.dim, 'map_channels': config.map_channels}


def table_positions(rows: int, cols: int) -> Tensor:
    """
    Return the point of the table at each cell of a grid over the image (rows * cols, 2) [m].

    Pinhole model of the nominal camera, without jitter; Hartley and Zisserman, chapter 6.
    """
    eye, target = torch.tensor(CAMERA_POSITION_M), torch.tensor(CAMERA_TARGET_M)
    forward = torch.nn.functional.normalize(target - eye, dim=0)
    right = torch.nn.functional.normalize(
        torch.linalg.cross(forward, torch.tensor((0.0, 0.0, 1.0))), dim=0
    )
    down = torch.linalg.cross(forward, right)
    slope = torch.tan(torch.deg2rad(torch.tensor(CAMERA_FOV_Y_DEG / 2)))
    v = ((torch.arange(rows) + 0.5) / rows * 2 - 1) * slope
    u = ((torch.arange(cols) + 0.5) / cols * 2 - 1) * slope * cols / rows
    ray = forward + u[None, :, None] * right + v[:, None, None] * down
    # A cell at the horizon gets a point behind the table.
    depth = -eye[2] / ray[..., 2].clamp(max=-0.2)
    return (eye + depth[..., None] * ray)[..., :2].flatten(0, 1)


def save_network(
    path: Path, network: VlaNetwork, config: TrainConfig, facts: dict[str, Any]
) -> str:
    """Write the checkpoint that the ROS nodes load, and return its hash."""
    from vla_language.encoders.minilm import MiniLM

    c = config.policy
    header = {
        'policy': c.to_dict(),
        'visual': _visual_sizes(c),
        'visual_encoder_id': GridEncoder.encoder_id,
        'text_encoder_id': MiniLM.encoder_id,
        'training': to_dict(config),
        **facts,
    }
    return save_checkpoint(path, dict(network.state_dict()), header)
