# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Independent oracle of the joint checks: own forward and inverse kinematics, dense samples.

It parses the URDF itself, uses no MuJoCo, and differentiates dense samples. Links are cylinders;
points on their surface must not be below the table, in a box or in another cylinder.
"""

from itertools import combinations
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
from vla_common.arrays import FloatArray
from vla_safety.robot.robot_model import RobotModel
from vla_safety.types.chunk import Chunk

_SUBSTEPS = 5
_ITERATIONS = 30
_CONVERGED = 1e-6
# Numeric errors, and the change of the speed between two samples.
_TOLERANCE = 1e-3
_ACCELERATION_SLACK = 1.1
_RING = 8


class JointOracle:
    """Check chunks that the gate accepted; `problems` returns what is wrong with one."""

    def __init__(self, urdf_text: str, robot: RobotModel, boxes_m: FloatArray) -> None:
        root = ElementTree.fromstring(urdf_text)
        self._robot, self._boxes = robot, boxes_m
        self._parents = {
            joint.find('child').get('link'): joint  # type: ignore[union-attr]
            for joint in root.findall('joint')
        }
        limits = {j.get('name'): j.find('limit') for j in root.findall('joint')}
        names = robot.arm.joint_names
        #: Speeds of the URDF (n,) [rad/s, m/s].
        self.urdf_speed = np.array(
            [float(limits[name].get('velocity')) for name in names]  # type: ignore
        )
        shaped = [link for link in root.findall('link') if link.find('collision') is not None]
        # From the base to the tool, so that neighbours are next to each other.
        shaped.sort(key=lambda link: self._depth(link.get('name', '')))
        #: Pose in its link, length and radius of the cylinder of each link [m].
        self.cylinders = {link.get('name', ''): _cylinder(link) for link in shaped}
        self._origins = {j.get('name', ''): _origin(j) for j in root.findall('joint')}
        self._tool_in_link = _transform(robot.limits.tool_xyz_m, robot.limits.tool_rpy_rad)
        base = robot.limits.robot_base_link
        #: Root of the URDF in the table frame (4, 4).
        self.root = _transform(robot.limits.base_xyz_m, robot.limits.base_rpy_rad)
        self.root = self.root @ np.linalg.inv(self._pose(base, {}))

    def problems(self, chunk: Chunk, claimed: FloatArray) -> list[str]:
        """
        Return the rules that the motion along a chunk breaks.

        `claimed` (k + 1, n) are the measured joints and those that the gate found for each step:
        an arm with seven joints has other ones too.
        """
        targets = _dense(chunk)
        rows, found = [claimed[0]], set()
        for i, target in enumerate(targets, 1):
            step, part = divmod(i, _SUBSTEPS)
            ahead = claimed[min(step + 1, len(claimed) - 1)] - claimed[min(step, len(claimed) - 1)]
            start = claimed[min(step, len(claimed) - 1)] + ahead * part / _SUBSTEPS
            solved = self._solve(target, start if step else rows[-1])
            if solved is None:
                return ['not reached']
            rows.append(solved)
        path = np.array(rows[1:])
        arm = self._robot.arm
        if (path < arm.lower).any() or (path > arm.upper).any():
            found.add('joint range')
        dt_s = chunk.step_s / _SUBSTEPS
        # The first step leads from the measured joints to the chunk.
        speeds = np.abs(np.diff(path[_SUBSTEPS - 1 :], axis=0)) / dt_s
        if (speeds > self.urdf_speed * (1 + _TOLERANCE)).any():
            found.add('joint speed')
        steps = path[_SUBSTEPS - 1 :: _SUBSTEPS]
        limit = self._robot.limits.max_joint_acceleration_rad_s2 * _ACCELERATION_SLACK
        if (np.abs(np.diff(steps, 2, axis=0)) / chunk.step_s**2 > limit).any():
            found.add('joint acceleration')
        for row in path[::2]:
            found |= self.contacts(row)
        return sorted(found)

    def _depth(self, link: str) -> int:
        if link not in self._parents:
            return 0
        parent = self._parents[link].find('parent').get('link', '')  # type: ignore[union-attr]
        return 1 + self._depth(parent)

    def _pose(self, link: str, frames: dict[str, FloatArray]) -> FloatArray:
        """Return a link in the root frame (4, 4), and the frames of its joints before turning."""
        if link not in self._parents:
            return np.eye(4)
        joint = self._parents[link]
        name = joint.get('name', '')
        parent = joint.find('parent').get('link', '')  # type: ignore[union-attr]
        frame = self._pose(parent, frames) @ self._origins[name]
        if name not in frames:
            return frame
        turn, frames[name] = frames[name], frame
        return np.asarray(frame @ turn)

    def _turns(self, joints: FloatArray) -> dict[str, FloatArray]:
        """Return the turns about z by joint; `_pose` replaces them by frames."""
        cosines, sines = np.cos(joints), np.sin(joints)
        turns = np.tile(np.eye(4), (len(joints), 1, 1))
        turns[:, 0, 0] = turns[:, 1, 1] = cosines
        turns[:, 1, 0], turns[:, 0, 1] = sines, -sines
        return dict(zip(self._robot.arm.joint_names, turns, strict=True))

    def tool(self, joints: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return tool pose (4, 4) and Jacobian (6, n), by the axes of the joints."""
        frames = self._turns(joints)
        pose = self.root @ self._pose(self._robot.limits.tool_link, frames) @ self._tool_in_link
        columns = []
        for name in self._robot.arm.joint_names:
            frame = self.root @ frames[name]
            axis = frame[:3, 2]
            columns.append(np.concatenate((np.cross(axis, pose[:3, 3] - frame[:3, 3]), axis)))
        return np.asarray(pose), np.array(columns).T

    def _solve(self, target: FloatArray, start: FloatArray) -> FloatArray | None:
        """Return joints by Gauss-Newton steps; None: not reached."""
        joints = start.copy()
        for _ in range(_ITERATIONS):
            pose, jacobian = self.tool(joints)
            error = _error(pose, target)
            if np.abs(error).max() < _CONVERGED:
                return joints
            move = np.linalg.lstsq(jacobian, error, rcond=1e-6)[0]
            joints = joints + move * min(1.0, 0.3 / max(float(np.abs(move).max()), 1e-12))
        return None

    def contacts(self, joints: FloatArray) -> set[str]:
        """Return the rules that links break: 'table', 'box' and 'self'."""
        poses = {
            link: self.root @ self._pose(link, self._turns(joints)) @ shape[0]
            for link, shape in self.cylinders.items()
        }
        points = {link: _surface(poses[link], *self.cylinders[link][1:]) for link in poses}
        links, found = list(poses), set()
        # The last link belongs to the tool, whose height the tool checks limit.
        if any((points[link][:, 2] < 0).any() for link in links[2:-1]):
            found.add('table')
        for low, high in self._boxes:
            cloud = np.concatenate([points[link] for link in links[1:]])
            if ((cloud > low) & (cloud < high)).all(axis=1).any():
                found.add('box')
        for first, second in combinations(range(len(links)), 2):
            # Neighbours touch by design.
            if second - first < 2:
                continue
            a, b = links[first], links[second]
            if self._inside(points[a], poses[b], b) or self._inside(points[b], poses[a], a):
                found.add('self')
        return found

    def _inside(self, points: FloatArray, pose: FloatArray, link: str) -> bool:
        _, length, radius = self.cylinders[link]
        local = (points - pose[:3, 3]) @ pose[:3, :3]
        radial = np.hypot(local[:, 0], local[:, 1]) < radius
        return bool((radial & (np.abs(local[:, 2]) < length / 2)).any())


def _dense(chunk: Chunk) -> list[FloatArray]:
    """Return the poses of a chunk with linear interpolation between the steps, (4, 4) each."""
    poses = [
        _from_quaternion(p, q) for p, q in zip(chunk.positions, chunk.quaternions, strict=True)
    ]
    dense = [poses[0]] * _SUBSTEPS
    for a, b in pairwise(poses):
        error = _error(a, b)
        for i in range(1, _SUBSTEPS + 1):
            part = error * i / _SUBSTEPS
            pose = np.eye(4)
            pose[:3, 3] = a[:3, 3] + part[:3]
            pose[:3, :3] = _rotation(part[3:]) @ a[:3, :3]
            dense.append(pose)
    return dense


def _surface(pose: FloatArray, length: float, radius: float) -> FloatArray:
    angles = np.linspace(0, 2 * np.pi, _RING, endpoint=False)
    heights = np.linspace(-length / 2, length / 2, 7)
    ring = np.array([(radius * np.cos(a), radius * np.sin(a)) for a in angles])
    local = np.array([(x, y, z) for z in heights for x, y in ring])
    return np.asarray(local @ pose[:3, :3].T + pose[:3, 3])


def _cylinder(link: ElementTree.Element) -> tuple[FloatArray, float, float]:
    collision = link.find('collision')
    shape = collision.find('geometry/cylinder')  # type: ignore[union-attr]
    length, radius = (float(shape.get(n)) for n in ('length', 'radius'))  # type: ignore
    return _origin(collision), length, radius  # type: ignore[arg-type]


def _origin(element: ElementTree.Element) -> FloatArray:
    origin = element.find('origin')
    numbers = [
        [float(v) for v in (origin.get(n) or '0 0 0').split()]  # type: ignore[union-attr]
        for n in ('xyz', 'rpy')
    ]
    return _transform(*numbers)


def _transform(xyz: object, rpy: object) -> FloatArray:
    roll, pitch, yaw = np.asarray(rpy, dtype=float)
    pose = np.eye(4)
    pose[:3, :3] = (
        _rotation(np.array((0, 0, yaw)))
        @ _rotation(np.array((0, pitch, 0)))
        @ _rotation(np.array((roll, 0, 0)))
    )
    pose[:3, 3] = np.asarray(xyz, dtype=float)
    return pose


def _rotation(vector: FloatArray) -> FloatArray:
    """Return a rotation matrix by the formula of Rodrigues."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array(((0, -z, y), (z, 0, -x), (-y, x, 0)))
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _from_quaternion(position: FloatArray, xyzw: FloatArray) -> FloatArray:
    x, y, z, w = xyzw / np.linalg.norm(xyzw)
    pose = np.eye(4)
    vector = np.array((x, y, z))
    sine = float(np.linalg.norm(vector))
    if sine > 1e-12:
        pose[:3, :3] = _rotation(vector / sine * 2 * np.arctan2(sine, w))
    pose[:3, 3] = position
    return pose


def _error(pose: FloatArray, target: FloatArray) -> FloatArray:
    turn = target[:3, :3] @ pose[:3, :3].T
    axis = np.array((turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]))
    sine = float(np.linalg.norm(axis)) / 2
    angle = np.arctan2(sine, (np.trace(turn) - 1) / 2)
    scale = angle / (2 * sine) if sine > 1e-9 else 0.5
    return np.concatenate((target[:3, 3] - pose[:3, 3], axis * scale))
