# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Watchdog: maximum ages of the inputs, and the degradation that old inputs lead to."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
import math
from typing import NamedTuple

from vla_common.settings import check_settings
from vla_common.settings import setting
from vla_safety.types.input_fault import InputFault


@dataclass(frozen=True)
class WatchdogLimits:
    """Maximum ages and times of the watchdog; each field is a parameter of the node."""

    fresh_chunk_age_s: float = setting(
        0.4,
        'Age from which the remainder of a chunk is used up',
        unit='s',
        minimum=0.01,
        maximum=10.0,
    )
    max_chunk_age_s: float = setting(
        1.0,
        'Time since the newest chunk arrived at which the robot stands still',
        unit='s',
        minimum=0.05,
        maximum=10.0,
    )
    max_image_age_s: float = setting(
        1.2,
        'Age of the newest image, and of the image of the newest chunk, at which the robot stands'
        ' still',
        unit='s',
        minimum=0.05,
        maximum=10.0,
    )
    max_features_age_s: float = setting(
        1.0,
        'Time since visual features arrived at which the robot stands still',
        unit='s',
        minimum=0.05,
        maximum=10.0,
    )
    max_state_age_s: float = setting(
        0.6,
        'Age of the newest robot state at which the robot stands still',
        unit='s',
        minimum=0.05,
        maximum=10.0,
    )
    min_state_rate_hz: float = setting(
        10.0,
        'Rate of robot_state below which safety_status and diagnostics report state_rate; motion'
        ' depends on max_state_age_s alone. 0: no report',
        unit='Hz',
        minimum=0.0,
        maximum=1000.0,
    )
    max_language_age_s: float = setting(
        1.0,
        'Time since language_heartbeat arrived at which the robot stands still',
        unit='s',
        minimum=0.05,
        maximum=10.0,
    )
    max_future_s: float = setting(
        0.05, 'How far in the future a stamp may be', unit='s', minimum=0.0, maximum=1.0
    )
    max_clock_step_s: float = setting(
        0.5,
        'Jump of the ROS clock against the steady clock that ends a trajectory',
        unit='s',
        minimum=0.05,
        maximum=60.0,
    )
    other_clock_s: float = setting(
        60.0,
        'Age from which a stamp counts as one of another clock',
        unit='s',
        minimum=1.0,
        maximum=3600.0,
    )
    hold_timeout_s: float = setting(
        10.0, 'Time in hold after which the stop latches', unit='s', minimum=0.1, maximum=3600.0
    )

    def __post_init__(self) -> None:
        check_settings(self)

    def check_ramp(self, ramp_s: float) -> None:
        """
        Check that there is time to brake before each time-out.

        Raises
        ------
        ValueError
            If a time-out is not longer than braking takes.

        """
        for name in (
            'max_chunk_age_s',
            'max_image_age_s',
            'max_features_age_s',
            'max_state_age_s',
            'max_language_age_s',
        ):
            value = getattr(self, name)
            if value <= ramp_s:
                raise ValueError(
                    f'{name} must be above the {ramp_s:.2f} s that braking takes; got {value}.'
                    ' Raise it, or the acceleration and jerk limits'
                )


class DegradationLevel(IntEnum):
    """Levels of degradation, from normal motion to a latched stop."""

    FRESH = 0
    #: The chunk is old: what remains of it is executed.
    CHUNK_REMAINDER = 1
    HOLD = 2
    STOP = 3


@dataclass(frozen=True)
class CameraStatus:
    """Ages of image and features [s], the fault of the image if any, and its remedy."""

    image_age_s: float = math.inf
    features_age_s: float = math.inf
    reason: str = 'image_stale'
    remedy: str = 'Check camera and perception'


@dataclass(frozen=True)
class InputAges:
    """Ages of the newest inputs [s]; infinite when there is none."""

    # Of the image that the newest accepted chunk was made from.
    image_age_s: float = math.inf
    chunk_age_s: float = math.inf
    state_age_s: float = math.inf
    # None where images are not monitored.
    camera: CameraStatus | None = None
    # None where the heartbeat of the language node is not monitored.
    language_age_s: float | None = None
    # Rule that the robot states that arrive violate; None when they are valid or none arrive.
    state_fault: InputFault | None = None
    # Of the newest chunk that arrived, be it refused. Motion depends on `chunk_age_s`, the age of
    # the newest accepted one.
    received_chunk_age_s: float = math.inf
    # Why the chunks that arrive are refused; None when they are accepted or none arrive.
    chunk_fault: InputFault | None = None


class WatchdogResult(NamedTuple):
    """Level of degradation, name of its cause, and the same with rule, value and remedy."""

    level: DegradationLevel
    reason: str
    message: str


class _AgeLimit(NamedTuple):
    """Age of one input and its maximum."""

    reason: str
    name: str
    age_s: float
    max_age_s: float
    remedy: str
    # Text with rule, value and remedy in place of that on the age; empty for none.
    cause: str = ''


def evaluate(
    ages: InputAges, limits: WatchdogLimits, ramp_s: float, held_s: float
) -> WatchdogResult:
    """
    Return the level of degradation that the ages of the inputs lead to.

    Parameters
    ----------
    ages
        Ages of the inputs now.
    limits
        The maximum ages. The robot stands still at a maximum age, so braking begins `ramp_s`
        earlier.
    ramp_s
        Time that braking takes. In hold, the longest one: only fresh inputs end a hold.
    held_s
        Time in hold so far.

    """
    # NaN fails the comparison, so an age that is not a number is too old.
    late = [rule for rule in _age_limits(ages, limits) if not rule.age_s + ramp_s < rule.max_age_s]
    if not late:
        is_fresh = ages.chunk_age_s < limits.fresh_chunk_age_s
        level = DegradationLevel.FRESH if is_fresh else DegradationLevel.CHUNK_REMAINDER
        return WatchdogResult(level, '', '')
    rule = late[0]
    value = 'none was received' if math.isinf(rule.age_s) else f'it is {rule.age_s:.2f} s old'
    # Braking begins before the limit, at a smaller age.
    message = rule.cause or (
        f'the newest {rule.name} may be {rule.max_age_s:g} s old at standstill, which'
        f' braking reaches in {ramp_s:.2f} s; {value}. {rule.remedy}'
    )
    level = DegradationLevel.STOP if held_s >= limits.hold_timeout_s else DegradationLevel.HOLD
    return WatchdogResult(level, rule.reason, message)


def _age_limits(ages: InputAges, limits: WatchdogLimits) -> Iterator[_AgeLimit]:
    """Yield the age limit of each input, causes before their consequences."""
    fault = ages.state_fault
    yield _AgeLimit(
        'state_stale' if fault is None else fault.reason,
        'robot_state' if fault is None else 'valid robot_state',
        ages.state_age_s,
        limits.max_state_age_s,
        'Check that the robot driver runs'
        if fault is None
        else f'Correct the robot driver: {fault.message}',
    )
    if ages.camera is not None:
        yield from _camera_age_limits(ages.camera, limits)
    if ages.language_age_s is not None:
        yield _AgeLimit(
            'language_stale',
            'language_heartbeat',
            ages.language_age_s,
            limits.max_language_age_s,
            'Check the language node',
        )
    yield from _chunk_age_limits(ages, limits)


def _chunk_age_limits(ages: InputAges, limits: WatchdogLimits) -> Iterator[_AgeLimit]:
    fault = ages.chunk_fault
    if fault is None:
        reasons = 'chunk_stale', 'image_stale'
        cause = ''
    else:
        # The policy sends chunks: its last accepted one is old because newer ones are refused.
        reasons = (fault.reason,) * 2
        cause = f'newer chunks are refused: {fault.message}'
    # The image of a silent policy is old too, so the chunk comes first.
    yield _AgeLimit(
        reasons[0],
        'action_chunk',
        ages.chunk_age_s,
        limits.max_chunk_age_s,
        'Check the policy',
        cause,
    )
    yield _AgeLimit(
        reasons[1],
        "chunk's image",
        ages.image_age_s,
        limits.max_image_age_s,
        'Check that camera, perception and policy keep up',
        cause,
    )


def _camera_age_limits(camera: CameraStatus, limits: WatchdogLimits) -> Iterator[_AgeLimit]:
    yield _AgeLimit(
        'features_stale',
        'visual_features',
        camera.features_age_s,
        limits.max_features_age_s,
        'Check the camera, then perception',
    )
    yield _AgeLimit(
        camera.reason,
        'image of the scene',
        camera.image_age_s,
        limits.max_image_age_s,
        camera.remedy,
    )
