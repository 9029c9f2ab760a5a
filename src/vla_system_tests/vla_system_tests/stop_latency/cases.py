# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the safety node must react to in time, and how long that may take."""

from collections.abc import Callable
from dataclasses import dataclass
import time
from typing import Final

from vla_system_tests.stop_latency.stimulus import Surroundings

#: How much later than declared the commanded speed may be 0: inputs, and stops.
INPUT_BAR_S: Final = 0.10
STOP_BAR_S: Final = 0.06


@dataclass(frozen=True)
class Case:
    """
    Something to react to.

    Parameters
    ----------
    name, title
        For the command line, and for people.
    inject
        Brings it about and returns the time that reactions count from.
    reason
        What the safety node must name as the cause.
    limit
        Parameter of the safety node that declares the time-out; empty where it must react at once.
    brakes_after
        Whether braking begins at the time-out; otherwise the robot stands by then.
    bar_s
        How much later than that the robot may stand.

    """

    name: str
    title: str
    inject: Callable[[Surroundings], float]
    reason: str
    limit: str = ''
    brakes_after: bool = False
    bar_s: float = INPUT_BAR_S


def _stop_service(world: Surroundings) -> float:
    now_s = time.monotonic()
    world.call('stop')
    return now_s


def _stop_word(world: Surroundings) -> float:
    now_s = time.monotonic()
    world.say('please stop')
    return now_s


def _at_once(name: str, title: str, inject: Callable[[Surroundings], float], reason: str) -> Case:
    return Case(name, title, inject, reason, brakes_after=True, bar_s=STOP_BAR_S)


#: Every case by its name.
CASES: Final = {
    case.name: case
    for case in (
        Case(
            'camera_dead',
            'camera dead: features end',
            lambda world: world.silence('camera'),
            'features_stale',
            'max_features_age_s',
        ),
        Case(
            'camera_frozen',
            'camera frozen: the same features with new stamps',
            Surroundings.freeze,
            'image_frozen',
            'max_image_age_s',
        ),
        Case(
            'perception_dead',
            'perception dead: it leaves the graph',
            Surroundings.end_perception,
            'features_stale',
            'max_features_age_s',
        ),
        Case(
            'policy_dead',
            'policy dead: chunks end',
            lambda world: world.silence('policy'),
            'chunk_stale',
            'max_chunk_age_s',
        ),
        Case(
            'language_dead',
            'language dead: its heartbeat ends',
            lambda world: world.silence('language'),
            'language_stale',
            'max_language_age_s',
        ),
        Case(
            'robot_dead',
            'robot dead: robot_state ends',
            lambda world: world.silence('robot'),
            'state_stale',
            'max_state_age_s',
        ),
        _at_once('stop_service', 'service `stop`', _stop_service, 'stop_service'),
        _at_once('stop_word', 'the words "please stop"', _stop_word, 'stop_word'),
        _at_once('deadman_released', 'deadman switch let go', Surroundings.let_go, 'deadman'),
        Case(
            'deadman_dead',
            'deadman switch silent',
            lambda world: world.silence('switch'),
            'deadman',
            'deadman_timeout_s',
            brakes_after=True,
        ),
    )
}
