# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One short run of the benchmark with real processes."""

from pathlib import Path

import pytest
from vla_system_tests.benchmark.case import CASES
from vla_system_tests.benchmark.run import run_case
from vla_system_tests.benchmark.summary import STAGES


@pytest.mark.timeout(240)
def test_run_measures_every_figure(tmp_path: Path) -> None:
    """No bar: only that each figure is measured, and that the ages of an image add up."""
    figures = run_case(CASES['stored_640x480_processes'], tmp_path, duration_s=4.0)
    stages = figures['stages']
    assert all(row['n'] > 0 for row in stages.values())
    assert stages['image to action']['max_ms'] >= stages['image to features']['max_ms'] > 0.0
    assert figures['command to motion']['n'] > 0
    assert figures['images'] >= 30
    # Images between two planned ones wait for the second.
    assert figures['reaction']['n'] > stages['image to action']['n']
    assert figures['reaction']['p50_ms'] >= 0.9 * stages['image to action']['p50_ms']
    assert figures['images lost'] < figures['images']
    assert figures['tick jitter']['n'] > 0
    assert {'policy_node', 'stored_scene', 'benchmark'} <= set(figures['cpu_cores'])
    assert all(mib > 10.0 for mib in figures['memory_mib'].values())
    assert 0.0 < figures['ready_s'] < 120.0
    assert 'scene changes' not in figures


@pytest.mark.timeout(240)
def test_robot_follows_a_target_that_moves(tmp_path: Path) -> None:
    figures = run_case(CASES['stored_640x480_processes_moving'], tmp_path, duration_s=8.0)
    changes = figures['scene changes']
    assert changes['n'] > changes['missed']
    assert changes['mean_ms'] > figures['stages']['image to features']['p50_ms']


@pytest.mark.timeout(300)
def test_diagnostics_agree_with_the_benchmark(tmp_path: Path) -> None:
    """The nodes count all images, and the command before the measurement too: 30 s outweigh it."""
    figures = run_case(CASES['stored_640x480_processes'], tmp_path, duration_s=30.0)
    measured, diagnosed = figures['stages'], figures['diagnostics']
    assert set(diagnosed) == set(STAGES)
    for stage in STAGES:
        expected_ms = measured[stage]['p50_ms']
        tolerance_ms = max(0.1 * expected_ms, 0.5)
        assert abs(diagnosed[stage]['p50_ms'] - expected_ms) <= tolerance_ms, (stage, figures)
