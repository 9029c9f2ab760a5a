# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Hostile ticks break no rule of the oracle."""

import numpy as np
import pytest
from vla_safety.playback import chunk_player
from vla_safety.testing.joint_checks_report import BOX_M
from vla_safety.testing.joint_fuzz import fuzz_ticks
from vla_safety.testing.joint_fuzz import JointFuzz
from vla_safety.testing.joint_oracle import JointOracle
from vla_safety.testing.sample_robots import ROBOTS
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.testing.sample_robots import WIDE


@pytest.mark.parametrize('name', ['ur5e', 'fr3'])
def test_hostile_ticks_break_no_rule(name: str) -> None:
    figures = fuzz_ticks(name, WIDE, JointOracle, 120, 0)
    assert figures['ticks'] == 120
    assert figures['in_motion'] > 50 and figures['accepted'] > 0
    assert figures['broken'] == 0


class BlindOracle(JointOracle):
    """Oracle that finds a contact in each posture."""

    def contacts(self, joints: np.ndarray) -> set[str]:
        del joints
        return {'self'}


def test_what_the_oracle_finds_is_counted() -> None:
    figures = fuzz_ticks('ur5e', WIDE, BlindOracle, 60, 0)
    assert figures['broken'] == figures['rules']['self'] > 0


def test_a_trajectory_that_the_joints_cannot_follow_is_braked_and_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Refusing:
        def refusal(self, *_: object) -> str:
            return 'joints stay within their range; one would not'

    monkeypatch.setattr(chunk_player, '_joint_guard', lambda *_: Refusing())
    robot = SampleRobot('ur5e')
    oracle = JointOracle(ROBOTS['ur5e'][0], robot.model, np.reshape(BOX_M, (1, 2, 3)))
    fuzz = JointFuzz(robot, oracle, np.random.default_rng(0))
    fuzz.run(40)
    assert fuzz.accepted > 0
    assert fuzz.ticks_in_motion == 0
    assert fuzz.ticks_refused > 0
