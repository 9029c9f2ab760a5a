# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Error of the given camera pose, and where it displaces points of the table.

A pixel is a point of the table by the pose that is given. If the true camera is translated by t
and turned by the rotation vector w against it, the point at the end of a ray d from the camera
moves by v = t + w x d along the plane through it, which is v_xy - d_xy / d_z v_z on the table.
"""

from typing import Final

import torch
from torch import nn
from torch import Tensor
from vla_policy.types.vocabulary import TRAINING_CAMERA_M

#: Numbers of a view: given position of the camera and measured position of the tool [m].
VIEW: Final = 6
#: Those of the training view with the arm at home.
NOMINAL_VIEW: Final = (*TRAINING_CAMERA_M, 0.35, 0.0, 0.30)
#: Scale of the predicted translation [m] and rotation [rad].
_SCALE: Final = 0.05
_SQUEEZED, _HIDDEN = 8, 128
# Least distance from the height of the camera to a point that is projected onto the table [m].
_MIN_BELOW_M: Final = 0.1


class CameraShift(nn.Module):
    """
    Predict the error of the given camera pose by what is seen of table and arm.

    The mean place of each of some learned landmarks is compared with the place at which the
    measured position of the tool is expected.
    """

    grid: Tensor  # (N, 2) column, row of each cell, -1 to 1
    usual_error: Tensor  # (6,) root mean square of the output for cameras in their place

    def __init__(
        self, *, dim: int, channels: int, tokens: int, rows: int, cols: int, landmarks: int = 16
    ) -> None:
        super().__init__()
        row, col = torch.meshgrid(
            torch.linspace(-1, 1, rows), torch.linspace(-1, 1, cols), indexing='ij'
        )
        self.register_buffer('grid', torch.stack([col, row], -1).flatten(0, 1), persistent=False)
        self.register_buffer('usual_error', torch.full((VIEW,), _SCALE))
        self.landmarks = nn.Conv2d(channels, landmarks, 1)
        self.squeeze = nn.Linear(dim, _SQUEEZED)
        last = nn.Linear(_HIDDEN, 6)
        # At first the pose is about right: a random error would displace all objects.
        nn.init.normal_(last.weight, std=1e-3)
        nn.init.zeros_(last.bias)
        self.read = nn.Sequential(
            nn.Linear(_SQUEEZED * tokens + 2 * landmarks + VIEW, _HIDDEN),
            nn.GELU(),
            nn.Linear(_HIDDEN, _HIDDEN),
            nn.GELU(),
            last,
        )

    def forward(self, tokens: Tensor, feature_map: Tensor, view: Tensor) -> Tensor:
        """
        Return translation [m] and rotation vector [rad] (B, 6).

        Parameters
        ----------
        tokens, feature_map
            (B, tokens, dim) and (B, channels, rows, cols).
        view
            (B, VIEW).

        """
        share = self.landmarks(feature_map).flatten(2).softmax(-1)  # (B, landmarks, N)
        places = (share @ self.grid).flatten(1)
        camera, tool = view.split(3, dim=-1)
        below = (camera[:, 2:] - tool[:, 2:]).clamp(min=_MIN_BELOW_M)
        expected = tool[:, :2] + (tool - camera)[:, :2] * tool[:, 2:] / below
        nominal = camera.new_tensor(NOMINAL_VIEW)[:3]
        geometry = torch.cat([10 * (camera - nominal), expected, tool[:, 2:]], -1)
        seen = self.squeeze(tokens).flatten(1)
        error: Tensor = _SCALE * self.read(torch.cat([seen, places, geometry], -1))
        return error


def table_shift(points: Tensor, camera: Tensor, error: Tensor) -> Tensor:
    """
    Return true minus seen positions on the table (B, N, 2) [m], to first order of the error.

    Parameters
    ----------
    points
        Seen points of the table (N, 2) or (B, N, 2) [m].
    camera
        Given positions of the camera (B, 3) [m].
    error
        Translation [m] and rotation vector [rad] from the given to the true camera (B, 6).

    """
    height = camera[:, None, 2:]  # (B, 1, 1)
    ray = points - camera[:, None, :2]  # (B, N, 2), and -height
    x, y = ray.unbind(-1)
    a, b, c = error[:, None, 3:].unbind(-1)
    z = -height[..., 0]
    turned = torch.stack([b * z - c * y, c * x - a * z, a * y - b * x], -1)  # (B, N, 3)
    motion = error[:, None, :3] + turned
    return motion[..., :2] + ray / height * motion[..., 2:]
