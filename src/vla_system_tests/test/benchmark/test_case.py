# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command lines of the cases."""

import pytest
from vla_system_tests.benchmark.case import BenchmarkCase
from vla_system_tests.benchmark.case import CASES
from vla_system_tests.benchmark.case import COMPOSED
from vla_system_tests.benchmark.case import PROCESSES
from vla_system_tests.benchmark.case import SIMULATOR
from vla_system_tests.benchmark.case import SIZE_CASES
from vla_system_tests.benchmark.case import STORED
from vla_system_tests.benchmark.case import STORED_SCENE


@pytest.mark.parametrize('mode', [PROCESSES, COMPOSED])
def test_stored_picture_replaces_the_simulator(mode: str) -> None:
    """There is one camera: the simulator, or the stored picture."""
    with_simulator = BenchmarkCase(SIMULATOR, mode).commands()
    stored = BenchmarkCase(STORED, mode, 1280, 720).commands()
    assert STORED_SCENE not in with_simulator
    assert ('sim_node' in with_simulator) is (mode == PROCESSES)
    assert 'sim_node' not in stored
    assert ('--no-sim' in stored.get(COMPOSED, [])) is (mode == COMPOSED)
    line = stored[STORED_SCENE]
    assert (line[line.index('--width') + 1], line[line.index('--height') + 1]) == ('1280', '720')


def test_target_of_the_only_command_moves() -> None:
    case = BenchmarkCase(STORED, PROCESSES, moves=True)
    assert case.requests == ('point at the blue sphere',)
    assert '--moves' in case.commands()[STORED_SCENE]
    still = BenchmarkCase(STORED, PROCESSES)
    assert len(still.requests) == 2
    assert '--moves' not in still.commands()[STORED_SCENE]


def test_names_are_unique_and_state_what_runs() -> None:
    names = [*CASES, *SIZE_CASES]
    assert len(names) == len(set(names)) == 8
    assert names[0] == 'stored_640x480_processes'
    assert 'stored_1920x1080_processes' in names
