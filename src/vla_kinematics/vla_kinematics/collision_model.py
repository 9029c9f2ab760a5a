# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Distances of the links of an arm from the table, from boxes and from each other."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import compile_spec
from vla_kinematics.obstacle import Obstacle
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.urdf import build_spec
from vla_kinematics.urdf import parse_urdf

_TABLE, _TOOL = 'table', 'tool'
#: Distances [m] beyond the clearance that are computed.
_RANGE_M = 0.05
#: A pair of links that is in contact in this share of random postures always touches.
_ALWAYS, _SAMPLES = 0.95, 200


class Clearance(NamedTuple):
    """Smallest distance [m], at most that up to which distances are computed, and its place."""

    distance_m: float
    place: str


class Posture(NamedTuple):
    """Clearances of one posture by obstacle, and where the geometries are."""

    clearances: dict[Obstacle, Clearance]
    positions_m: FloatArray  # (G, 3)
    rotations: FloatArray  # (G, 9)


@dataclass(frozen=True)
class CollisionSpec:
    """
    What an arm must not touch.

    Parameters
    ----------
    clearance_m
        Distance that links keep from table, boxes and each other.
    boxes_m
        Boxes (m, 2, 3) in the table frame.
    tool_radius_m, tool_length_m
        Cylinder behind the tool point that stands for the gripper.

    """

    clearance_m: float
    boxes_m: FloatArray
    tool_radius_m: float
    tool_length_m: float


class CollisionModel:
    """
    Convex hulls of the collision geometry of a URDF; not thread-safe.

    The plane z = 0 of the table frame is the table. Links fixed to the base may touch it, and so
    may what the last joint moves: its height is checked as that of the tool. Links at the same
    joint are not compared with each other, and neither are pairs that touch in nearly every
    posture, such as hulls of neighbours of neighbours.

    Parameters
    ----------
    urdf_text
        Robot description with collision geometry.
    arm
        Kinematics of this description.
    spec
        What must not be touched.
    find_mesh
        Returns the path of a mesh file.

    Raises
    ------
    ValueError
        If the description has no collision geometry, or meshes are missing.

    """

    def __init__(
        self, urdf_text: str, arm: ArmModel, spec: CollisionSpec, find_mesh: Callable[[str], str]
    ) -> None:
        self.clearance_m = spec.clearance_m
        #: Distance up to which clearances are computed.
        self.range_m = spec.clearance_m + _RANGE_M
        self._nothing_near = Clearance(self.range_m, '')
        model_spec = build_spec(parse_urdf(urdf_text), find_mesh)
        _add_geometry(model_spec, arm, spec)
        links = compile_spec(model_spec)
        pairs = dict(_pairs(links, arm))
        for first, second in pairs:
            names = (links.geom(first).name, links.geom(second).name)
            model_spec.add_pair(geomname1=names[0], geomname2=names[1], margin=self.range_m)
        self._model = compile_spec(model_spec)
        self._data = mujoco.MjData(self._model)
        self._joints = [int(self._model.joint(name).qposadr[0]) for name in arm.joint_names]
        # Kinds of the pairs that are checked, in both orders.
        self._kinds = pairs | {(second, first): kind for (first, second), kind in pairs.items()}
        self._names = [
            self._model.body(int(self._model.geom_bodyid[i])).name
            if self._model.geom_bodyid[i]
            else self._model.geom(i).name
            for i in range(self._model.ngeom)
        ]
        self._radii = self._model.geom_rbound.copy()
        #: Pairs of links that are not checked because they touch in nearly every posture.
        self.ignored = self._ignore_touching(arm)

    def evaluate(self, joints: FloatArray) -> Posture:
        """Return clearances and places of the geometries for joints (n,) [rad, m]."""
        model, data = self._model, self._data
        data.qpos[self._joints] = joints
        mujoco.mj_kinematics(model, data)
        mujoco.mj_collision(model, data)
        clearances = dict.fromkeys(Obstacle, self._nothing_near)
        if data.ncon:
            pairs, distances = data.contact.geom.tolist(), data.contact.dist.tolist()
            for (first, second), distance_m in zip(pairs, distances, strict=True):
                kind = self._kinds.get((first, second))
                if kind is not None and distance_m < clearances[kind].distance_m:
                    place = f'{self._names[first]} and {self._names[second]}'
                    clearances[kind] = Clearance(distance_m, place)
        return Posture(clearances, data.geom_xpos.copy(), data.geom_xmat.copy())

    def motions_m(self, postures: list[Posture]) -> FloatArray:
        """Return how far a point moves at most from each posture to the next (k - 1,)."""
        shifts = np.diff([posture.positions_m for posture in postures], axis=0)
        turns = np.diff([posture.rotations for posture in postures], axis=0)
        # Chord of a unit circle: the Frobenius norm of R1 - R2 is sqrt(2) times it.
        chords = np.sqrt((turns**2).sum(axis=2) / 2)
        motions = np.sqrt((shifts**2).sum(axis=2)) + self._radii * chords
        largest: FloatArray = motions.max(axis=1)
        return largest

    def _ignore_touching(self, arm: ArmModel) -> list[str]:
        rng = np.random.default_rng(0)
        low, high = np.maximum(arm.lower, -np.pi), np.minimum(arm.upper, np.pi)
        counts: Counter[tuple[int, int]] = Counter()
        for joints in rng.uniform(low, high, (_SAMPLES, len(low))):
            self.evaluate(joints)
            pairs = self._data.contact.geom[self._data.contact.dist < self.clearance_m]
            counts.update({(min(pair), max(pair)) for pair in pairs.tolist()})
        ignored = []
        for (first, second), count in sorted(counts.items()):
            if count >= _ALWAYS * _SAMPLES:
                del self._kinds[first, second], self._kinds[second, first]
                ignored.append(f'{self._names[first]} and {self._names[second]}')
        return ignored


def _add_geometry(spec: mujoco.MjSpec, arm: ArmModel, collisions: CollisionSpec) -> None:
    """Name the geometry of the links, and add table, boxes and tool."""
    links = [geom for body in spec.bodies for geom in body.geoms]
    for i, geom in enumerate(links):
        geom.name = f'link_geometry_{i}'
    for mesh in spec.meshes:
        # Volumes of open meshes may be negative; only the hull is used.
        mesh.inertia = mujoco.mjtMeshInertia.mjMESH_INERTIA_CONVEX
    length = collisions.tool_length_m
    tool = arm.link_in_tool.inverse() @ RigidTransform(np.array((0, 0, -length / 2)), np.eye(3))
    if length and collisions.tool_radius_m:
        _add(
            spec.body(arm.tool_link),
            _TOOL,
            mujoco.mjtGeom.mjGEOM_CYLINDER,
            tool,
            (collisions.tool_radius_m, length / 2, 0),
        )
    to_root = arm.root.inverse()
    plane = mujoco.mjtGeom.mjGEOM_PLANE
    _add(spec.worldbody, _TABLE, plane, to_root, (1, 1, 0.1))
    for i, (low, high) in enumerate(collisions.boxes_m):
        box = to_root @ RigidTransform((low + high) / 2, np.eye(3))
        _add(spec.worldbody, f'box {i + 1}', mujoco.mjtGeom.mjGEOM_BOX, box, (high - low) / 2)
    for geom in spec.geoms:
        # Only the pairs of `_pairs` are compared.
        geom.contype = geom.conaffinity = 0


def _add(
    body: mujoco.MjsBody,
    name: str,
    kind: mujoco.mjtGeom,
    pose: RigidTransform,
    size: tuple[float, ...] | FloatArray,
) -> None:
    wxyz = pose.quaternion_xyzw[[3, 0, 1, 2]]
    body.add_geom(name=name, type=kind, pos=pose.position_m, quat=wxyz, size=size)


def _pairs(model: mujoco.MjModel, arm: ArmModel) -> Iterator[tuple[tuple[int, int], Obstacle]]:
    """Yield the pairs of geometries that are compared."""
    group = [int(model.body_weldid[body]) for body in model.geom_bodyid]
    before = [int(model.body_weldid[model.body_parentid[g]]) for g in group]
    moved = [_joints_of(model, g) & set(arm.joint_names) for g in group]
    is_tool = [joints == set(arm.joint_names) for joints in moved]
    names = [model.geom(i).name for i in range(model.ngeom)]
    is_link = [name.startswith(('link_geometry', _TOOL)) for name in names]
    if not any(names[i] != _TOOL and moved[i] for i in range(model.ngeom)):
        raise ValueError(
            'a URDF needs <collision> elements at the links of the arm to check collisions; got '
            'none. Use the complete description, or set check_collisions to false'
        )
    for i, j in combinations(range(model.ngeom), 2):
        link, other = (i, j) if is_link[i] else (j, i)
        if not is_link[link] or not (moved[link] or moved[other]):
            continue
        if not is_link[other]:
            if names[other] != _TABLE:
                yield (i, j), Obstacle.BOX
            elif not is_tool[link]:
                yield (i, j), Obstacle.TABLE
            continue
        is_near = group[i] == group[j] or before[i] == group[j] or before[j] == group[i]
        if not is_near and not (is_tool[i] and is_tool[j]):
            yield (i, j), Obstacle.SELF


def _joints_of(model: mujoco.MjModel, body: int) -> set[str]:
    """Return the joints between the root and a body."""
    names = set()
    while body:
        first, count = int(model.body_jntadr[body]), int(model.body_jntnum[body])
        names |= {model.joint(first + i).name for i in range(count)}
        body = int(model.body_parentid[body])
    return names
