# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Model of a scene: table and objects do not depend on the arm."""

from dataclasses import replace

import mujoco
import numpy as np
import pytest
from vla_sim.physics.arm import FOOT_RADIUS_M
from vla_sim.physics.mjcf import arm_mjcf
from vla_sim.physics.mjcf import TIMESTEP_S
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.scene_model import scene_model
from vla_sim.physics.scene_sampling import sample_scene

SCENE = sample_scene(3)
OTHER = replace(
    BUILTIN,
    name='other',
    spec=lambda: mujoco.MjSpec.from_string(arm_mjcf(with_actuators=True)),
    base_m=(0.1, 0.0, 0.2),
)


def test_an_attached_arm_stands_on_its_base() -> None:
    model = scene_model(SCENE, OTHER)
    data = mujoco.MjData(model)
    mujoco.mj_kinematics(model, data)
    np.testing.assert_allclose(data.body('arm_base').xpos, OTHER.base_m)
    assert model.nu == 8
    assert model.opt.timestep == TIMESTEP_S


def test_the_pedestal_has_the_edge_of_the_foot_of_the_builtin_arm() -> None:
    """The networks estimate where base_link is from the foot of the arm in the image."""
    own, other = scene_model(SCENE, BUILTIN), scene_model(SCENE, OTHER)
    pedestal = [
        g
        for g in np.flatnonzero(other.geom_bodyid == 0)
        if other.geom_type[g] == mujoco.mjtGeom.mjGEOM_CYLINDER
    ]
    foot = [
        g
        for g in np.flatnonzero(own.geom_bodyid == own.body('base').id)
        if own.geom_type[g] == mujoco.mjtGeom.mjGEOM_CYLINDER
    ]
    assert other.geom_size[pedestal, 0].tolist() == own.geom_size[foot, 0].tolist()
    assert own.geom_size[foot, 0].tolist() == [FOOT_RADIUS_M]
    np.testing.assert_allclose(other.geom_pos[pedestal[0]], (0.1, 0.0, 0.1))


def test_objects_are_the_same_with_each_arm() -> None:
    own, other = scene_model(SCENE, BUILTIN), scene_model(SCENE, OTHER)
    for name in SCENE.names:
        np.testing.assert_allclose(own.body(name).pos, other.body(name).pos)
        np.testing.assert_allclose(own.body(name).mass, other.body(name).mass)
    for option in ('integrator', 'cone', 'impratio'):
        assert getattr(own.opt, option) == getattr(other.opt, option)


def test_shadows_are_passed_on() -> None:
    assert scene_model(SCENE, BUILTIN, shadows=True).light_castshadow.any()
    assert not scene_model(SCENE, OTHER).light_castshadow.any()
    assert scene_model(SCENE, OTHER).cam('camera').fovy == pytest.approx(42.0)
