# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Forward kinematics and Jacobian of the tool of an arm."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.urdf import build_spec
from vla_kinematics.urdf import check_name
from vla_kinematics.urdf import parse_urdf
from vla_kinematics.urdf import Urdf

_SITE = 'vla_tool'
#: Joints of arms that are turned, lowered and stretched in one plane, with a roll of the tool.
_PLANAR_JOINTS, _PARALLEL = 5, 0.999
_IDENTITY = RigidTransform(np.zeros(3), np.eye(3))


@dataclass(frozen=True)
class ArmSpec:
    """
    How an arm is used.

    Parameters
    ----------
    tool_link
        Link that the tool frame is fixed to.
    tool
        Tool frame in this link: z points out of the gripper, y along the motion of the fingers.
    base_link
        Link whose pose in the table frame is given; empty: the root of the URDF.
    base
        Pose of that link in the table frame (base_link of the project).
    joint_names
        Joints in the order of the controller; empty: from base to tool.
    joint_min, joint_max
        Range of the joints within the limits of the URDF [rad, m], one value for all joints or one
        for each. It selects the posture branch, such as elbow up.

    """

    tool_link: str
    tool: RigidTransform = _IDENTITY
    base_link: str = ''
    base: RigidTransform = _IDENTITY
    joint_names: tuple[str, ...] = ()
    joint_min: Sequence[float] = field(default=(-np.inf,))
    joint_max: Sequence[float] = field(default=(np.inf,))


class ArmModel:
    """
    Kinematics of the joints between root and tool; not thread-safe.

    Parameters
    ----------
    urdf_text
        Robot description.
    spec
        How the arm is used.

    Raises
    ------
    ValueError
        If description and use do not fit: rule, value and remedy.

    """

    def __init__(self, urdf_text: str, spec: ArmSpec) -> None:
        urdf = parse_urdf(urdf_text)
        urdf.check_link(spec.tool_link)
        model_spec = build_spec(urdf)
        wxyz = spec.tool.quaternion_xyzw[[3, 0, 1, 2]]
        body = model_spec.body(spec.tool_link)
        body.add_site(name=_SITE, pos=spec.tool.position_m, quat=wxyz)
        self._model = compile_spec(model_spec)
        self._data = mujoco.MjData(self._model)
        self._site = self._model.site(_SITE).id
        self._jacobian = np.zeros((6, self._model.nv))
        #: Joints in the order of the controller.
        self.joint_names = self._ordered_joints(urdf, spec)
        joints = [self._model.joint(name) for name in self.joint_names]
        self._positions = [int(joint.qposadr[0]) for joint in joints]
        self._velocities = [int(joint.dofadr[0]) for joint in joints]
        self._set_limits(urdf, spec)
        #: Pose of the root of the URDF in the table frame.
        self.root = spec.base @ self._link_pose(urdf, spec.base_link).inverse()
        self._root_rotations = np.asarray(np.kron(np.eye(2), self.root.rotation), dtype=np.float64)
        #: One of three parallel joints of an arm with five joints: it turns the tool in the plane
        #: of the arm. None for other arms.
        self.plane_joint = self._find_plane_joint()
        #: Link that the tool frame is fixed to, and its pose in the tool frame.
        self.tool_link = spec.tool_link
        self.link_in_tool = spec.tool.inverse()
        #: Link whose pose in the table frame is given, and this pose.
        self.base_link = spec.base_link or self._root_link(urdf)
        self.base = spec.base

    def forward(self, joints: FloatArray) -> RigidTransform:
        """Return the tool in the table frame for joints (n,) [rad, m]."""
        self._data.qpos[self._positions] = joints
        mujoco.mj_kinematics(self._model, self._data)
        root, data = self.root, self._data
        return RigidTransform(
            root.position_m + root.rotation @ data.site_xpos[self._site],
            root.rotation @ data.site_xmat[self._site].reshape(3, 3),
        )

    def jacobian(self) -> FloatArray:
        """Return the Jacobian (6, n) in the table frame for the joints of the last `forward`."""
        mujoco.mj_comPos(self._model, self._data)
        rows = self._jacobian
        mujoco.mj_jacSite(self._model, self._data, rows[:3], rows[3:], self._site)
        jacobian: FloatArray = self._root_rotations @ rows[:, self._velocities]
        return jacobian

    def _ordered_joints(self, urdf: Urdf, spec: ArmSpec) -> tuple[str, ...]:
        chain = self._chain(urdf, self._model.body(spec.tool_link).id)
        if not chain:
            raise ValueError(
                f'the tool link must be moved by joints; {spec.tool_link!r} is fixed to the base. '
                'Correct tool_link'
            )
        if not spec.joint_names:
            return chain
        for name in spec.joint_names:
            check_name(name, chain, f'joint between base and {spec.tool_link}')
        if sorted(spec.joint_names) != sorted(chain):
            raise ValueError(
                f'joint_names must name each joint between base and {spec.tool_link} once: '
                f'{", ".join(chain)}; got {", ".join(spec.joint_names)}. Correct joint_names'
            )
        return spec.joint_names

    def _chain(self, urdf: Urdf, body: int) -> tuple[str, ...]:
        """Return the movable joints from the root to a body."""
        names: list[str] = []
        while body:
            first, count = self._model.body_jntadr[body], self._model.body_jntnum[body]
            names += [self._model.joint(first + i).name for i in reversed(range(count))]
            body = int(self._model.body_parentid[body])
        for name in names:
            kind = urdf.joints[name].get('type') if name in urdf.joints else 'floating'
            if kind not in ('revolute', 'continuous', 'prismatic'):
                raise ValueError(
                    f'joints of an arm must be revolute, continuous or prismatic; {name} is '
                    f'{kind}. Remove it from the URDF, or choose another tool_link'
                )
            if urdf.joints[name].find('mimic') is not None:
                raise ValueError(
                    f'joints of an arm must move on their own; {name} mimics another one. '
                    'Choose a tool_link before it, such as the flange'
                )
        return tuple(reversed(names))

    def _find_plane_joint(self) -> int | None:
        if len(self.joint_names) != _PLANAR_JOINTS:
            return None
        self.forward(np.zeros(_PLANAR_JOINTS))
        axes = self.jacobian()[3:].T
        parallel = np.abs(axes @ axes.T) > _PARALLEL
        rows = np.flatnonzero(parallel.sum(axis=1) >= 3)
        return int(rows[0]) if len(rows) else None

    def _set_limits(self, urdf: Urdf, spec: ArmSpec) -> None:
        limits = [urdf.limit(name) for name in self.joint_names]
        size = len(limits)
        #: Limits of the joints, each (n,): positions [rad, m] and speeds [rad/s, m/s].
        self.lower = np.maximum([limit.lower for limit in limits], per_joint(spec.joint_min, size))
        self.upper = np.minimum([limit.upper for limit in limits], per_joint(spec.joint_max, size))
        self.max_speed = np.array([limit.speed for limit in limits])
        empty = [
            n for n, a, b in zip(self.joint_names, self.lower, self.upper, strict=True) if a >= b
        ]
        if empty:
            raise ValueError(
                f'joint_min must be below joint_max within the limits of the URDF; it is not for '
                f'{", ".join(empty)}. Correct joint_min and joint_max'
            )

    def _link_pose(self, urdf: Urdf, link: str) -> RigidTransform:
        """Return a link that no joint moves, in the root frame."""
        if not link:
            return _IDENTITY
        urdf.check_link(link)
        body = self._model.body(link).id
        if moved := self._chain(urdf, body):
            raise ValueError(
                f'the base link must not be moved by joints; {link!r} is moved by '
                f'{", ".join(moved)}. Correct robot_base_link'
            )
        self._data.qpos[:] = 0
        mujoco.mj_kinematics(self._model, self._data)
        return RigidTransform(
            self._data.xpos[body].copy(), self._data.xmat[body].reshape(3, 3).copy()
        )

    @staticmethod
    def _root_link(urdf: Urdf) -> str:
        children = {
            child.get('link') for joint in urdf.joints.values() for child in joint.iter('child')
        }
        return next(link for link in urdf.links if link not in children)


def compile_spec(spec: mujoco.MjSpec) -> mujoco.MjModel:
    """Return the model of a robot; ValueError if MuJoCo refuses it."""
    try:
        return spec.compile()
    except ValueError as error:
        raise ValueError(
            f'the joints of the robot description must form an arm; MuJoCo says: {error}. '
            'Correct the URDF'
        ) from None


def per_joint(values: Sequence[float], size: int) -> FloatArray:
    """
    Return one value for each joint, (size,).

    Raises
    ------
    ValueError
        If there is neither one value nor one for each joint.

    """
    if len(values) not in (1, size):
        raise ValueError(
            f'an array over joints needs 1 entry or {size}; got {list(values)}. Correct it in the '
            'configuration of the robot'
        )
    return np.broadcast_to(np.asarray(values, dtype=np.float64), (size,)).copy()
