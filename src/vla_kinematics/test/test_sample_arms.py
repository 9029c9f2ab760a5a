# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sample arms with collision geometry."""

from vla_kinematics.sample_arms import UR5E_SOLID_URDF
from vla_kinematics.sample_arms import UR5E_URDF
from vla_kinematics.sample_arms import with_cylinders


def test_cylinders_are_added_to_their_links() -> None:
    assert UR5E_SOLID_URDF.count('<collision>') == 7
    one = with_cylinders(UR5E_URDF, {'forearm_link': (0.4, 0.05, (0, 0, 0), (0, 0, 0))})
    assert '<link name="forearm_link"><collision>' in one
    assert 'length="0.4" radius="0.05"' in one
