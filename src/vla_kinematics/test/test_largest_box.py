# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Largest box of a reach map against a search over all boxes."""

from itertools import combinations

import numpy as np
import pytest
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.largest_box import count_failures
from vla_kinematics.largest_box import largest_box
from vla_kinematics.largest_box import WorkspaceBox
from vla_kinematics.reach_map import grid_axes
from vla_kinematics.reach_map import map_reach
from vla_kinematics.reach_map import PoseChecker
from vla_kinematics.reach_map import PoseLimits
from vla_kinematics.reach_map import ReachMap
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF


def make_map(reasons: np.ndarray) -> ReachMap:
    x, y, z = (np.linspace(0, 0.1 * (n - 1), n) for n in reasons.shape)
    joints = np.zeros((*reasons.shape, 1, 1))
    return ReachMap((x, y, z), np.zeros(1), reasons[..., None].astype(np.int8), joints)


def test_box_is_the_largest_of_all_boxes() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        reach = make_map(rng.random((6, 7, 4)) < 0.1)
        best = 0.0
        for x0, x1 in combinations(range(6), 2):
            for y0, y1 in combinations(range(7), 2):
                for top in (2, 3):
                    if reach.usable[x0 : x1 + 1, y0 : y1 + 1, : top + 1].all():
                        best = max(best, 1e-3 * (x1 - x0) * (y1 - y0) * top)
        box = largest_box(reach, 0.2)
        assert np.prod(box.high_m - box.low_m) == pytest.approx(best)
        assert box.low_m[2] == 0 and box.high_m[2] >= 0.2 - 1e-9


def test_box_must_include_the_top() -> None:
    reasons = np.zeros((4, 4, 4))
    reasons[:, :, 3] = 2
    assert largest_box(make_map(reasons), 0.2).high_m[2] == pytest.approx(0.2)
    with pytest.raises(ValueError, match='there is none'):
        largest_box(make_map(reasons), 0.3)


def test_random_poses_in_and_around_the_box() -> None:
    model = ArmModel(UR5E_URDF, ArmSpec('tool0'))
    kinematics = InverseKinematics(model, UR5E_READY, tolerance=(2e-4, 1e-3))
    checker = PoseChecker(model, kinematics, None, PoseLimits())
    axes = grid_axes((0.3, -0.3, 0.1), (1.1, 0.3, 0.3), 0.1)
    reach = map_reach(checker, axes, np.array((-0.4, 0.4)), UR5E_READY)
    box = largest_box(reach, 0.2)
    assert count_failures(reach, checker, box, 100) == 0
    # Beyond the reach of the arm most poses fail.
    far = WorkspaceBox(np.array((1.0, -0.3, 0.1)), np.array((1.1, 0.3, 0.3)))
    assert count_failures(reach, checker, far, 50) == 50
