# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Picture of a reach map: one panel for each height."""

from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patches import Rectangle
import numpy as np
from vla_kinematics.largest_box import WorkspaceBox
from vla_kinematics.reach_map import ReachMap
from vla_kinematics.reach_map import ReachReason

#: By `ReachReason`: usable, not connected, reach, joint range, singularity, table, box, self.
REASON_COLORS = (
    '#4daf7c', '#d9d9d9', '#f4a582', '#d6604d', '#92c5de', '#8c6d31', '#b8860b', '#7b3294'
)  # fmt: skip
_COLUMNS, _MAX_PANELS = 4, 12


def draw_reach(path: Path, reach: ReachMap, box: WorkspaceBox | None) -> None:
    """Write a PNG seen from above, x upward and y to the left as the robot sees its table."""
    x, y, z = reach.axes_m
    heights = np.unique(np.linspace(0, len(z) - 1, min(len(z), _MAX_PANELS)).round().astype(int))
    rows = -(-len(heights) // _COLUMNS)
    figure = Figure(figsize=(3.0 * _COLUMNS, 2.6 * rows + 0.6), layout='constrained')
    FigureCanvasAgg(figure)
    # Of the yaws of a position, the worst reason.
    worst = reach.reasons.max(axis=3)
    colors = ListedColormap(REASON_COLORS)
    half_x, half_y = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    extent = (y[-1] + half_y, y[0] - half_y, x[0] - half_x, x[-1] + half_x)
    for i, height in enumerate(heights):
        axes = figure.add_subplot(rows, _COLUMNS, i + 1)
        image = worst[:, ::-1, height]
        axes.imshow(image, cmap=colors, vmin=0, vmax=7, origin='lower', extent=extent)
        axes.set_title(f'z = {z[height]:.3f} m', fontsize=9)
        axes.set_xlabel('y [m]', fontsize=8)
        axes.set_ylabel('x [m]', fontsize=8)
        axes.tick_params(labelsize=7)
        if box is not None and box.low_m[2] <= z[height] <= box.high_m[2] + 1e-9:
            size = box.high_m - box.low_m
            frame = Rectangle((box.low_m[1], box.low_m[0]), size[1], size[0], fill=False, lw=2)
            axes.add_patch(frame)
    present = [r for r in ReachReason if (worst == r).any()]
    labels = [
        Patch(color=REASON_COLORS[r], label=r.name.lower().replace('_', ' ')) for r in present
    ]
    figure.legend(handles=labels, loc='outside lower center', ncols=len(labels), fontsize=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
