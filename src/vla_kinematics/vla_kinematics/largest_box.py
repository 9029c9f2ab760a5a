# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Largest axis-aligned box of a reach map, and random poses in it."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from vla_common.arrays import BoolArray
from vla_common.arrays import FloatArray
from vla_kinematics.reach_map import PoseChecker
from vla_kinematics.reach_map import ReachMap
from vla_kinematics.reach_map import ReachReason


@dataclass(frozen=True)
class WorkspaceBox:
    """Box by its lower and its upper corner (3,) [m]."""

    low_m: FloatArray
    high_m: FloatArray


def largest_box(reach: ReachMap, min_top_m: float) -> WorkspaceBox:
    """
    Return the box of the largest volume all of whose grid positions are usable.

    It begins at the lowest height of the grid, where objects are grasped.

    Parameters
    ----------
    reach
        Reach map.
    min_top_m
        Height that the box must include, to lift objects over others.

    Raises
    ------
    ValueError
        If there is no such box.

    """
    x, y, z = reach.axes_m
    usable, best, found = reach.usable, 0.0, None
    for top in np.flatnonzero(z >= min_top_m - 1e-9):
        rectangle = _largest_rectangle(np.all(usable[:, :, : top + 1], axis=2), x, y)
        if rectangle is None:
            continue
        (x0, x1, y0, y1) = rectangle
        volume = (x[x1] - x[x0]) * (y[y1] - y[y0]) * (z[top] - z[0])
        if volume > best:
            low, high = np.array((x[x0], y[y0], z[0])), np.array((x[x1], y[y1], z[top]))
            best, found = float(volume), WorkspaceBox(low, high)
    if found is None:
        raise ValueError(
            f'the arm must reach a box from {z[0]:g} m up to {min_top_m:g} m; there is none. Move '
            'the base, change joint_min and joint_max, allow fewer yaws, or lower the top'
        )
    return found


def count_failures(
    reach: ReachMap, checker: PoseChecker, box: WorkspaceBox, samples: int, seed: int = 0
) -> int:
    """Return how many of random poses in the box are not usable from the nearest grid pose."""
    rng, failures = np.random.default_rng(seed), 0
    for _ in range(samples):
        position = rng.uniform(box.low_m, box.high_m)
        yaw = float(rng.uniform(reach.yaws_rad.min(), reach.yaws_rad.max()))
        start = reach.nearest_joints(position, yaw)
        usable = np.isfinite(start).all() and (
            checker.check(position, yaw, start)[0] == ReachReason.USABLE
        )
        failures += not usable
    return failures


def _largest_rectangle(
    mask: BoolArray, x: FloatArray, y: FloatArray
) -> tuple[int, int, int, int] | None:
    """Return first and last index in x and y of the largest rectangle of a mask (nx, ny)."""
    best, found = 0.0, None
    for x0, x1 in combinations(range(len(x)), 2):
        for y0, y1 in _runs(np.all(mask[x0 : x1 + 1], axis=0)):
            area = float((x[x1] - x[x0]) * (y[y1] - y[y0]))
            if area > best:
                best, found = area, (x0, x1, y0, y1)
    return found


def _runs(row: BoolArray) -> list[tuple[int, int]]:
    """Return first and last index of each run of true values (n,)."""
    edges = np.diff(np.concatenate(([0], row.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
