# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Ground the queries: where the target and the destination are on the table."""

from typing import NamedTuple

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional

COLORS = 8
CLASSES = 5  # cube, cylinder, sphere, bowl, plate
_OFFSET_SCALE_M = 0.05
_LEAST_PRIOR = 1e-3
# Half the side of a thing as the map shows it.
_PEAK_CELLS = 2
_DROPOUT = 0.3


class DenseScene(NamedTuple):
    """What every cell of the feature map says about itself, N = rows * cols."""

    objectness: Tensor  # (B, N) logits
    colors: Tensor  # (B, N, COLORS) logits
    classes: Tensor  # (B, N, CLASSES) logits
    position: Tensor  # (B, N, 2) x, y in base_link [m]
    yaw: Tensor  # (B, N, 2) cos, sin of 4 * yaw: a cube looks the same after a quarter turn


class Located(NamedTuple):
    """Where each of Q queries points."""

    logits: Tensor  # (B * K, Q, N)
    position: Tensor  # (B * K, Q, 2) x, y in base_link [m]
    yaw: Tensor  # (B * K, Q, 2) cos, sin of 4 * yaw
    features: Tensor  # (B * K, Q, channels) map features where the query points
    keys: Tensor  # (B * K, Q, channels) what the query looked for


class TableView(nn.Module):
    """
    How the whole table is shifted in an image by how the camera stands.

    A camera turned by half a degree moves everything by centimeters together, which no cell sees
    by itself: a few numbers read from all tokens weigh learned shifts of every cell.
    """

    def __init__(self, *, dim: int, tokens: int, cells: int, modes: int = 6) -> None:
        super().__init__()
        self.squeeze = nn.Linear(dim, 8)
        self.read = nn.Sequential(nn.Linear(8 * tokens, 64), nn.GELU(), nn.Linear(64, modes))
        self.shifts = nn.Parameter(torch.randn(modes, cells, 2) * 0.2)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return shifts (B, cells, 2) [m] from `tokens` (B, tokens, dim)."""
        weight = self.read(self.squeeze(tokens).flatten(1))  # (B, modes)
        return _OFFSET_SCALE_M * (weight @ self.shifts.flatten(1)).unflatten(-1, (-1, 2))


class DenseHead(nn.Module):
    """
    Read objects, colors and table positions out of each cell.

    `cell_position` starts from the camera's geometry and is trained on.
    """

    def __init__(self, *, channels: int, dim: int, tokens: int, cell_position: Tensor) -> None:
        super().__init__()
        self.cell_position = nn.Parameter(cell_position.clone())  # (N, 2)
        self.view = TableView(dim=dim, tokens=tokens, cells=len(cell_position))
        self.read = nn.Sequential(
            nn.Conv2d(channels, 2 * channels, 1),
            nn.GELU(),
            nn.Conv2d(2 * channels, 1 + COLORS + CLASSES + 4, 1),
        )

    def forward(self, feature_map: Tensor, tokens: Tensor) -> DenseScene:
        """Read `feature_map` (B, channels, rows, cols) and `tokens` (B, tokens, dim)."""
        x = self.read(feature_map).flatten(2).transpose(1, 2)  # (B, N, 18)
        objectness, colors, classes, offset, yaw = x.split([1, COLORS, CLASSES, 2, 2], dim=-1)
        position = self.cell_position + _OFFSET_SCALE_M * offset + self.view(tokens)
        return DenseScene(objectness[..., 0], colors, classes, position, yaw)


class Locator(nn.Module):
    """
    Soft-argmax of query-cell products; the shares of the cells weigh their positions.

    What fits the words by color and noun is a prior, weighed by `trust`.
    """

    def __init__(self, *, dim: int, channels: int) -> None:
        super().__init__()
        self.key = nn.Linear(dim, channels)
        self.trust = nn.Parameter(torch.ones(()))

    def forward(
        self, queries: Tensor, feature_map: Tensor, dense: DenseScene, prior: Tensor
    ) -> Located:
        """
        Locate queries.

        Parameters
        ----------
        queries
            (B * K, Q, dim).
        feature_map
            (B, channels, rows, cols).
        dense
            What the cells of B images say.
        prior
            How well each cell fits each query (B * K, Q, N), 0 to 1.

        """
        cells = feature_map.flatten(2)  # (B, C, N)
        keys = self.key(queries)  # (B * K, Q, C)
        rows = keys.reshape(cells.shape[0], -1, cells.shape[1])  # (B, K * Q, C)
        # Detached: the prior is taught by what is asked and seen, not by where it leads.
        wanted = (prior.detach() + _LEAST_PRIOR).log().reshape(rows.shape[0], rows.shape[1], -1)
        logits = rows @ cells / cells.shape[1] ** 0.5 + self.trust * wanted
        share = logits.softmax(-1)
        # A mean over two things lies between them: in use only the strongest one counts.
        spot = share if self.training else around_peak(share, feature_map.shape[-2])
        count = queries.shape[:2]
        return Located(
            logits=logits.reshape(*count, -1),
            position=(spot @ dense.position).reshape(*count, 2),
            yaw=(spot @ dense.yaw).reshape(*count, 2),
            # Detached: whether a thing is there must not bend where it is sought.
            features=(share.detach() @ cells.transpose(1, 2)).reshape(*count, -1),
            keys=keys,
        )


def around_peak(share: Tensor, rows: int) -> Tensor:
    """
    Keep of each share (B, Q, N) what lies around its highest place, summing to 1 again.

    Parameters
    ----------
    share
        Not negative, over the N cells of a grid.
    rows
        Rows of that grid.

    """
    grid = share.flatten(0, 1).unflatten(-1, (rows, -1))[:, None]  # (B * Q, 1, rows, cols)
    # Smoothed, as the highest single cell may stand alone.
    peak = functional.avg_pool2d(grid, 3, stride=1, padding=1).flatten(1).argmax(-1)
    cols = grid.shape[-1]
    row, col = (torch.arange(n, device=share.device) for n in (rows, cols))
    near_row = (row - (peak // cols)[:, None]).abs() <= _PEAK_CELLS
    near_col = (col - (peak % cols)[:, None]).abs() <= _PEAK_CELLS
    kept = grid[:, 0] * (near_row[:, :, None] & near_col[:, None])
    kept = kept.flatten(1) / kept.sum((1, 2))[:, None].clamp(min=1e-12)
    return kept.reshape(share.shape)


class VerdictHead(nn.Module):
    """Decide whether the command can be carried out here, from what the queries found."""

    def __init__(
        self, *, dim: int, channels: int, verdicts: int, evidence: int, hidden: int = 96
    ) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(dim + 2 * (2 * channels + 3) + evidence, hidden),
            nn.GELU(),
            nn.Linear(hidden, verdicts),
        )

    def forward(
        self, query: Tensor, located: Located, dense: DenseScene, evidence: Tensor
    ) -> Tensor:
        """
        Return logits (B * K, verdicts).

        Parameters
        ----------
        query
            The task query (B * K, dim).
        located
            What target and destination query found.
        dense
            What the cells of B images say.
        evidence
            What is asked and how well the best things fit (B * K, evidence).

        """
        peak = located.logits.amax(-1) * 0.1  # (B * K, 2)
        spread = located.logits.logsumexp(-1) * 0.1
        away = _spread_m(located, dense) / _OFFSET_SCALE_M
        match = located.features * located.keys
        # Blurred: what was found decides, not words known by heart.
        query = functional.dropout(query, _DROPOUT, self.training)
        found = [query, peak, spread, away, located.features.flatten(1), match.flatten(1)]
        return self.layers(torch.cat([*found, evidence], dim=-1))


def _spread_m(located: Located, dense: DenseScene) -> Tensor:
    """Return how far apart the places are that a query points to (B * K, Q) [m]."""
    images = dense.position.shape[0]
    share = located.logits.softmax(-1).detach().unflatten(0, (images, -1)).flatten(1, 2)
    places = dense.position.detach()
    square = share @ places.square().sum(-1, keepdim=True)  # (B, K * Q, 1)
    mean = (share @ places).square().sum(-1, keepdim=True)
    return (square - mean).clamp(min=0).sqrt().reshape(located.logits.shape[:2])
