# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Repeated measurement of one stop latency with a safety node of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import random
import time
from typing import Any
from typing import Final

from vla_bringup.files import default_params_file
from vla_bringup.launcher import Launcher
from vla_bringup.processes import ProcessGroup
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import SafetyStatus
from vla_safety.types.limits import Limits
from vla_system_tests.fault_injection.child_environment import child_environment
from vla_system_tests.stop_latency.cases import StopLatencyCase
from vla_system_tests.stop_latency.sample import StopLatencySample
from vla_system_tests.stop_latency.stimulus import PERIODS_S
from vla_system_tests.stop_latency.stimulus import Stimulus

_NODE: Final = 'safety_node'
_READY_TIMEOUT_S: Final = 60.0
_MOTION_TIMEOUT_S: Final = 10.0
_SPEEDS_M_S: Final = (0.1, 0.45)
# A commanded pose that is constant for this time is a standstill; ticks are 0.02 s apart.
_MIN_STANDSTILL_S: Final = 0.12
# Longest time after the declared time until the measurement ends.
_MAX_LATE_S: Final = 2.0


class StopLatencyError(RuntimeError):
    """The robot did not reach the state in which a stop can be measured."""


def measure(
    case: StopLatencyCase, repeats: int, limits: dict[str, Any], folder: Path
) -> list[StopLatencySample]:
    """
    Measure a case repeatedly.

    Raises
    ------
    StopLatencyError
        If the robot does not move.

    """
    # The same speeds and times in every run, and different ones for each case.
    rng = random.Random(case.name)
    with _running(folder) as stimulus:
        return [_measure_once(case, stimulus, limits, rng) for _ in range(repeats)]


@contextmanager
def _running(folder: Path) -> Iterator[Stimulus]:
    """Start a safety node with all its inputs enabled, in a domain of its own."""
    domain_id = free_domain_id()
    command = Launcher(default_params_file(), 1).commands('processes')[_NODE]
    with ProcessGroup(folder) as processes:
        environment = child_environment(domain_id, folder)
        processes.start(_NODE, [*command, '-p', f'{_NODE}:deadman:=true'], environment)
        stimulus = Stimulus(domain_id)
        try:
            if not stimulus.client.wait_for(stimulus.is_received, _READY_TIMEOUT_S):
                raise StopLatencyError(
                    f'the safety node must receive its inputs within {_READY_TIMEOUT_S:g} s; '
                    f'last log line: {processes.last_log_line(_NODE)}'
                )
            yield stimulus
        finally:
            stimulus.close()


def _measure_once(
    case: StopLatencyCase, stimulus: Stimulus, limits: dict[str, Any], rng: random.Random
) -> StopLatencySample:
    _start_motion(stimulus, rng.uniform(*_SPEEDS_M_S))
    # A random time between two messages of the slowest input.
    time.sleep(rng.uniform(0.0, max(PERIODS_S.values())))
    speed_m_s = stimulus.motion.speed_m_s()
    began_s = case.inject(stimulus)
    ramp_s = ramp_of(limits, speed_m_s) if case.brakes_after else 0.0
    declared_s = (limits[case.limit] if case.limit else 0.0) + ramp_s

    def stands() -> bool:
        now_s = time.monotonic()
        motion_s = stimulus.motion.last_commanded_motion_s(began_s, now_s)
        is_still = now_s - began_s - motion_s > _MIN_STANDSTILL_S
        return stimulus.state in (SafetyStatus.HOLD, SafetyStatus.STOPPED) and is_still

    stood = stimulus.client.wait_for(stands, declared_s + _MAX_LATE_S)
    motion_s = stimulus.motion.last_commanded_motion_s(began_s, time.monotonic())
    status = stimulus.client.safety_status
    return StopLatencySample(
        motion_s if stood else float('inf'),
        declared_s,
        speed_m_s,
        status.reason if status is not None else '',
    )


def _start_motion(stimulus: Stimulus, speed_m_s: float) -> None:
    stimulus.start_motion(speed_m_s)
    client, end_s = stimulus.client, time.monotonic() + _MOTION_TIMEOUT_S
    while not client.wait_for(stimulus.is_moving, 0.2):
        if stimulus.state == SafetyStatus.STOPPED:
            # Commands from before a reset are not executed.
            client.trigger_async('reset')
            client.wait_for(lambda: stimulus.state != SafetyStatus.STOPPED, 0.2)
            stimulus.start_motion(speed_m_s)
        if time.monotonic() > end_s:
            status = client.safety_status
            message = status.message if status is not None else 'none'
            raise StopLatencyError(
                f'the robot must move within {_MOTION_TIMEOUT_S:g} s; safety status: {message}'
            )


def ramp_of(limits: dict[str, Any], speed_m_s: float) -> float:
    """Return the braking time by the limits of the safety node."""
    names = (
        'max_linear_acceleration_m_s2',
        'max_linear_jerk_m_s3',
        'max_angular_acceleration_rad_s2',
        'max_angular_jerk_rad_s3',
    )
    return Limits(**{name: limits[name] for name in names}).braking_s(speed_m_s)
