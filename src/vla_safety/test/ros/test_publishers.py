# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion and status that the safety node publishes."""

import time

from safety_node_harness import ACTIVE
from safety_node_harness import MakeHarness
from safety_node_harness import STOPPED


def test_poses_are_published_at_the_control_rate(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.start_motion()
    before, start_s = len(harness.actions), time.monotonic()
    harness.drive_until(lambda: time.monotonic() - start_s > 1.0)
    rate_hz = (len(harness.actions) - before) / (time.monotonic() - start_s)
    assert 0 < rate_hz <= 51  # much less than 50 on a busy machine only


def test_refused_points_are_published_for_a_while(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.send(displacement=(0.0, 0.0, 0.4))
    harness.ros.wait_for(lambda: harness.status.chunks_refused == 1)
    points, checks = harness.status.refused_points, harness.status.refused_checks
    assert set(checks) == {'workspace'}
    assert len(points) == len(checks) == 4
    assert all(point.z > 0.6 for point in points)
    harness.ros.wait_for(lambda: not harness.status.refused_points)


def test_a_dry_run_sends_nothing(make_harness: MakeHarness) -> None:
    harness = make_harness(dry_run=True)
    harness.drive_until(lambda: harness.state == ACTIVE)
    assert harness.status.dry_run
    assert 'dry run' in harness.status.message
    assert harness.stands_still()
    assert not harness.actions
    assert not harness.grippers
    assert harness.status.chunks_accepted > 0


def test_the_status_is_published_when_it_changes_and_periodically(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(status_rate_hz=2.0)
    harness.ros.spin(2.2)
    before = len(harness.statuses)
    harness.ros.spin(2.2)
    assert 3 <= len(harness.statuses) - before <= 6
    harness.call('stop')
    harness.ros.wait_for(lambda: harness.state == STOPPED, 0.4)
    assert harness.status.header.frame_id == 'base_link'


def test_the_gripper_command_has_its_force_limit(make_harness: MakeHarness) -> None:
    harness = make_harness(gripper_effort_n=12.5)
    harness.drive_until(lambda: bool(harness.grippers))
    assert harness.grippers[0].max_effort_n == 12.5
    assert harness.grippers[0].header.stamp == harness.actions[0].header.stamp
