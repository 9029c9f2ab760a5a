# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Arm of the gate."""

from dataclasses import replace

import numpy as np
import pytest
from vla_kinematics.obstacle import Obstacle
from vla_safety.testing.sample_robots import make_robot
from vla_safety.testing.sample_robots import ROBOTS
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.testing.sample_robots import WIDE
from vla_safety.types.chunk import RobotSample


def test_path_of_the_same_chunk_is_computed_once() -> None:
    robot = SampleRobot('ur5e')
    chunk = robot.random_chunk(np.random.default_rng(0), (np.zeros(3), np.ones(3)), 0.1)
    path = robot.model.path(chunk, robot.joints)
    assert robot.model.path(chunk.with_changes(time_scale=2.0), robot.joints) is path
    assert robot.model.path(chunk, robot.joints.copy()) is not path


def test_mismatch_is_the_distance_from_the_pose_of_the_joints() -> None:
    model, ready = make_robot('ur5e'), ROBOTS['ur5e'][1]
    tool = model.arm.forward(ready)
    shifted = RobotSample(
        tool.position_m + (0.0, 0.03, 0.0), tool.quaternion_xyzw, 1.0, 0, 'base_link'
    )
    assert model.mismatch(ready, shifted) == pytest.approx((0.03, 0.0), abs=1e-6)


def test_box_around_the_base_does_not_keep_the_links_away() -> None:
    ready = ROBOTS['ur5e'][1]
    own = make_robot('ur5e')
    assert own.collisions is not None
    assert own.collisions.evaluate(ready).clearances[Obstacle.BOX].place == ''
    # The same box beside the base.
    limits = replace(WIDE, keep_out_m=(0.1, -0.3, 0.0, 0.4, 0.4, 0.8))
    other = make_robot('ur5e', limits)
    assert other.collisions is not None
    assert other.collisions.evaluate(ready).clearances[Obstacle.BOX].distance_m < 0


def test_description_names_what_is_not_checked() -> None:
    assert 'always touch and are not checked: none' in make_robot('fr3').description()
    assert (
        'not checked (check_collisions)' in make_robot('fr3', check_collisions=False).description()
    )
