# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Distances of links, compared with the geometry of two cylinders."""

from typing import Any

import numpy as np
import pytest
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.collision_model import CollisionModel
from vla_kinematics.collision_model import CollisionSpec
from vla_kinematics.mesh_files import MeshFinder
from vla_kinematics.obstacle import Obstacle
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_SOLID_URDF
from vla_kinematics.sample_arms import UR5E_URDF


def make(urdf: str = UR5E_SOLID_URDF, boxes: Any = (), base_z_m: float = 0.2) -> CollisionModel:
    base = RigidTransform.from_rpy((0.05, 0.0, base_z_m), (0, 0, 0))
    tool = RigidTransform.from_rpy((0.0, 0.0, 0.16), (0, 0, 0))
    arm = ArmModel(urdf, ArmSpec('tool0', tool, 'base_link', base))
    spec = CollisionSpec(0.01, np.reshape(boxes, (-1, 2, 3)), 0.05, 0.1)
    return CollisionModel(urdf, arm, spec, MeshFinder())


def test_ready_posture_is_free() -> None:
    model = make()
    clearances = model.evaluate(UR5E_READY).clearances
    assert all(clearance.distance_m > 0.01 for clearance in clearances.values())
    assert model.ignored == []


def test_distance_from_the_table_follows_the_height_of_the_base() -> None:
    stretched = np.zeros(6)
    # The wrist points down: 0.1625 m - 0.0997 m - half of its length above the base.
    low = make(base_z_m=0.01).evaluate(stretched).clearances[Obstacle.TABLE]
    high = make(base_z_m=0.03).evaluate(stretched).clearances[Obstacle.TABLE]
    assert 0 < low.distance_m < 0.06
    assert high.distance_m - low.distance_m == pytest.approx(0.02, abs=1e-6)
    deep = make(base_z_m=-0.2).evaluate(stretched).clearances[Obstacle.TABLE]
    assert deep.distance_m < 0
    assert 'table' in deep.place


def test_box_and_folded_arm_are_found() -> None:
    # A box around the elbow.
    elbow = (0.05 + 0.3, -0.1, 0.3, 0.05 + 0.5, 0.3, 0.8)
    stretched = np.array((0.0, -0.3, 0.0, 0.0, 0.0, 0.0))
    found = make(boxes=elbow).evaluate(stretched).clearances[Obstacle.BOX]
    assert found.distance_m < 0
    assert 'box 1' in found.place
    folded = np.array((0.0, -1.5, 3.1, 0.0, 0.0, 0.0))
    assert make().evaluate(folded).clearances[Obstacle.SELF].distance_m < 0


def test_motion_bounds_that_of_the_outermost_link() -> None:
    model = make()
    turned = UR5E_READY + (0.1, 0, 0, 0, 0, 0)
    postures = [model.evaluate(joints) for joints in (UR5E_READY, turned, turned)]
    moved_m = model.motions_m(postures)
    assert 0.04 < moved_m[0] < 0.1
    assert moved_m[1] == 0


def test_description_without_geometry_is_refused() -> None:
    with pytest.raises(ValueError, match='needs <collision> elements'):
        make(UR5E_URDF)
