# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Causes of a stop, and the time within which the safety node must stop."""

from collections.abc import Callable
from dataclasses import dataclass
import time
from typing import Final

from vla_system_tests.stop_latency.stimulus import Stimulus

#: Longest time after the declared time until the commanded speed is 0: inputs, and stops [s].
INPUT_BAR_S: Final = 0.10
STOP_BAR_S: Final = 0.06


@dataclass(frozen=True)
class StopLatencyCase:
    """
    Cause of a stop.

    Parameters
    ----------
    name, title
        Name for the command line, and title in the report.
    inject
        Causes the stop and returns the time from which the latency counts.
    reason
        Reason that the safety node must report.
    limit
        Parameter of the safety node with the time-out; empty if it must stop at once.
    brakes_after
        Whether braking starts at the time-out; otherwise the robot stands by then.
    bar_s
        Longest time after the declared time until the robot stands [s].

    """

    name: str
    title: str
    inject: Callable[[Stimulus], float]
    reason: str
    limit: str = ''
    brakes_after: bool = False
    bar_s: float = INPUT_BAR_S


def _call_stop(stimulus: Stimulus) -> float:
    now_s = time.monotonic()
    stimulus.client.trigger_async('stop')
    return now_s


def _publish_stop_word(stimulus: Stimulus) -> float:
    now_s = time.monotonic()
    stimulus.client.publish_command('please stop')
    return now_s


def _silence(part: str) -> Callable[[Stimulus], float]:
    return lambda stimulus: stimulus.silence(part)


#: Name, title, cause, required reason and time-out of each lost input.
_INPUTS: Final = (
    ('camera_dead', 'camera dead: no features', _silence('camera'), 'features_stale', 'features'),
    (
        'camera_frozen',
        'camera frozen: the same features with new stamps',
        Stimulus.freeze,
        'image_frozen',
        'image',
    ),
    (
        'perception_dead',
        'perception dead: its publisher leaves the graph',
        Stimulus.end_perception,
        'features_stale',
        'features',
    ),
    ('policy_dead', 'policy dead: no chunks', _silence('policy'), 'chunk_stale', 'chunk'),
    (
        'language_dead',
        'language dead: no heartbeat',
        _silence('language'),
        'language_stale',
        'language',
    ),
    ('robot_dead', 'robot dead: no robot_state', _silence('robot'), 'state_stale', 'state'),
)


def _inputs() -> tuple[StopLatencyCase, ...]:
    return tuple(
        StopLatencyCase(name, title, inject, reason, f'max_{limit}_age_s')
        for name, title, inject, reason, limit in _INPUTS
    )


def _stops() -> tuple[StopLatencyCase, ...]:
    def immediate(
        name: str, title: str, inject: Callable[[Stimulus], float], reason: str
    ) -> StopLatencyCase:
        return StopLatencyCase(name, title, inject, reason, brakes_after=True, bar_s=STOP_BAR_S)

    return (
        immediate('stop_service', 'service `stop`', _call_stop, 'stop_service'),
        immediate('stop_word', 'the command "please stop"', _publish_stop_word, 'stop_word'),
        immediate(
            'deadman_released', 'deadman switch released', Stimulus.release_switch, 'deadman'
        ),
        StopLatencyCase(
            'deadman_dead',
            'deadman switch silent',
            _silence('switch'),
            'deadman',
            'deadman_timeout_s',
            brakes_after=True,
        ),
    )


#: Every case by its name.
CASES: Final = {case.name: case for case in (*_inputs(), *_stops())}
