# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Monitor of /clock: missing, stopped, running, not used."""

from vla_common.clock_monitor import ClockMonitor
from vla_common.clock_monitor import MAX_SILENCE_S


def _problem(monitor: ClockMonitor, ros_ns: int, now_s: float, **changes: bool | int) -> str:
    arguments = {'uses_sim_time': True, 'publishers': 0, **changes}
    return monitor.problem(ros_ns=ros_ns, now_s=now_s, **arguments)  # type: ignore[arg-type]


def test_a_missing_clock_is_reported_with_the_remedy() -> None:
    monitor = ClockMonitor(10.0)
    assert _problem(monitor, 0, 10.0 + 0.9 * MAX_SILENCE_S) == ''
    assert _problem(monitor, 0, 12.0) == (
        'no /clock received for 2 s although use_sim_time is true; 0 publishers found. Start what '
        'publishes /clock (a simulator, or `ros2 bag play --clock 100`), or set use_sim_time to '
        'false'
    )
    assert '1 publisher found' in _problem(monitor, 0, 12.0, publishers=1)


def test_a_clock_that_stops_is_reported_until_it_continues() -> None:
    monitor = ClockMonitor(0.0)
    assert _problem(monitor, 5_000_000_000, 1.0) == ''
    assert _problem(monitor, 5_000_000_000, 2.0) == ''
    text = _problem(monitor, 5_000_000_000, 4.0, publishers=2)
    assert text.startswith(
        '/clock has not advanced for 3 s at 5.000 s; 2 publishers found. Continue'
    )
    assert _problem(monitor, 5_100_000_000, 4.1) == ''
    assert _problem(monitor, 5_100_000_000, 5.0) == ''


def test_without_simulated_time_there_is_no_problem() -> None:
    monitor = ClockMonitor(0.0)
    assert _problem(monitor, 0, 100.0, uses_sim_time=False) == ''
    # The silence counts from the moment at which use_sim_time becomes true.
    assert _problem(monitor, 0, 101.0) == ''
    assert _problem(monitor, 0, 103.0) != ''
