# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Durations of the computations, independent of the speed of the machine."""

from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_system_tests.benchmark.parts import measure
from vla_system_tests.benchmark.parts import pipeline_parts
from vla_system_tests.benchmark.parts import safety_parts


def test_parts_are_measured_in_turn() -> None:
    order: list[str] = []
    report = measure({'a': lambda: order.append('a'), 'b': lambda: order.append('b')}, rounds=5)
    assert order == ['a', 'b'] * (len(order) // 2)
    assert set(report) == {'a', 'b'}
    assert all(0 <= row['p50_ms'] <= row['p99_ms'] for row in report.values())


def test_measured_chunk_is_accepted() -> None:
    """A refused chunk would need less time."""
    verdict = safety_parts()['safety, one chunk']()
    assert verdict is not None
    assert verdict.accepted  # type: ignore[attr-defined]


def test_every_part_of_the_pipeline_runs() -> None:
    with World(sample_scene(1, ('blue sphere', 'green bowl'))) as world:
        parts = pipeline_parts(world)
        assert parts['resize the image']().ndim >= 3  # type: ignore[attr-defined]
        output = parts['policy step']()
    assert len(parts) == 7
    assert output is not None
