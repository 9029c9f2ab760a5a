# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""How far to trust what was last heard: fresh chunk, rest of it, hold, stop."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
import math

from vla_common.settings import check_settings
from vla_common.settings import setting


@dataclass(frozen=True)
class WatchdogLimits:
    """Ages and times of the watchdog; each field is a parameter of the node."""

    fresh_chunk_age_s: float = setting(
        0.4,
        'Age from which the rest of a chunk is being used up',
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
        'Age of the newest image, and of the one that the newest chunk was made from, at which the'
        ' robot stands still',
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
        'Jump of the ROS clock against the steady one that ends a plan',
        unit='s',
        minimum=0.05,
        maximum=60.0,
    )
    other_clock_s: float = setting(
        60.0,
        'Age from which a stamp is taken to be of another clock',
        unit='s',
        minimum=1.0,
        maximum=3600.0,
    )
    hold_timeout_s: float = setting(
        10.0, 'Time in hold after which the stop latches', unit='s', minimum=0.1, maximum=3600.0
    )
    ramp_in_s: float = setting(
        0.3,
        'Time in which the allowed speed grows from 0 whenever motion starts',
        unit='s',
        minimum=0.0,
        maximum=10.0,
    )
    blend_s: float = setting(
        0.15, 'Time to go over from one chunk to the next', unit='s', minimum=0.01, maximum=1.0
    )
    termination_threshold: float = setting(
        0.5,
        'Termination probability of a step that ends the plan there',
        minimum=0.05,
        maximum=1.0,
    )

    def __post_init__(self) -> None:
        check_settings(self)

    def check_ramp(self, ramp_s: float) -> None:
        """
        Check that there is time to brake before each time-out.

        Raises
        ------
        ValueError
            If there is not.

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
    """Steps of the degradation ladder."""

    FRESH = 0
    CHUNK_REMAINDER = 1
    HOLD = 2
    STOP = 3


@dataclass(frozen=True)
class CameraStatus:
    """What the camera shows: ages [s], what is wrong with the image, and what to do about it."""

    image_age_s: float = math.inf
    features_age_s: float = math.inf
    reason: str = 'image_stale'
    remedy: str = 'Check camera and perception'


@dataclass(frozen=True)
class InputAges:
    """Ages of the newest inputs [s]; infinite when there is none."""

    # Of the image that the newest chunk was made from.
    image_age_s: float = math.inf
    chunk_age_s: float = math.inf
    state_age_s: float = math.inf
    # None where images are not watched.
    camera: CameraStatus | None = None
    # None where the language side is not watched.
    language_age_s: float | None = None


def evaluate(
    ages: InputAges, watchdog: WatchdogLimits, ramp_s: float, held_s: float
) -> tuple[DegradationLevel, str, str]:
    """
    Return rung, reason and message.

    Parameters
    ----------
    ages
        Ages of the inputs now.
    timing
        The allowed ages. They say when the robot stands, so braking begins `ramp_s` earlier.
    ramp_s
        Time that braking takes. In hold, the longest one: only fresh input leads out of hold.
    held_s
        Time in hold so far.

    """
    late = [rule for rule in _rules(ages, watchdog) if not rule[2] + ramp_s < rule[3]]
    if not late:
        degradation_level = (
            DegradationLevel.FRESH
            if ages.chunk_age_s < watchdog.fresh_chunk_age_s
            else DegradationLevel.CHUNK_REMAINDER
        )
        return degradation_level, '', ''
    reason, name, age, limit, remedy = late[0]
    message = (
        f'the robot stands by the time that the newest {name} is {limit:g} s old; it is'
        f' {age:.2f} s old. {remedy}'
    )
    degradation_level = (
        DegradationLevel.STOP if held_s >= watchdog.hold_timeout_s else DegradationLevel.HOLD
    )
    return degradation_level, reason, message


def _rules(
    ages: InputAges, watchdog: WatchdogLimits
) -> Iterator[tuple[str, str, float, float, str]]:
    """Yield reason, name of the input, its age and limit, and what to do; causes come first."""
    yield (
        'state_stale',
        'robot_state',
        ages.state_age_s,
        watchdog.max_state_age_s,
        'Check the robot',
    )
    if (camera := ages.camera) is not None:
        yield (
            'features_stale',
            'visual_features',
            camera.features_age_s,
            watchdog.max_features_age_s,
            'Check the camera, then perception',
        )
        yield (
            camera.reason,
            'image of the scene',
            camera.image_age_s,
            watchdog.max_image_age_s,
            camera.remedy,
        )
    if ages.language_age_s is not None:
        yield (
            'language_stale',
            'language_heartbeat',
            ages.language_age_s,
            watchdog.max_language_age_s,
            'Check the language node',
        )
    # A policy that is silent has an old image too, so the chunk is asked first.
    yield (
        'chunk_stale',
        'action_chunk',
        ages.chunk_age_s,
        watchdog.max_chunk_age_s,
        'Check the policy',
    )
    yield (
        'image_stale',
        "chunk's image",
        ages.image_age_s,
        watchdog.max_image_age_s,
        'Check that camera, perception and policy keep up',
    )
