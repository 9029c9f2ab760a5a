# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion to the home position."""

from dataclasses import replace

import numpy as np
from policy_samples import sample_end_effector
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.return_motion import ReturnMotion
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

MAP = np.ones((1, 1))
TEMPLATE = PolicyOutput(
    Verdict.OK,
    0.9,
    TaskKind.PUSH,
    Phase.DONE,
    0.5,
    False,
    None,
    AttentionMaps(MAP, MAP, MAP),
    step=2,
)
HOME = np.array([0.35, 0.0, 0.30])
MOTION = ReturnMotion(HOME, TEMPLATE, is_holding=False, step_duration_s=0.1)
STATE = replace(sample_end_effector(yaw_rad=0.5), position=np.array([0.5, 0.2, 0.16]), gripper=0.4)


def test_the_motion_ends_at_home() -> None:
    state = STATE
    for i in range(20):
        if MOTION.is_finished(state):
            break
        chunk = MOTION.output(0.2 * i, state).chunk
        assert chunk is not None
        state = replace(state, position=chunk.position[1])
    assert MOTION.is_finished(state)
    np.testing.assert_allclose(state.position, HOME, atol=0.015)


def test_a_chunk_keeps_yaw_and_gripper_and_is_within_the_limits_of_the_gate() -> None:
    output = MOTION.output(7.0, STATE)
    chunk = output.chunk
    assert chunk is not None
    assert (output.finished, output.phase, output.step) == (False, Phase.RETREAT, 2)
    assert (chunk.stamp_s, chunk.phase, chunk.destination) == (7.0, Phase.RETREAT, None)
    assert chunk.task == TaskKind.PUSH
    np.testing.assert_allclose(chunk.gripper, 0.4)
    np.testing.assert_allclose(np.linalg.norm(chunk.quaternion, axis=1), 1.0)
    steps_m = np.linalg.norm(np.diff([STATE.position, *chunk.position], axis=0), axis=1)
    assert steps_m.max() <= 0.025 + 1e-9
    np.testing.assert_allclose(np.diff(chunk.position[:, 2]).clip(max=0.0), 0.0)


def test_the_last_step_terminates_the_trajectory() -> None:
    near = replace(STATE, position=HOME + (0.0, 0.05, 0.0))
    chunk = MOTION.output(0.0, near).chunk
    assert chunk is not None
    first = int(np.flatnonzero(chunk.termination)[0])
    np.testing.assert_allclose(chunk.position[first:], np.tile(HOME, (16 - first, 1)))
    assert chunk.termination[:first].max() == 0.0


def test_the_tool_rises_from_between_the_objects_before_it_moves_sideways() -> None:
    low = replace(STATE, position=np.array([0.5, 0.2, 0.03]))
    chunk = MOTION.output(0.0, low).chunk
    assert chunk is not None
    between_objects = chunk.position[:, 2] < 0.149
    assert 3 < between_objects.sum() < 12
    np.testing.assert_allclose(
        chunk.position[between_objects, :2], [[0.5, 0.2]] * between_objects.sum()
    )
    assert np.linalg.norm(chunk.position[-1, :2] - (0.5, 0.2)) > 0.05


def test_a_gripper_that_holds_an_object_stays_closed() -> None:
    chunk = replace(MOTION, is_holding=True).output(0.0, STATE).chunk
    assert chunk is not None
    np.testing.assert_allclose(chunk.gripper, 0.0)
