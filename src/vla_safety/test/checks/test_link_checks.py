# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Collisions of links: table, boxes, other links."""

from dataclasses import replace

import numpy as np
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.testing.sample_robots import tool_down
from vla_safety.testing.sample_robots import WIDE
from vla_safety.types.chunk import Chunk


def move(robot: SampleRobot, way_m: tuple[float, ...]) -> Chunk:
    fractions = np.linspace(1 / 16, 1, 16)[:, None]
    return make_chunk(
        positions=robot.tool.position_m + fractions * np.array(way_m),
        quaternions=tool_down(np.zeros(16)),
        step_duration_s=0.3,
    )


def test_box_in_the_way_of_the_wrist_is_found_though_the_tool_passes_below() -> None:
    # Above the tool point, beside the arm: only links touch it.
    box = (0.40, 0.15, 0.25, 0.60, 0.30, 0.60)
    robot = SampleRobot('ur5e', replace(WIDE, keep_out_m=(*WIDE.keep_out_m, *box)))
    assert robot.move_to(np.array((0.5, -0.1, 0.1)))
    assessment = robot.assess(move(robot, (0.0, 0.3, 0.0)))
    assert {v.check for v in assessment.refusals} == {'keep_out_collision'}
    violation = assessment.refusals[0]
    assert 3 < violation.step < 16
    assert 'box 1' in violation.message


def test_links_on_the_table_are_refused() -> None:
    # A base below the table: the tool is above it, the elbow is not.
    robot = SampleRobot('ur5e', base_xyz_m=(0.05, 0.0, -0.55))
    robot.joints = robot.joints + (0, 0.9, -0.3, 0, 0, 0)
    assessment = robot.assess(move(robot, (0.0, 0.02, 0.0)))
    assert 'table_collision' in {v.check for v in assessment.refusals}


def test_collisions_can_be_switched_off() -> None:
    robot = SampleRobot('ur5e', check_collisions=False)
    assert robot.move_to(np.array((0.5, 0.0, 0.2)))
    assessment = robot.assess(move(robot, (0.0, 0.1, 0.0)))
    assert assessment.accepted
    assert 'self_collision' not in assessment.margins
