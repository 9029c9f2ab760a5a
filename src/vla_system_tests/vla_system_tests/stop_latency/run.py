# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Let a moving robot lose something again and again, and note when it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
import random
import time
from typing import Any
from typing import Final

from vla_bringup.files import default_params_file
from vla_bringup.launcher import System
from vla_bringup.processes import ProcessGroup
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import SafetyStatus
from vla_safety.types.limits import Limits
from vla_system_tests.fault_injection.testbed import child_environment
from vla_system_tests.stop_latency.cases import Case
from vla_system_tests.stop_latency.stimulus import PERIODS_S
from vla_system_tests.stop_latency.stimulus import Surroundings

_NODE: Final = 'safety_node'
_READY_S: Final = 60.0
_MOVING_S: Final = 10.0
_SPEEDS_M_S: Final = (0.1, 0.45)
# A robot that is told nothing new for this long stands; ticks are 0.02 s apart.
_STILL_S: Final = 0.12
# How much later than declared a reaction is still waited for.
_PATIENCE_S: Final = 2.0


class TrialError(RuntimeError):
    """The robot did not come to the point where a reaction can be measured."""


@dataclass(frozen=True)
class Reaction:
    """
    One reaction.

    Parameters
    ----------
    took_s
        Time until the commanded speed was 0; infinite if the robot went on.
    declared_s
        Time that it was declared to take, the ramp included where that comes on top.
    speed_m_s
        Commanded speed at the beginning.
    reason
        What the safety node said.

    """

    took_s: float
    declared_s: float
    speed_m_s: float
    reason: str

    @property
    def late_s(self) -> float:
        """Return how much later than declared the robot stood; negative: earlier."""
        return self.took_s - self.declared_s


def measure(case: Case, repeats: int, limits: dict[str, Any], folder: Path) -> list[Reaction]:
    """
    Measure a case on a safety node of its own.

    Raises
    ------
    TrialError
        If the robot does not move.

    """
    # The same speeds and moments in every run; every case has others.
    rng = random.Random(case.name)
    with _running(folder) as world:
        return [_react(case, world, limits, rng) for _ in range(repeats)]


@contextmanager
def _running(folder: Path) -> Iterator[Surroundings]:
    """Start a safety node that uses everything it has, as a process in a domain of its own."""
    domain_id = free_domain_id()
    command = System(default_params_file(), 1).commands('processes')[_NODE]
    with ProcessGroup(folder) as processes:
        environment = child_environment(domain_id, folder)
        processes.start(_NODE, [*command, '-p', f'{_NODE}:deadman:=true'], environment)
        world = Surroundings(domain_id)
        try:
            if not world.wait_for(world.is_heard, _READY_S):
                raise TrialError(
                    f'the safety node must hear its inputs within {_READY_S:g} s: '
                    f'{processes.last_words(_NODE)}'
                )
            yield world
        finally:
            world.close()


def _react(
    case: Case, world: Surroundings, limits: dict[str, Any], rng: random.Random
) -> Reaction:
    _set_off(world, rng.uniform(*_SPEEDS_M_S))
    # At any moment between two messages of the slowest part.
    time.sleep(rng.uniform(0.0, max(PERIODS_S.values())))
    speed_m_s = world.motion.speed_m_s()
    began_s = case.inject(world)
    ramp_s = ramp_of(limits, speed_m_s) if case.brakes_after else 0.0
    declared_s = (limits[case.limit] if case.limit else 0.0) + ramp_s

    def stands() -> bool:
        now_s = time.monotonic()
        still_s = now_s - began_s - world.motion.last_told_s(began_s, now_s)
        return world.state in (SafetyStatus.HOLD, SafetyStatus.STOPPED) and still_s > _STILL_S

    stood = world.wait_for(stands, declared_s + _PATIENCE_S)
    took_s = world.motion.last_told_s(began_s, time.monotonic()) if stood else float('inf')
    reason = world.safety.reason if world.safety else ''
    return Reaction(took_s, declared_s, speed_m_s, reason)


def _set_off(world: Surroundings, speed_m_s: float) -> None:
    world.set_off(speed_m_s)
    end_s = time.monotonic() + _MOVING_S
    while not world.wait_for(world.is_moving, 0.2):
        if world.state == SafetyStatus.STOPPED:
            # Commands from before a reset are over.
            world.call('reset')
            world.wait_for(lambda: world.state != SafetyStatus.STOPPED, 0.2)
            world.set_off(speed_m_s)
        if time.monotonic() > end_s:
            said = world.safety.message if world.safety else 'nothing'
            raise TrialError(f'the robot must move within {_MOVING_S:g} s; safety says: {said}')


def ramp_of(limits: dict[str, Any], speed_m_s: float) -> float:
    """Return the time that braking takes by the limits of the safety node."""
    names = (
        'max_linear_acceleration_m_s2',
        'max_linear_jerk_m_s3',
        'max_angular_acceleration_rad_s2',
        'max_angular_jerk_rad_s3',
    )
    return Limits(**{name: limits[name] for name in names}).braking_s(speed_m_s)
