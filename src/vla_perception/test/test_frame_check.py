# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detection of black, over-exposed and frozen frames."""

import numpy as np
import pytest
from vla_perception.frame_check import Exposure
from vla_perception.frame_check import FrameCheck
from vla_perception.frame_check import FrameState
from vla_perception.frame_check import measure_exposure

NORMAL = Exposure(0.0, 0.0)
SCENE = np.random.default_rng(0).integers(0, 256, (192, 256, 3), np.uint8)


@pytest.mark.parametrize(
    ('image', 'state'),
    [
        (SCENE, FrameState.OK),
        (SCENE // 64, FrameState.BLACK),
        (255 - SCENE // 64, FrameState.OVEREXPOSED),
        (np.full_like(SCENE, 128), FrameState.OK),
        (np.where(np.arange(256)[None, :, None] < 20, SCENE, 0).astype(np.uint8), FrameState.OK),
    ],
)
def test_a_frame_is_black_or_overexposed_or_ok(image: np.ndarray, state: FrameState) -> None:
    assert FrameCheck(frozen_after_s=1.0).update(image, measure_exposure(image), 0.0) is state


def test_exposure_is_measured_in_shares() -> None:
    image = np.full((4, 4, 3), 128, np.uint8)
    assert measure_exposure(image) == (0.0, 0.0)
    image[:1], image[1:3] = 0, 255
    assert measure_exposure(image) == (0.25, 0.5)


def test_identical_frames_are_frozen_after_the_limit() -> None:
    check = FrameCheck(frozen_after_s=1.0)
    states = [
        check.update(SCENE.copy(), NORMAL, 5.0 + time_s) for time_s in (0.0, 0.5, 0.99, 1.0, 7.0)
    ]
    assert states == [FrameState.OK] * 3 + [FrameState.FROZEN] * 2


def test_one_changed_pixel_ends_the_frozen_state() -> None:
    check = FrameCheck(frozen_after_s=1.0)
    check.update(SCENE, NORMAL, 0.0)
    assert check.update(SCENE, NORMAL, 2.0) is FrameState.FROZEN
    moved = SCENE.copy()
    moved[3, 4, 1] ^= 1
    assert check.update(moved, NORMAL, 2.1) is FrameState.OK
    assert check.update(moved, NORMAL, 3.0) is FrameState.OK


def test_a_reused_buffer_is_not_frozen() -> None:
    check = FrameCheck(frozen_after_s=1.0)
    buffer = SCENE.copy()
    check.update(buffer, NORMAL, 0.0)
    buffer[0, 0, 0] ^= 1
    assert check.update(buffer, NORMAL, 2.0) is FrameState.OK
