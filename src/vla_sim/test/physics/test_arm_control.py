# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Setpoints of the actuators: speed limits, gripper, invalid targets."""

import mujoco
import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_sim.physics.arm_control import ArmControl
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.scene_model import scene_model
from vla_sim.physics.scene_sampling import sample_scene

MODEL = scene_model(sample_scene(3), BUILTIN)
DOWN = yaw_to_quaternion(0.0)


@pytest.fixture
def control() -> ArmControl:
    made = ArmControl(MODEL, BUILTIN)
    made.place(np.array((0.4, 0.0, 0.3)), DOWN, 1.0, mujoco.MjData(MODEL))
    return made


def test_joints_are_limited_in_speed(control: ArmControl) -> None:
    start = control.joints_rad.copy()
    control.follow_joints(start + 1.0, 1.0)
    setpoints = control.advance(np.zeros(MODEL.nu))
    moved = setpoints[:7] - start
    assert moved.max() <= (BUILTIN.speed_rad_s * CONTROL_PERIOD_S).min() + 1e-9
    assert moved.min() > 0


def test_the_gripper_closes_in_0_4_s_and_presses(control: ArmControl) -> None:
    control.follow_joints(control.joints_rad, 0.0)
    positions = [control.advance(np.zeros(MODEL.nu))[7] for _ in range(30)]
    assert positions[0] == pytest.approx(0.038)
    assert positions[19] == pytest.approx(0.0, abs=1e-9)
    assert positions[-1] == pytest.approx(-0.01)


def test_the_arm_is_placed_at_rest() -> None:
    data = mujoco.MjData(MODEL)
    data.qvel[:] = 1.0
    control = ArmControl(MODEL, BUILTIN)
    control.place(np.array((0.5, 0.1, 0.2)), DOWN, 0.5, data)
    mujoco.mj_kinematics(MODEL, data)
    np.testing.assert_allclose(data.site('tool0').xpos, (0.5, 0.1, 0.2), atol=1e-3)
    assert data.qpos[control.finger_positions].tolist() == [0.02, 0.02]
    assert not data.qvel[:9].any()
    np.testing.assert_allclose(data.ctrl[:7], data.qpos[control.joint_positions])


def test_invalid_and_unreachable_poses_are_refused(control: ArmControl) -> None:
    with pytest.raises(ValueError, match=r'3 \+ 4 \+ 1 finite numbers'):
        control.follow_pose(np.array((np.nan, 0, 0)), DOWN, 1.0)
    with pytest.raises(ValueError, match='unit quaternion; got one of length 2'):
        control.follow_pose(np.zeros(3), 2 * DOWN, 1.0)
    with pytest.raises(ValueError, match='cannot reach'):
        control.place(np.array((2.0, 0.0, 0.3)), DOWN, 1.0, mujoco.MjData(MODEL))
