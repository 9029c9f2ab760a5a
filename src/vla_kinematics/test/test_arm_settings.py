# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of an arm."""

from pathlib import Path

import numpy as np
import pytest
from vla_kinematics.arm_settings import ArmSettings
from vla_kinematics.arm_settings import read_urdf


def test_settings_describe_the_arm() -> None:
    spec = ArmSettings(tool_link='hand', base_xyz_m=(1.0, 2.0, 3.0), joint_min=(-1.0,)).arm()
    assert spec.tool_link == 'hand'
    np.testing.assert_allclose(spec.base.position_m, (1, 2, 3))
    assert spec.joint_min == (-1.0,)


def test_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r'urdf_file must be a readable file; got .*none.urdf'):
        read_urdf(str(tmp_path / 'none.urdf'))
