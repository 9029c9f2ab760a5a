# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A few reactions of a real safety node; `make reactions` measures all of them, often."""

from pathlib import Path

from cpu_load import Busyness
import pytest
from vla_system_tests.stop_latency.cases import CASES
from vla_system_tests.stop_latency.main import measure_case

pytestmark = pytest.mark.timeout(300)

#: On a machine with nothing else to do; `make reactions` there shows the real times.
SLACK_S = 0.5


@pytest.mark.parametrize('name', ['perception_dead', 'camera_frozen', 'stop_word'])
def test_a_moving_robot_stands_and_goes_on_to_the_next(name: str, tmp_path: Path) -> None:
    with Busyness() as busyness:
        reactions = measure_case(name, 2, tmp_path)
    assert len(reactions) == 2
    assert [r.reason for r in reactions] == [CASES[name].reason] * 2
    assert all(r.speed_m_s > 0.0 for r in reactions)
    slack_s = SLACK_S * busyness.factor
    assert all(0.0 < r.took_s < r.declared_s + slack_s for r in reactions), reactions
