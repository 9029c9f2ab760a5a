# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Admission of actions: when the bridge may pass motion on, and when it must hold."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from vla_kinematics.rigid_transform import RigidTransform

#: Way of the actions [m, rad] while joint_states do not change at all: those of a driver that
#: repeats its last values do not, those of a moving robot do.
_MAX_STILL: Final = (0.03, 0.15)


class HoldPlace(Enum):
    """Where the robot is held when motion ends."""

    COMMANDED = 'commanded'
    MEASURED = 'measured'


class ActionRefusedError(ValueError):
    """An action that must not be passed on: rule, value and remedy."""

    def __init__(self, text: str, place: HoldPlace = HoldPlace.COMMANDED) -> None:
        super().__init__(text)
        self.place = place


@dataclass(frozen=True)
class AdmissionLimits:
    """
    Limits of the stream of actions.

    Parameters
    ----------
    timeout_s
        Silence of actions or of the robot after which the robot is held.
    max_start_m, max_start_rad
        Distance of the first action from the measured pose.
    max_step_m, max_step_rad
        Distance of an action from the one before.
    max_tracking_m, max_tracking_rad
        Distance of an action from the measured pose while moving.

    """

    timeout_s: float
    max_start_m: float
    max_start_rad: float
    max_step_m: float
    max_step_rad: float
    max_tracking_m: float
    max_tracking_rad: float


class ActionAdmission:
    """
    Decide whether actions are passed on; times are of the steady clock.

    Motion starts with an action near the measured pose. After a stop, silence or a refused action
    it ends, and starts again only with an action near the pose measured then.
    """

    def __init__(self, limits: AdmissionLimits) -> None:
        self._limits = limits
        self._measured: tuple[RigidTransform, float] | None = None
        self._action: tuple[RigidTransform, int, float] | None = None
        # Action of the time when the measured pose changed last.
        self._still_target: RigidTransform | None = None
        self._is_repeated = False
        self._is_stopped = False
        #: Whether actions are passed on.
        self.is_following = False

    def observe(self, measured: RigidTransform, now_s: float) -> None:
        """Store the measured pose of the tool."""
        self._is_repeated = self._measured is not None and _is_same(self._measured[0], measured)
        if not self._is_repeated:
            self._still_target = None
        self._measured = (measured, now_s)

    def set_stopped(self, *, is_stopped: bool) -> None:
        """Store whether a stop of the safety gate is latched."""
        self._is_stopped = is_stopped

    def end(self) -> None:
        """End motion."""
        self.is_following, self._action = False, None

    def admit(self, target: RigidTransform, stamp_ns: int, now_s: float) -> float:
        """
        Admit an action and return the time since the one before [s]; 0 for the first one.

        Raises
        ------
        ActionRefusedError
            If it must not be passed on; the caller then ends motion.

        """
        if self._is_stopped:
            raise ActionRefusedError('the safety gate is stopped. Call its service reset')
        measured = self._fresh_measured(now_s)
        if self._action is None or not self.is_following:
            limits = self._limits
            _check_near(
                'the first robot_action',
                'the measured pose',
                measured.distance_to(target),
                (limits.max_start_m, limits.max_start_rad),
                HoldPlace.MEASURED,
            )
            self._action, self.is_following = (target, stamp_ns, now_s), True
            self._still_target = target
            return 0.0
        before, before_ns, _ = self._action
        if stamp_ns <= before_ns:
            raise ActionRefusedError(
                'each robot_action must have a newer stamp than the one before; this one is '
                f'{(before_ns - stamp_ns) * 1e-9:.3f} s older. Run one safety node only'
            )
        self._check_motion(target, before, measured)
        self._action = (target, stamp_ns, now_s)
        return (stamp_ns - before_ns) * 1e-9

    def silence(self, now_s: float) -> str:
        """Return why motion must end now; empty: it need not."""
        if not self.is_following or self._action is None or self._measured is None:
            return ''
        if self._is_stopped:
            return 'the safety gate is stopped'
        for name, since_s in (
            ('robot_action', self._action[2]),
            ('joint_states', self._measured[1]),
        ):
            if now_s - since_s > self._limits.timeout_s:
                return (
                    f'{name} must arrive every {self._limits.timeout_s:g} s; the newest is '
                    f'{now_s - since_s:.2f} s old. Check its publisher'
                )
        return ''

    def _fresh_measured(self, now_s: float) -> RigidTransform:
        if self._measured is None or now_s - self._measured[1] > self._limits.timeout_s:
            raise ActionRefusedError(
                f'joint_states of the last {self._limits.timeout_s:g} s are needed to move; got '
                'none. Check the driver'
            )
        return self._measured[0]

    def _check_motion(
        self, target: RigidTransform, before: RigidTransform, measured: RigidTransform
    ) -> None:
        limits = self._limits
        _check_near(
            'robot_action',
            'the one before',
            before.distance_to(target),
            (limits.max_step_m, limits.max_step_rad),
            HoldPlace.COMMANDED,
        )
        _check_near(
            'robot_action',
            'the measured pose',
            measured.distance_to(target),
            (limits.max_tracking_m, limits.max_tracking_rad),
            HoldPlace.MEASURED,
        )
        if self._still_target is None:
            self._still_target = target
        if self._is_repeated:
            _check_near(
                'robot_action, while joint_states repeat the same values,',
                'the one before these',
                self._still_target.distance_to(target),
                _MAX_STILL,
                HoldPlace.MEASURED,
            )


def _is_same(a: RigidTransform, b: RigidTransform) -> bool:
    return np.array_equal(a.position_m, b.position_m) and np.array_equal(a.rotation, b.rotation)


def _check_near(
    name: str,
    other: str,
    distance: tuple[float, float],
    limits: tuple[float, float],
    place: HoldPlace,
) -> None:
    if distance[0] > limits[0] or distance[1] > limits[1]:
        raise ActionRefusedError(
            f'{name} must be within {limits[0]:g} m and {limits[1]:g} rad of {other}; got '
            f'{distance[0]:.3f} m and {distance[1]:.3f} rad. Check the robot, then stop and reset '
            'the safety gate',
            place,
        )
