# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One restart, with a fake system whose robot moves or stands."""

from collections.abc import Callable
import time
from types import SimpleNamespace
from typing import Any

import pytest
from vla_common.conversions import to_stamp
from vla_interfaces.msg import RobotState
from vla_system_tests.fault_injection.observer import StatusSample
from vla_system_tests.fault_injection.testbed import TestbedError
from vla_system_tests.restart_runs import run as restart_run
from vla_system_tests.restart_runs.run import RestartRuns


class RestartedRobot:
    """System whose robot moves by `drift_m` between two robot states after the restart."""

    def __init__(self, drift_m: float, *, moves: bool = True) -> None:
        self.events: list[str] = []
        self._callbacks: dict[str, Callable[[Any], None]] = {}
        self._drift_m, self._moves = drift_m, moves
        self._latched, self._x = False, 0.0
        self.observer = SimpleNamespace(
            send=lambda text: self.events.append('send'),
            status_samples=lambda since_s, until_s: [StatusSample('stopped', 'restart')],
            is_latched=lambda: self._latched,
        )
        self.client = SimpleNamespace(
            subscribe=self._subscribe, wait_for=self._wait_for, trigger_async=self._trigger
        )

    def moves_after(self, commands: Any, timeout_s: float) -> bool:
        del commands, timeout_s
        return self._moves

    def kill(self, testbed: Any) -> None:
        self.events.append('kill')
        for _ in range(20):
            self._send_state()

    def restart(self, testbed: Any) -> None:
        self.events.append('restart')
        self._latched = True
        for _ in range(2):
            self._x += self._drift_m
            self._send_state()
        self._callbacks['action_chunk'](b'')

    def _subscribe(
        self, kind: type, topic: str, callback: Callable[[Any], None], *_: Any, raw: bool = False
    ) -> None:
        self._callbacks[topic] = callback

    def _send_state(self) -> None:
        state = RobotState()
        state.header.stamp = to_stamp(time.time_ns())
        state.end_effector.position.x = self._x
        self._callbacks['robot_state'](state)

    def _wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        del timeout_s
        return condition()

    def _trigger(self, service: str) -> None:
        self.events.append(service)
        self._latched = service != 'reset'
        time.sleep(0.001)
        self._send_state()


@pytest.fixture(autouse=True)
def short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ('_WATCH_S', '_AFTER_RESET_S'):
        monkeypatch.setattr(restart_run, name, 0.01)


def make_runs(monkeypatch: pytest.MonkeyPatch, system: RestartedRobot) -> RestartRuns:
    for name in ('kill', 'restart'):
        monkeypatch.setattr(restart_run, name, getattr(system, name))
    monkeypatch.setattr(restart_run, 'latch_stop', lambda testbed: system.events.append('stop'))
    return RestartRuns(system)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ('stops', 'events'),
    [(False, ['kill', 'restart', 'reset']), (True, ['stop', 'kill', 'restart', 'send', 'reset'])],
)
def test_motion_is_measured_from_the_restart_to_reset(
    monkeypatch: pytest.MonkeyPatch, stops: bool, events: list[str]
) -> None:
    for drift_m in (0.0, 0.02):
        system = RestartedRobot(drift_m)
        sample = make_runs(monkeypatch, system).run(stops=stops)
        assert system.events == events
        assert sample.until_reset_m == pytest.approx(drift_m)
        assert (sample.status, sample.chunks, sample.moved) == ('stopped: restart', 1, drift_m > 0)
        assert sample.after_reset_m == 0.0
        assert sample.reset_s is not None


def test_robot_that_does_not_move_before_the_kill_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = make_runs(monkeypatch, RestartedRobot(0.0, moves=False))
    with pytest.raises(TestbedError, match='the robot must move within 60 s'):
        runs.run(stops=False)
