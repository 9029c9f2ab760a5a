# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Picture of a reach map: colours by reason and the outline of the box."""

from pathlib import Path

from matplotlib.colors import to_rgb
from matplotlib.image import imread
import numpy as np
from vla_kinematics.largest_box import WorkspaceBox
from vla_kinematics.reach_map import ReachMap
from vla_kinematics.reach_map import ReachReason
from vla_robot.reach_picture import draw_reach
from vla_robot.reach_picture import REASON_COLORS


def share_of(image: np.ndarray, color: str) -> float:
    return float((np.abs(image[..., :3] - to_rgb(color)).max(axis=2) < 0.02).mean())


def test_reasons_have_their_colors_and_the_box_is_drawn(tmp_path: Path) -> None:
    axes = (np.linspace(0.2, 0.8, 7), np.linspace(-0.4, 0.4, 9), np.linspace(0.01, 0.3, 3))
    reasons = np.full((7, 9, 3, 2), ReachReason.USABLE, np.int8)
    reasons[5:] = ReachReason.REACH
    # One of two yaws: the position counts as not usable.
    reasons[0, :, :, 1] = ReachReason.SELF
    reach = ReachMap(axes, np.array((-0.5, 0.5)), reasons, np.zeros((7, 9, 3, 2, 6)))
    box = WorkspaceBox(np.array((0.3, -0.4, 0.01)), np.array((0.6, 0.4, 0.3)))
    plain, framed = tmp_path / 'plain.png', tmp_path / 'new' / 'framed.png'
    draw_reach(plain, reach, None)
    draw_reach(framed, reach, box)
    image = imread(plain)
    usable, missed, hit = (
        share_of(image, REASON_COLORS[r])
        for r in (ReachReason.USABLE, ReachReason.REACH, ReachReason.SELF)
    )
    assert usable > 1.5 * missed > 1.5 * hit > 0.005
    assert share_of(imread(framed), 'black') > 1.2 * share_of(image, 'black')
