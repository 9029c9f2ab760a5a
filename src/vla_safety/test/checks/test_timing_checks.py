# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Timing checks of a chunk: stamp, order, age of the inputs."""

import math
from typing import Any

from check_samples import assert_refused
from check_samples import assess
import pytest
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.testing.gate_harness import EPOCH_S
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.types.chunk import Chunk
from vla_safety.types.input_fault import InputFault


@pytest.mark.parametrize(
    ('check', 'context'),
    [
        ('order', {'last_stamp_ns': int((EPOCH_S + 0.1) * 1e9)}),
        ('order', {'last_stamp_ns': int(EPOCH_S * 1e9), 'last_sequence': 0}),
        ('order', {'last_stamp_ns': int(EPOCH_S * 1e9), 'last_sequence': 7}),
        ('state_unknown', {'robot': None}),
        ('state_stale', {'robot_age_s': 0.61}),
        ('start_place', {'start_allowed': False}),
    ],
)
def test_chunks_are_refused_by_order_and_robot_state(check: str, context: dict[str, Any]) -> None:
    assert [v.check for v in assess(make_chunk(), **context).refusals] == [check]


def test_a_fault_of_the_robot_state_is_the_reason() -> None:
    fault = InputFault('state_frame', 'wrong frame')
    for context in ({'robot': None}, {'robot_age_s': 0.61}):
        (violation,) = assess(make_chunk(), state_fault=fault, **context).refusals
        assert (violation.check, violation.message) == fault
    assert assess(make_chunk(), state_fault=fault).accepted


def test_a_restarted_policy_may_count_from_zero() -> None:
    before_ns = int((EPOCH_S - 0.1) * 1e9)
    assert assess(make_chunk(), last_stamp_ns=before_ns, last_sequence=99).accepted
    same_ns = int(EPOCH_S * 1e9)
    newer = make_chunk(sequence=100)
    assert assess(newer, last_stamp_ns=same_ns, last_sequence=99).accepted


CASES: tuple[tuple[str, list[int], Chunk], ...] = (
    ('stamp_clock', [-1], make_chunk(stamp_ns=0)),
    ('stamp_clock', [-1], make_chunk(stamp_ns=12_300_000_000)),
    ('stamp_clock', [-1], make_chunk(stamp_ns=int((EPOCH_S + 3600) * 1e9))),
    ('stamp_future', [-1], make_chunk(stamp_ns=int((EPOCH_S + 0.25) * 1e9))),
    ('stamp_stale', [-1], make_chunk(stamp_ns=int((EPOCH_S - 1.2) * 1e9))),
    ('stamp_expired', [-1], make_chunk(step_duration_s=0.009)),
)


@pytest.mark.parametrize(('check', 'steps', 'chunk'), CASES)
def test_chunks_with_an_invalid_stamp_are_refused(
    check: str, steps: list[int], chunk: Chunk
) -> None:
    assert_refused(check, steps, chunk)


@pytest.mark.parametrize(
    ('camera', 'check'),
    [
        (CameraStatus(), 'image_unknown'),
        (CameraStatus(0.3, 1.1), 'features_stale'),
        (CameraStatus(1.3, 0.1, 'image_frozen', 'Restart the camera'), 'image_frozen'),
    ],
)
def test_motion_needs_recent_images(camera: CameraStatus, check: str) -> None:
    (violation,) = assess(make_chunk(), camera=camera).refusals
    assert violation.check == check
    assert 'camera' in violation.message


@pytest.mark.parametrize(
    ('age_s', 'check'), [(math.inf, 'language_unknown'), (1.1, 'language_stale')]
)
def test_motion_needs_a_recent_language_heartbeat(age_s: float, check: str) -> None:
    assert [v.check for v in assess(make_chunk(), language_age_s=age_s).refusals] == [check]
    assert assess(make_chunk(), language_age_s=0.9).accepted


def test_motion_needs_the_deadman_switch_held() -> None:
    assert [v.check for v in assess(make_chunk(), deadman_held=False).refusals] == ['deadman']
