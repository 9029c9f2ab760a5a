# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Oracle of the joint checks with pinocchio and coal, which share no code with the checks.

Optional: ``pip install pin``. Kinematics are those of pinocchio, contacts those of coal, exact for
cylinders, where the oracle without it samples their surface.
"""

from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from typing import Any

import numpy as np
from vla_common.arrays import FloatArray
from vla_safety.robot.robot_model import RobotModel
from vla_safety.testing.joint_oracle import JointOracle

_TABLE = 'table'
_TABLE_SIZE_M = (4.0, 4.0, 1.0)


def is_pin_installed() -> bool:
    """Return whether pinocchio can be imported."""
    return find_spec('pinocchio') is not None


class PinOracle(JointOracle):
    """Oracle with kinematics of pinocchio and contacts of coal."""

    def __init__(self, urdf_text: str, robot: RobotModel, boxes_m: FloatArray) -> None:
        super().__init__(urdf_text, robot, boxes_m)
        # Optional, so no dependency of the package.
        self._pin: Any = import_module('pinocchio')
        self._coal: Any = import_module('coal')
        pinocchio = self._pin
        self._model = pinocchio.buildModelFromXML(urdf_text)
        self._data = self._model.createData()
        self._frame = self._model.getFrameId(robot.limits.tool_link)
        ids = [self._model.getJointId(name) for name in robot.arm.joint_names]
        self._positions = [self._model.joints[i].idx_q for i in ids]
        self._velocities = [self._model.joints[i].idx_v for i in ids]
        kind = pinocchio.GeometryType.COLLISION
        self._shapes = pinocchio.buildGeomFromUrdfString(self._model, urdf_text, kind)
        self._rules = self._add_pairs(boxes_m)
        self._shape_data = self._shapes.createData()

    def tool(self, joints: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return tool pose (4, 4) in the table frame and Jacobian (6, n)."""
        pin, q = self._pin, self._configuration(joints)
        pin.computeJointJacobians(self._model, self._data, q)
        pin.updateFramePlacements(self._model, self._data)
        root = self.root
        pose = root @ np.array(self._data.oMf[self._frame].homogeneous) @ self._tool_in_link
        axes = pin.ReferenceFrame.LOCAL_WORLD_ALIGNED
        local = pin.getFrameJacobian(self._model, self._data, self._frame, axes)
        rows = np.array(local)[:, self._velocities]
        linear, angular = root[:3, :3] @ rows[:3], root[:3, :3] @ rows[3:]
        # From the origin of the link to the tool point.
        offset = pose[:3, 3] - (root @ np.array(self._data.oMf[self._frame].homogeneous))[:3, 3]
        linear = linear + np.cross(angular, offset, axis=0)
        return pose, np.concatenate((linear, angular))

    def contacts(self, joints: FloatArray) -> set[str]:
        """Return the rules that links break: 'table', 'box' and 'self'."""
        q = self._configuration(joints)
        self._pin.computeCollisions(
            self._model, self._data, self._shapes, self._shape_data, q, False
        )
        results = self._shape_data.collisionResults
        return {rule for i, rule in enumerate(self._rules) if results[i].isCollision()}

    def _configuration(self, joints: FloatArray) -> FloatArray:
        q: FloatArray = np.array(self._pin.neutral(self._model))
        q[self._positions] = joints
        return q

    def _add_pairs(self, boxes_m: FloatArray) -> list[str]:
        """Add table, boxes and all pairs that are compared; return the rule of each pair."""
        links = list(self.cylinders)
        shapes = {self._link_of(shape): i for i, shape in enumerate(self._shapes.geometryObjects)}
        table = self._add_box(np.array((0, 0, -_TABLE_SIZE_M[2] / 2)), _TABLE_SIZE_M)
        pairs = [(shapes[link], table, 'table') for link in links[2:-1]]
        for low, high in boxes_m:
            box = self._add_box((low + high) / 2, high - low)
            pairs += [(shapes[link], box, 'box') for link in links[1:]]
        ignored = self._robot.collisions.ignored if self._robot.collisions else []
        for (i, first), (j, second) in combinations(enumerate(links), 2):
            names = {f'{first} and {second}', f'{second} and {first}'}
            # Neighbours touch by design.
            if j - i >= 2 and not names & set(ignored):
                pairs.append((shapes[first], shapes[second], 'self'))
        for a, b, _ in pairs:
            self._shapes.addCollisionPair(self._pin.CollisionPair(a, b))
        return [rule for _, _, rule in pairs]

    def _link_of(self, shape: Any) -> str:
        return str(self._model.frames[shape.parentFrame].name)

    def _add_box(self, centre_m: FloatArray, size_m: Any) -> int:
        pose = np.eye(4)
        pose[:3, 3] = centre_m
        pose = np.linalg.inv(self.root) @ pose
        shape = self._pin.GeometryObject(
            f'box_{self._shapes.ngeoms}',
            0,
            self._pin.SE3(pose),
            self._coal.Box(*map(float, size_m)),
        )
        return int(self._shapes.addGeometryObject(shape))
