# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A selected object is followed by its position; its description is not evaluated again."""

import pytest
from vla_policy.control.detections import Detection
from vla_policy.control.object_tracking import TrackedObject

Position = tuple[float, float]
START = (0.5, 0.1)


def detection(name: str, position: Position = START) -> Detection:
    color, kind = name.split()
    return Detection(color, kind, position, 0.9)


CUBE = detection('red cube')
OTHER_CUBE = detection('red cube', (0.3, -0.2))
SPHERE = detection('red sphere', (0.51, 0.1))


def test_an_object_is_followed_to_its_nearest_detection() -> None:
    tracked = TrackedObject.select(CUBE, [CUBE, OTHER_CUBE, SPHERE])
    moved = detection('red cube', (0.53, 0.1))
    assert tracked.updated([OTHER_CUBE, SPHERE, moved], START).detection == moved


@pytest.mark.parametrize(
    ('name', 'position'),
    [
        ('red cube', (0.56, 0.1)),  # too far
        ('red sphere', (0.51, 0.1)),
        ('blue cube', (0.51, 0.1)),
    ],
)
def test_another_detection_does_not_replace_a_hidden_object(name: str, position: Position) -> None:
    tracked = TrackedObject.select(CUBE, [CUBE, OTHER_CUBE])
    assert tracked.updated([OTHER_CUBE, detection(name, position)], START) is tracked


def test_the_only_object_of_its_name_is_followed_over_any_distance() -> None:
    tracked = TrackedObject.select(CUBE, [CUBE, SPHERE])
    assert tracked.updated([SPHERE, OTHER_CUBE], START).detection == OTHER_CUBE
    # Two of that name far away: it is unknown which one it is.
    third = detection('red cube', (0.6, -0.2))
    assert tracked.updated([third, OTHER_CUBE], START) is tracked
    assert tracked.updated([], START) is tracked


def test_another_object_whose_shape_is_misread_is_not_followed() -> None:
    tracked = TrackedObject.select(CUBE, [CUBE, detection('red sphere', (0.3, -0.2))])
    misread = detection('red cube', (0.31, -0.2))
    assert tracked.updated([misread], START) is tracked


def test_the_expected_position_decides_not_the_last_detection() -> None:
    tracked = TrackedObject.select(CUBE, [CUBE, OTHER_CUBE])
    assert tracked.updated([CUBE, OTHER_CUBE], (0.31, -0.2)).detection == OTHER_CUBE
