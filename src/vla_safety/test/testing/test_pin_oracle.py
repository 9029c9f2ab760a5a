# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The oracle with pinocchio agrees with our own one; skipped where `pin` is not installed."""

import numpy as np
import pytest
from vla_safety.testing.joint_checks_report import BOX_M
from vla_safety.testing.joint_oracle import JointOracle
from vla_safety.testing.pin_oracle import is_pin_installed
from vla_safety.testing.pin_oracle import PinOracle
from vla_safety.testing.sample_robots import make_robot
from vla_safety.testing.sample_robots import ROBOTS

pytestmark = pytest.mark.skipif(not is_pin_installed(), reason='pip install pin')


@pytest.mark.parametrize('name', ['ur5e', 'fr3'])
def test_kinematics_and_contacts_agree(name: str) -> None:
    urdf, model = ROBOTS[name][0], make_robot(name)
    boxes = np.reshape(BOX_M, (1, 2, 3))
    pin, own = PinOracle(urdf, model, boxes), JointOracle(urdf, model, boxes)
    random = np.random.default_rng(1)
    low, high = np.maximum(model.arm.lower, -3), np.minimum(model.arm.upper, 3)
    found = set()
    for joints in random.uniform(low, high, (60, len(low))):
        for first, second in zip(pin.tool(joints), own.tool(joints), strict=True):
            np.testing.assert_allclose(first, second, atol=1e-9)
        # Contacts of sampled points are contacts of the cylinders too.
        assert own.contacts(joints) <= pin.contacts(joints)
        found |= pin.contacts(joints)
    assert found == {'table', 'box', 'self'}
