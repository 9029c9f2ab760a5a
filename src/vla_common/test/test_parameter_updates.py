# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Changes of parameters: validation, direction, moment of the change, report."""

from dataclasses import dataclass
from typing import Any

import pytest
from rclpy.parameter import Parameter
from vla_common.parameter_updates import ParameterUpdates
from vla_common.settings import setting


@dataclass(frozen=True)
class DynamicSettings:
    rate_hz: float = setting(50.0, 'Rate', unit='Hz', minimum=1.0, maximum=200.0, change='any')
    max_speed_m_s: float = setting(0.5, 'Speed', minimum=0.0, maximum=1.0, change='down')
    lower_m: tuple[float, ...] = setting((0.0, 0.0), 'Lower corner', length=2, change='up')
    depth: int = setting(3, 'Depth', minimum=1, maximum=9, change='inactive')
    frame_id: str = setting('base_link', 'Frame')

    def __post_init__(self) -> None:
        if self.depth > self.rate_hz:
            raise ValueError(f'depth must be below rate_hz; got {self.depth}')


class Recorder:
    def __init__(self) -> None:
        self.active = True
        self.applied: list[DynamicSettings] = []
        self.reports: list[str] = []
        self.updates = ParameterUpdates('/arm', lambda: self.active, self.reports.append)
        self.updates.register(DynamicSettings(), self.applied.append, self._check)

    @staticmethod
    def _check(settings: DynamicSettings) -> None:
        if settings.rate_hz == 13.0:
            raise ValueError('rate_hz must not be 13')

    def change(self, **values: Any) -> str:
        """Return the problem of the values; accept them if there is none."""
        parameters = [
            Parameter(name, value=list(value) if isinstance(value, tuple) else value)
            for name, value in values.items()
        ]
        problem = self.updates.problem(parameters)
        if not problem:
            self.updates.accept(parameters)
        return problem


def test_a_change_is_applied_between_two_steps_and_reported() -> None:
    recorder = Recorder()
    assert recorder.change(rate_hz=20.0) == ''
    assert recorder.change(max_speed_m_s=0.25) == ''
    assert recorder.applied == []
    assert recorder.updates.summary() == ''
    recorder.updates.apply_pending()
    assert recorder.applied == [DynamicSettings(rate_hz=20.0, max_speed_m_s=0.25)]
    assert recorder.reports == [
        'parameters changed: rate_hz 50.0 -> 20.0, max_speed_m_s 0.5 -> 0.25'
    ]
    assert recorder.updates.summary() == 'rate_hz 50.0 -> 20.0, max_speed_m_s 0.5 -> 0.25'
    recorder.updates.apply_pending()
    assert len(recorder.applied) == 1
    recorder.change(rate_hz=50.0)
    recorder.updates.apply_pending()
    assert recorder.updates.summary() == 'max_speed_m_s 0.5 -> 0.25'


def test_several_values_change_at_once_or_not_at_all() -> None:
    recorder = Recorder()
    assert recorder.change(rate_hz=2.0) == 'depth must be below rate_hz; got 3'
    recorder.active = False
    assert recorder.change(rate_hz=2.0, depth=1) == ''
    recorder.updates.apply_pending()
    assert recorder.applied == [DynamicSettings(rate_hz=2.0, depth=1)]


@pytest.mark.parametrize(
    ('values', 'problem'),
    [
        ({'rate_hz': 500.0}, 'rate_hz must be within 1.0 and 200.0 Hz; got 500.0. Set another'),
        ({'rate_hz': float('nan')}, 'rate_hz must be within 1.0 and 200.0 Hz; got nan. Set'),
        ({'rate_hz': 20}, 'rate_hz must be a double; got 20, an integer. Write 20.0'),
        ({'rate_hz': 'x'}, "rate_hz must be a double; got 'x', a string. Set another value"),
        ({'rate_hz': None}, 'rate_hz cannot be deleted. Set another value'),
        ({'rate_hz': 13.0}, 'rate_hz must not be 13'),
        ({'lower_m': (1.0,)}, 'lower_m may only be raised'),
        (
            {'max_speed_m_s': 0.6},
            'max_speed_m_s may only be lowered while the node is active; got 0.5 -> 0.6. '
            'Deactivate the node first: ros2 lifecycle set /arm deactivate',
        ),
        ({'lower_m': (0.1, -0.1)}, 'lower_m may only be raised while the node is active'),
        ({'depth': 2}, 'depth may only be changed while the node is not active'),
    ],
)
def test_an_invalid_change_is_refused(values: dict[str, Any], problem: str) -> None:
    recorder = Recorder()
    assert recorder.change(**values).startswith(problem)
    recorder.updates.apply_pending()
    assert recorder.applied == []


def test_stricter_values_are_allowed_while_active() -> None:
    recorder = Recorder()
    assert recorder.change(lower_m=(0.1, 0.0), max_speed_m_s=0.1, depth=3) == ''


def test_an_inactive_node_accepts_all_directions() -> None:
    recorder = Recorder()
    recorder.active = False
    assert recorder.change(lower_m=(-0.1, 0.0), max_speed_m_s=0.9, depth=4) == ''


def test_other_parameters_are_ignored() -> None:
    recorder = Recorder()
    assert recorder.change(frame_id='map', use_sim_time=True) == ''
    recorder.updates.apply_pending()
    assert recorder.applied == []


def test_after_close_changes_are_kept_for_the_next_registration() -> None:
    recorder = Recorder()
    recorder.change(rate_hz=20.0)
    recorder.updates.apply_pending()
    recorder.updates.close()
    recorder.change(rate_hz=30.0)
    recorder.updates.apply_pending()
    assert len(recorder.applied) == 1
    recorder.updates.register(DynamicSettings(rate_hz=30.0), recorder.applied.append)
    assert recorder.updates.summary() == 'rate_hz 50.0 -> 30.0'
