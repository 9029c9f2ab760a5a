# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Joint states of the gate: which are used, and what is reported when there are none."""

import pytest
from vla_common.clock import TimePoint
from vla_kinematics.sample_arms import UR5E_JOINTS
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_SOLID_URDF
from vla_safety.robot.joint_monitor import JointMonitor
from vla_safety.robot.joint_monitor import JointReading
from vla_safety.testing.sample_robots import make_robot

NAMES = tuple(UR5E_JOINTS)


def make_monitor() -> JointMonitor:
    return JointMonitor(lambda _: make_robot('ur5e'), 0.6)


def sample(stamp_s: float, count: int = 6) -> JointReading:
    return JointReading(
        NAMES[:count], UR5E_READY.tolist()[:count], [0.0] * count, round(stamp_s * 1e9)
    )


def reason(monitor: JointMonitor, now: TimePoint) -> str:
    fault = monitor.status(now).fault
    return '' if fault is None else fault.reason


def test_states_are_used_from_the_description_on_until_they_are_old() -> None:
    monitor = make_monitor()
    assert not monitor.update(sample(50.0), TimePoint(10.0, 50.0))
    assert reason(monitor, TimePoint(10.0, 50.0)) == 'robot_description'
    assert monitor.set_description(UR5E_SOLID_URDF)
    assert reason(monitor, TimePoint(10.0, 50.0)) == 'joint_state_unknown'
    assert monitor.update(sample(50.0), TimePoint(10.0, 50.0))
    status = monitor.status(TimePoint(10.5, 50.5))
    assert status.fault is None
    assert status.joints == pytest.approx(UR5E_READY)
    assert reason(monitor, TimePoint(10.7, 50.7)) == 'joint_state_stale'


def test_the_first_description_is_kept() -> None:
    monitor = make_monitor()
    assert monitor.set_description(UR5E_SOLID_URDF)
    assert not monitor.set_description('<robot/>')


def test_refused_description_is_the_reported_reason() -> None:
    def refuse(_: str) -> None:
        raise ValueError('no link tool1')

    monitor = JointMonitor(refuse, 0.6)
    with pytest.raises(ValueError, match='no link tool1'):
        monitor.set_description('<robot/>')
    assert 'no link tool1' in str(monitor.status(TimePoint(1.0, 1.0)).fault)


def test_malformed_states_are_reported() -> None:
    monitor = make_monitor()
    monitor.set_description(UR5E_SOLID_URDF)
    assert not monitor.update(sample(50.0, 3), TimePoint(10.0, 50.0))
    assert reason(monitor, TimePoint(10.1, 50.1)) == 'joint_state_invalid'


def test_clock_jump_discards_the_joints() -> None:
    monitor = make_monitor()
    monitor.set_description(UR5E_SOLID_URDF)
    monitor.update(sample(50.0), TimePoint(10.0, 50.0))
    monitor.on_clock_jump()
    assert monitor.status(TimePoint(10.0, 50.0)).joints is None
    assert monitor.update(sample(40.0), TimePoint(10.1, 40.0))
