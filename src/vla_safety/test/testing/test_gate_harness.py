# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Gate harness: clocks, inputs and the robot that follows."""

import numpy as np
import pytest
from vla_safety.testing.gate_harness import EPOCH_S
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk


def test_a_tick_advances_both_clocks_and_sends_the_inputs() -> None:
    harness = GateHarness()
    harness.tick(5)
    assert harness.now == pytest.approx((100.1, EPOCH_S + 0.1))
    assert harness.robot.stamp_ns == harness.stamp_ns
    ages = harness.gate.inputs.ages(harness.now)
    assert (ages.state_age_s, ages.language_age_s) == (0.0, 0.0)
    assert harness.commands == [None] * 5


def test_the_robot_follows_unless_switched_off(harness: GateHarness) -> None:
    harness.start_moving()
    command = harness.tick()
    assert command is not None
    np.testing.assert_array_equal(harness.robot.position, command.position)
    harness.robot_follows = False
    stood = harness.robot.position
    harness.tick(3)
    np.testing.assert_array_equal(harness.robot.position, stood)


def test_a_robot_that_cannot_start_is_an_error() -> None:
    with pytest.raises(RuntimeError, match='state_unknown'):
        GateHarness(state_alive=False).start_moving()


def test_a_chunk_ends_at_its_displacement() -> None:
    chunk = make_chunk(displacement=np.array((0.0, 0.2, 0.0)), sequence=3)
    np.testing.assert_allclose(chunk.positions[-1], HOME + (0.0, 0.2, 0.0))
    assert (len(chunk.positions), chunk.sequence) == (16, 3)
