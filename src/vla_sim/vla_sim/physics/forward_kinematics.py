# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Forward kinematics of the arm."""

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.mjcf import arm_mjcf

Pose = tuple[FloatArray, FloatArray]


class LinkPoses:
    """Poses of all links for given joints; not thread-safe."""

    def __init__(self) -> None:
        self._model = mujoco.MjModel.from_xml_string(arm_mjcf())
        self._data = mujoco.MjData(self._model)

    def poses(self, joints: FloatArray) -> dict[str, Pose]:
        """Return position (3,) and quaternion xyzw (4,) of links and tool0 in base_link."""
        model, data = self._model, self._data
        data.qpos[:] = joints
        mujoco.mj_kinematics(model, data)
        poses = {
            model.body(i).name: (data.xpos[i].copy(), data.xquat[i][[1, 2, 3, 0]])
            for i in range(1, model.nbody)
        }
        tool, wxyz = model.site('tool0').id, np.zeros(4)
        mujoco.mju_mat2Quat(wxyz, data.site_xmat[tool])
        poses['tool0'] = (data.site_xpos[tool].copy(), wxyz[[1, 2, 3, 0]])
        return poses
