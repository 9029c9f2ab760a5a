# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Joints of one arm and its gripper from messages with any joints in any order."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from vla_common.arrays import FloatArray

_MAX_FUTURE_S = 0.05


@dataclass(frozen=True)
class JointSample:
    """
    Measured joints of the arm.

    Parameters
    ----------
    positions, velocities
        In the order of the controller, (n,) [rad, m] and per second.
    gripper
        Position of the gripper joint [rad, m]; None without one.
    stamp_ns
        Time of the measurement on the ROS clock.

    """

    positions: FloatArray
    velocities: FloatArray
    gripper: float | None
    stamp_ns: int


class JointStateReader:
    """
    Read the joints of an arm; a message that breaks a rule is refused.

    Parameters
    ----------
    joint_names
        Joints of the arm in the order of the controller.
    gripper_joint
        Joint of the gripper, which may be in other messages than the arm; empty: none.
    max_age_s
        Maximum age of a measurement.

    """

    def __init__(self, joint_names: Sequence[str], gripper_joint: str, max_age_s: float) -> None:
        self._names = tuple(joint_names)
        self._gripper_joint = gripper_joint
        self._max_age_s = max_age_s
        self._sample: JointSample | None = None
        self._gripper: tuple[float, int] | None = None

    def read(
        self,
        names: Sequence[str],
        positions: Sequence[float],
        velocities: Sequence[float],
        stamp_ns: int,
        now_ns: int,
    ) -> JointSample | None:
        """
        Return the joints of the arm; None for a message that has none of them.

        Velocities that are missing or NaN are computed from the sample before.

        Raises
        ------
        ValueError
            If the message is malformed, too old, or has only some joints of the arm.

        """
        _check_lists(names, positions)
        by_name = dict(zip(names, positions, strict=True))
        present = [name for name in self._names if name in by_name]
        if not present and self._gripper_joint not in by_name:
            return None
        self._check_age(stamp_ns, now_ns)
        if self._gripper_joint in by_name:
            self._gripper = (_finite(self._gripper_joint, by_name), stamp_ns)
        if not present:
            return None
        if missing := [name for name in self._names if name not in by_name]:
            raise ValueError(
                f'joint_states must have all joints of the arm in one message; '
                f'{", ".join(missing)} is missing. Correct joint_names, or the driver'
            )
        if self._sample is not None and stamp_ns <= self._sample.stamp_ns:
            raise ValueError(
                'each joint_states must have a newer stamp than the one before; this one is '
                f'{(self._sample.stamp_ns - stamp_ns) * 1e-9:.3f} s older. Check that one driver '
                'publishes the arm, with the time of the measurement'
            )
        joints = np.array([_finite(name, by_name) for name in self._names])
        speeds = self._velocities(dict(zip(names, velocities, strict=False)), joints, stamp_ns)
        self._sample = JointSample(joints, speeds, self._gripper_position(stamp_ns), stamp_ns)
        return self._sample

    def _check_age(self, stamp_ns: int, now_ns: int) -> None:
        age_s = (now_ns - stamp_ns) * 1e-9
        if stamp_ns <= 0 or not -_MAX_FUTURE_S <= age_s <= self._max_age_s:
            raise ValueError(
                f'joint_states must be {-_MAX_FUTURE_S} to {self._max_age_s:g} s old; got '
                f'{age_s:.3f} s. Check the stamp of the driver, the clocks and use_sim_time'
            )

    def _velocities(
        self, by_name: Mapping[str, float], joints: FloatArray, stamp_ns: int
    ) -> FloatArray:
        speeds = np.array([by_name.get(name, np.nan) for name in self._names])
        if np.isfinite(speeds).all():
            return speeds
        if self._sample is None:
            return np.zeros(len(joints))
        return (joints - self._sample.positions) / ((stamp_ns - self._sample.stamp_ns) * 1e-9)

    def _gripper_position(self, stamp_ns: int) -> float | None:
        if not self._gripper_joint:
            return None
        if self._gripper is None or stamp_ns - self._gripper[1] > self._max_age_s * 1e9:
            state = 'none was received' if self._gripper is None else 'the newest is too old'
            raise ValueError(
                f'joint_states must have the gripper joint {self._gripper_joint!r}; {state}. '
                'Correct gripper_joint, or start the driver of the gripper'
            )
        return self._gripper[0]


def _check_lists(names: Sequence[str], positions: Sequence[float]) -> None:
    if len(names) != len(positions):
        raise ValueError(
            f'joint_states must have a position for each name; got {len(names)} names and '
            f'{len(positions)} positions. Correct the driver'
        )
    if twice := sorted({name for name in names if list(names).count(name) > 1}):
        raise ValueError(
            f'joint_states must have each joint once; {", ".join(twice)} is there twice. '
            'Correct the driver'
        )


def _finite(name: str, by_name: Mapping[str, float]) -> float:
    if not np.isfinite(by_name[name]):
        raise ValueError(
            f'positions in joint_states must be finite; {name} is {by_name[name]}. '
            'Check the driver'
        )
    return float(by_name[name])
