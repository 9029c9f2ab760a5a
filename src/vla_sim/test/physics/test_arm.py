# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""MJCF of the arm: joints, limits and actuators."""

import mujoco
import numpy as np
from vla_sim.physics.arm import arm_body
from vla_sim.physics.arm import arm_defaults
from vla_sim.physics.arm import arm_tail
from vla_sim.physics.arm import JOINT_HIGH_RAD
from vla_sim.physics.arm import JOINT_LOW_RAD
from vla_sim.physics.arm import JOINTS
from vla_sim.physics.arm import REST_RAD


def test_model_has_the_joints_and_actuators_of_the_arm() -> None:
    model = mujoco.MjModel.from_xml_string(
        f'<mujoco><compiler angle="radian" autolimits="true"/><default>{arm_defaults()}</default>'
        f'<worldbody>{arm_body()}</worldbody>{arm_tail()}</mujoco>'
    )
    names = [model.joint(i).name for i in range(model.njnt)]
    assert names == [*JOINTS, 'finger_left', 'finger_right']
    assert [model.actuator(i).name for i in range(model.nu)][-1] == 'grip'
    assert model.nu == 8
    np.testing.assert_allclose(model.jnt_range[:7], np.stack([JOINT_LOW_RAD, JOINT_HIGH_RAD], 1))


def test_rest_pose_is_within_the_limits() -> None:
    assert ((REST_RAD > JOINT_LOW_RAD) & (REST_RAD < JOINT_HIGH_RAD)).all()
