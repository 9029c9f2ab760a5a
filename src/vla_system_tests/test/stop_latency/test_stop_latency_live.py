# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A few stop latencies of a real safety node; `make stop-latency` measures all, often."""

from pathlib import Path

from cpu_load import CpuLoadMeter
import pytest
from vla_system_tests.stop_latency.cases import CASES
from vla_system_tests.stop_latency.main import measure_case

pytestmark = pytest.mark.timeout(300)

#: Tolerance on an idle machine; `make stop-latency` measures the real times.
SLACK_S = 0.5


@pytest.mark.parametrize('name', ['perception_dead', 'camera_frozen', 'stop_word'])
def test_moving_robot_stops_and_moves_again(name: str, tmp_path: Path) -> None:
    with CpuLoadMeter() as load:
        samples = measure_case(name, 2, tmp_path)
    assert len(samples) == 2
    assert [s.reason for s in samples] == [CASES[name].reason] * 2
    assert all(s.speed_m_s > 0.0 for s in samples)
    slack_s = SLACK_S * load.factor
    assert all(0.0 < s.took_s < s.declared_s + slack_s for s in samples), samples
