# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Kills and restarts of the safety process in a system that keeps running."""

import time
from typing import Final

from geometry_msgs.msg import PoseStamped
from vla_common import qos
from vla_common.conversions import stamp_s
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import RobotState
from vla_system_tests.fault_injection.restart_cases import latch_stop
from vla_system_tests.fault_injection.safety_restart import kill
from vla_system_tests.fault_injection.safety_restart import restart
from vla_system_tests.fault_injection.testbed import OTHER_COMMAND
from vla_system_tests.fault_injection.testbed import Testbed
from vla_system_tests.fault_injection.testbed import TestbedError
from vla_system_tests.restart_runs.position_log import PositionLog
from vla_system_tests.restart_runs.sample import RestartSample

#: Commands in turn: each leads to another place, so that there is a path to move along.
COMMANDS: Final = (OTHER_COMMAND, 'point at the green bowl')
_MOTION_TIMEOUT_S = 60.0
_REST_TIMEOUT_S = 10.0
_REST_S = 1.0
# The restarted node needs up to a second until it has all its inputs.
_WATCH_S = 1.5
_AFTER_RESET_S = 0.5
_RESET_TIMEOUT_S = 40.0
_RESET_PERIOD_S = 0.5


class RestartRuns:
    """
    Kill and restart the safety process of a running system.

    Parameters
    ----------
    testbed
        The running system.

    """

    def __init__(self, testbed: Testbed) -> None:
        self._testbed = testbed
        self._positions = PositionLog()
        self._chunks_s: list[float] = []
        self._action_stamps_s: list[float] = []
        self._count = 0
        testbed.client.subscribe(RobotState, 'robot_state', self._on_state, qos.SENSOR)
        testbed.client.subscribe(
            ActionChunk, 'action_chunk', self._on_chunk, qos.RELIABLE_LATEST, raw=True
        )
        testbed.client.subscribe(PoseStamped, 'robot_action', self._on_action, qos.RELIABLE_LATEST)

    def run(self, *, stops: bool) -> RestartSample:
        """
        Kill the safety process of a moving robot, and restart it.

        Parameters
        ----------
        stops
            Whether a stop is latched before the kill; then a new command is sent after the
            restart. Otherwise the policy still executes the command of before the kill.

        Raises
        ------
        TestbedError
            If the robot does not move, the stop is not latched, or the node does not restart.

        """
        testbed, observer = self._testbed, self._testbed.observer
        self._count += 1
        turn = self._count % len(COMMANDS)
        if not testbed.moves_after(COMMANDS[turn:] + COMMANDS[:turn], _MOTION_TIMEOUT_S):
            raise TestbedError(f'the robot must move within {_MOTION_TIMEOUT_S:g} s; it did not')
        if stops:
            latch_stop(testbed)
        kill(testbed)
        self._wait_for_rest()
        began_s, began_stamp_s = time.monotonic(), time.time()
        restart(testbed)
        if stops:
            observer.send(COMMANDS[turn - 1])
        time.sleep(_WATCH_S)
        until_s, until_stamp_s = time.monotonic(), time.time()
        status = observer.status_samples(began_s, until_s)[-1]
        reset_s = self._reset()
        time.sleep(_AFTER_RESET_S)
        return RestartSample(
            until_reset_m=self._positions.travel_m(began_stamp_s, until_stamp_s),
            after_reset_m=self._positions.travel_m(until_stamp_s),
            status=str(status),
            chunks=sum(began_s < at < until_s for at in list(self._chunks_s)),
            actions=sum(began_stamp_s < at for at in list(self._action_stamps_s)),
            reset_s=reset_s,
        )

    def _wait_for_rest(self) -> None:
        def rests() -> bool:
            return self._positions.is_at_rest(time.time() - _REST_S)

        if not self._testbed.client.wait_for(rests, _REST_TIMEOUT_S):
            raise TestbedError(
                f'the robot must stand within {_REST_TIMEOUT_S:g} s of the kill; it did not'
            )

    def _reset(self) -> float | None:
        """Call `reset` until the stop is cleared; return how long that took [s]."""
        client, observer = self._testbed.client, self._testbed.observer
        began_s = time.monotonic()
        while observer.is_latched():
            if time.monotonic() > began_s + _RESET_TIMEOUT_S:
                return None
            client.trigger_async('reset')
            client.wait_for(lambda: not observer.is_latched(), _RESET_PERIOD_S)
        return time.monotonic() - began_s

    def _on_state(self, message: RobotState) -> None:
        p = message.end_effector.position
        self._positions.add(stamp_s(message.header.stamp), (p.x, p.y, p.z))

    def _on_action(self, message: PoseStamped) -> None:
        self._action_stamps_s.append(stamp_s(message.header.stamp))

    def _on_chunk(self, _: bytes) -> None:
        self._chunks_s.append(time.monotonic())
