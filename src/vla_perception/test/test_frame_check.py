# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0

import numpy as np
import pytest
from vla_perception.frame_check import exposure
from vla_perception.frame_check import FrameCheck
from vla_perception.frame_check import FrameState
from vla_perception.frame_counter import FrameCounter

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
def test_judges_one_frame(image: np.ndarray, state: FrameState) -> None:
    assert FrameCheck(frozen_after_s=1.0).update(image, 0.0) is state


def test_exposure_is_told_in_shares() -> None:
    image = np.full((4, 4, 3), 128, np.uint8)
    assert exposure(image) == (0.0, 0.0)
    image[:1], image[1:3] = 0, 255
    assert exposure(image) == (0.25, 0.5)


def test_identical_frames_are_frozen_after_a_while() -> None:
    check = FrameCheck(frozen_after_s=1.0)
    states = [check.update(SCENE.copy(), 5.0 + time_s) for time_s in (0.0, 0.5, 0.99, 1.0, 7.0)]
    assert states == [FrameState.OK] * 3 + [FrameState.FROZEN] * 2


def test_one_changed_pixel_thaws() -> None:
    check = FrameCheck(frozen_after_s=1.0)
    check.update(SCENE, 0.0)
    assert check.update(SCENE, 2.0) is FrameState.FROZEN
    moved = SCENE.copy()
    moved[3, 4, 1] ^= 1
    assert check.update(moved, 2.1) is FrameState.OK
    assert check.update(moved, 3.0) is FrameState.OK


def test_a_buffer_that_is_used_again_is_not_frozen() -> None:
    check = FrameCheck(frozen_after_s=1.0)
    buffer = SCENE.copy()
    check.update(buffer, 0.0)
    buffer[0, 0, 0] ^= 1
    assert check.update(buffer, 2.0) is FrameState.OK


def test_counter_gives_the_rate_since_the_last_question() -> None:
    counter = FrameCounter(10.0)
    for _ in range(30):
        counter.add()
    assert counter.rate_hz(12.0) == pytest.approx(15.0)
    assert counter.rate_hz(13.0) == 0.0
    counter.add()
    assert counter.rate_hz(13.5) == pytest.approx(2.0)
    assert counter.rate_hz(13.5) == 0.0
    assert counter.total == 31
