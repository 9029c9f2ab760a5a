# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scene and domain randomization of a session."""

import pytest
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.ros.settings import SimSettings
from vla_sim.ros.sim_session import create_session

SEED = 5


def appearance_of(mode: str) -> Appearance:
    session = create_session(SimSettings(domain_randomization=mode), SEED)
    session.world.close()
    return session.world.scene.appearance


def test_randomization_varies_nothing_the_appearance_or_the_camera_too() -> None:
    sampled, nominal = sample_scene(SEED).appearance, Appearance()
    assert appearance_of('none') == nominal
    assert appearance_of('appearance_and_camera') == sampled
    mixed = appearance_of('appearance')
    assert mixed.table_rgb == sampled.table_rgb
    assert mixed.camera_position_m == nominal.camera_position_m != sampled.camera_position_m
    assert mixed.camera_roll_rad == 0.0


@pytest.mark.parametrize('seed', [1, 2])
def test_session_has_the_objects_of_its_seed(seed: int) -> None:
    settings = SimSettings(scene_include=('red cube',))
    session = create_session(settings, seed)
    assert session.seed == seed
    assert session.world.scene.names == sample_scene(seed, ('red cube',)).names
    assert session.monitor.report().command == ''
