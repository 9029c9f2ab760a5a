# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of a robot behind robot_bridge: its driver, the bridge, and what they report."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from vla_bringup.nodes import ROBOT
from vla_bringup.nodes import SIM
from vla_system_tests.fault_injection.fault_case import Action
from vla_system_tests.fault_injection.fault_case import FaultCase
from vla_system_tests.fault_injection.robot_relay import StateFault
from vla_system_tests.fault_injection.testbed import Testbed

#: Simulated robot of these cases.
ROBOT_NAME: Final = 'ur5e'
#: Where a title would be that of a case without a robot.
_WITH: Final = 'UR5e'
_LIMIT, _STALE = 'max_state_age_s', 'state_stale'
#: The time-out of `robot_bridge` for silent joint_states is shorter.
_NODES: Final = {SIM.name: 'driver', ROBOT.name: 'bridge'}
_RATE_HZ: Final = 10.0


def _states(topic: str, **fault: float) -> Action:
    def apply(testbed: Testbed) -> None:
        testbed.robot_relay.faults[topic] = StateFault(**fault)  # type: ignore[arg-type]

    return apply


def robot_cases() -> Iterator[FaultCase]:
    """Return the faults of a robot behind robot_bridge."""
    for node, what in _NODES.items():
        yield FaultCase(
            f'kill_robot_{what}',
            f'`kill -9` of {node} ({_WITH})',
            partial(Testbed.kill, node=node),
            partial(Testbed.restart, node=node),
            limit=_LIMIT,
            reason=_STALE,
            robot=ROBOT_NAME,
        )
        yield FaultCase(
            f'freeze_robot_{what}',
            f'SIGSTOP of {node} ({_WITH})',
            partial(Testbed.freeze, node=node),
            partial(Testbed.unfreeze, node=node),
            limit=_LIMIT,
            reason=_STALE,
            robot=ROBOT_NAME,
        )
    for topic in ('robot_state', 'joint_states'):
        yield _state_case(topic, 'lost', f'`{topic}` lost', _STALE, lost=True)
        title = f'`{topic}` frozen: the same values with new stamps'
        yield _state_case(topic, 'frozen', title, 'tracking_error', frozen=True)
    yield _state_case('joint_states', 'nan', '`joint_states` with NaN', _STALE, not_a_number=True)
    yield FaultCase(
        'joint_states_10hz',
        f'`joint_states` at {_RATE_HZ:g} Hz',
        _states('joint_states', period_s=1 / _RATE_HZ),
        _states('joint_states'),
        may_continue=True,
        robot=ROBOT_NAME,
    )


def _state_case(topic: str, name: str, title: str, reason: str, **fault: float) -> FaultCase:
    return FaultCase(
        f'{topic}_{name}',
        title,
        _states(topic, **fault),
        _states(topic),
        limit=_LIMIT,
        reason=reason,
        robot=ROBOT_NAME,
    )
