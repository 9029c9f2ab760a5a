# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Grounding: locate target and destination on the table."""

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.types.network_types import DenseScene
from vla_policy.types.network_types import LocationPrediction
from vla_policy.types.vocabulary import PEAK_CELLS

_MIN_PRIOR = 1e-3


class LocationHead(nn.Module):
    """
    Soft-argmax over the products of query keys and cells.

    The match of each cell with color and noun is a prior, weighted by `trust`.
    """

    def __init__(self, *, dim: int, channels: int, layers: int) -> None:
        super().__init__()
        self.key = nn.Linear(dim, layers * channels)
        self.trust = nn.Parameter(torch.ones(()))

    def forward(
        self, queries: Tensor, feature_map: Tensor, dense: DenseScene, prior: Tensor
    ) -> LocationPrediction:
        """
        Locate queries.

        Parameters
        ----------
        queries, feature_map
            (B * K, Q, dim) and (B, channels, rows, cols).
        dense
            Dense predictions for B images.
        prior
            Match of each cell of `dense` with each query (B * K, Q, N), 0 to 1.

        """
        cells = feature_map.flatten(2)  # (B, C, N)
        keys = self.key(queries)  # (B * K, Q, layers * C)
        rows = keys.reshape(cells.shape[0], -1, cells.shape[1])  # (B, K * Q * layers, C)
        # Detached: the dense head has its own losses; the location must not change it.
        log_prior = (prior.detach() + _MIN_PRIOR).log().reshape(*rows.shape[:2], -1)
        logits = rows @ cells / cells.shape[1] ** 0.5 + self.trust * log_prior
        # (B, K * Q, layers * cells)
        logits = logits.reshape(len(cells), -1, dense.objectness.shape[-1])
        share = logits.softmax(-1)
        # The mean over two objects is between them: in inference, only the highest peak counts.
        peak = share if self.training else keep_peak(share, *feature_map.shape[-2:])
        count = queries.shape[:2]  # B * K, Q
        return LocationPrediction(
            logits=logits.reshape(*count, -1),
            position=(peak @ dense.position).reshape(*count, 2),
            yaw=(peak @ dense.yaw).reshape(*count, 2),
        )


def keep_peak(share: Tensor, rows: int, cols: int) -> Tensor:
    """
    Set all but the cells around the highest peak to zero, and normalize to sum 1.

    Parameters
    ----------
    share
        Non-negative weights (B, Q, N) over the cells of the layers of a grid.
    rows, cols
        Size of that grid.

    """
    grid = share.flatten(0, 1).unflatten(-1, (-1, rows, cols))  # (B * Q, layers, rows, cols)
    # Smoothed, because the highest single cell may be isolated.
    peak = functional.avg_pool2d(grid, 3, stride=1, padding=1).flatten(1).argmax(-1)  # (B * Q,)
    near = cells_around(peak % (rows * cols), rows, cols)[:, None]  # (B * Q, 1, rows * cols)
    layers = torch.arange(grid.shape[1], device=peak.device)
    in_layer = (layers == (peak // (rows * cols))[:, None])[..., None]  # (B * Q, layers, 1)
    kept = grid.flatten(1) * (near & in_layer).flatten(1)  # (B * Q, N)
    return (kept / kept.sum(-1, keepdim=True).clamp(min=1e-12)).reshape(share.shape)


def cells_around(cells: Tensor, rows: int, cols: int) -> Tensor:
    """Return True (P, rows * cols) in the 5 x 5 neighborhood of each of the `cells` (P,)."""
    row, col = (torch.arange(n, device=cells.device) for n in (rows, cols))
    near_row = (row - (cells // cols)[:, None]).abs() <= PEAK_CELLS  # (P, rows)
    near_col = (col - (cells % cols)[:, None]).abs() <= PEAK_CELLS  # (P, cols)
    return (near_row[:, :, None] & near_col[:, None]).flatten(1)


def grasp_yaw(yaw_vector: Tensor) -> Tensor:
    """Return the yaw (...) [rad] within (-pi/4, pi/4] from cos, sin of 4 * yaw (..., 2)."""
    return torch.atan2(yaw_vector[..., 1], yaw_vector[..., 0]) / 4
