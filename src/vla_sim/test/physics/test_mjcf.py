# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""MJCF of a scene: objects, appearance and options."""

from dataclasses import replace

import mujoco
import numpy as np
import pytest
from vla_sim.physics.mjcf import arm_mjcf
from vla_sim.physics.mjcf import scene_mjcf
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.scene_sampling import TABLE_TEXTURES

SCENE = sample_scene(3)


def test_every_object_is_a_free_body_at_its_position() -> None:
    model = mujoco.MjModel.from_xml_string(scene_mjcf(SCENE))
    for item in SCENE:
        body = model.body(item.name)
        assert model.jnt_type[model.body_jntadr[body.id]] == mujoco.mjtJoint.mjJNT_FREE
        np.testing.assert_allclose(body.pos[:2], (item.x_m, item.y_m), atol=1e-5)


@pytest.mark.parametrize('texture', TABLE_TEXTURES)
def test_every_table_texture_compiles(texture: str) -> None:
    scene = replace(SCENE, appearance=Appearance(table_texture=texture))
    assert mujoco.MjModel.from_xml_string(scene_mjcf(scene)).ntex == 2


def test_camera_points_from_its_position_to_its_target() -> None:
    scene = replace(SCENE, appearance=Appearance())
    model = mujoco.MjModel.from_xml_string(scene_mjcf(scene))
    camera = model.camera('camera').id
    matrix = np.zeros(9)
    mujoco.mju_quat2Mat(matrix, model.cam_quat[camera])
    forward = -matrix.reshape(3, 3)[:, 2]
    offset = np.subtract(scene.appearance.camera_target_m, scene.appearance.camera_position_m)
    np.testing.assert_allclose(forward, offset / np.linalg.norm(offset), atol=1e-5)


@pytest.mark.parametrize('shadows', [True, False])
def test_shadows_can_be_enabled(shadows: bool) -> None:
    model = mujoco.MjModel.from_xml_string(scene_mjcf(SCENE, shadows))
    assert bool(model.light_castshadow[0]) is shadows
    assert (model.vis.quality.shadowsize > 0) is shadows


def test_arm_alone_has_no_objects() -> None:
    model = mujoco.MjModel.from_xml_string(arm_mjcf())
    assert model.nq == 9
    assert model.site('tool0').id == 0
