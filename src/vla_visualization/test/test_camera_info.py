# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Wrong camera_info: each is reported by its own rule, and the overlay goes on."""

from collections.abc import Callable
import math
import time
from typing import Any

import pytest
from sensor_msgs.msg import Image
from visualization_harness import ALL
from visualization_harness import camera_info
from visualization_harness import image
from visualization_harness import VisualizationNodeHarness
from visualization_msgs.msg import MarkerArray
from vla_common import qos
from vla_common.testing import NodeTestHarness

Rules = Callable[[MarkerArray], list[str]]


ZEROS = [0.0] * 9


@pytest.fixture
def system(ros: NodeTestHarness) -> VisualizationNodeHarness:
    system = VisualizationNodeHarness(ros, stale_after_s=30.0)
    system.connect()
    return system


@pytest.mark.parametrize(
    ('fields', 'problem'),
    [
        ({'width': 0, 'height': 0, 'k': ZEROS, 'd': []}, 'image size must be above 0, got 0 x 0'),
        ({'k': ZEROS}, 'k of camera_info must hold focal lengths above 0, got fx = 0.0'),
        ({'k': [math.nan] * 9}, 'k of camera_info must hold finite numbers, got [nan'),
        ({'d': [0.1] * 3}, 'd of camera_info must hold 0, 4, 5, 8, 12, 14 values, got 3'),
        ({'d': [0.1] * 1000}, 'values, got 1000'),
        ({'d': [math.nan] * 5}, 'd of camera_info must hold finite numbers, got [nan'),
        ({'width': 1280, 'height': 960}, 'size of the image, 64 x 48, got 1280 x 960'),
    ],
    ids=['all zero', 'K zero', 'K NaN', 'D of 3', 'D of 1000', 'D NaN', 'size'],
)
def test_a_wrong_camera_info_is_reported_and_the_overlay_goes_on(
    system: VisualizationNodeHarness,
    broken_rules: Rules,
    capfd: pytest.CaptureFixture[str],
    fields: dict[str, Any],
    problem: str,
) -> None:
    pictures = system.ros.collect(Image, 'attention_overlay', qos.BEST_EFFORT_LATEST)
    camera = system.ros.publisher(Image, 'camera/image_raw', qos.SENSOR)
    due_s = time.monotonic()

    def send(red: int) -> None:
        nonlocal due_s  # 30 Hz: a flood of images would starve the thread that draws.
        if time.monotonic() >= due_s:
            camera.publish(image(red))
            due_s += 1 / 30

    info = camera_info()
    for name, value in fields.items():
        setattr(info, name, value)
    system.send_everything()
    system.ros.wait_for(lambda: system.namespaces() == ALL)
    system.send('camera/camera_info', info)
    system.ros.wait_for(lambda: send(1) or system.reports(problem))
    count = len(pictures)
    system.ros.wait_for(lambda: send(2) or len(pictures) > count + 2)
    unseen = {'attention_target', 'attention_destination', 'camera'}
    assert ALL - system.namespaces() == unseen
    assert [rule for array in system.arrays for rule in broken_rules(array)] == []
    log = capfd.readouterr().err
    assert log.count(problem) == 1
    assert 'Traceback' not in log
    system.send('camera/camera_info', camera_info())
    system.ros.wait_for(lambda: system.namespaces() == ALL)


def test_a_camera_info_without_p_is_enough(system: VisualizationNodeHarness) -> None:
    info = camera_info()
    info.p = [0.0] * 12
    system.send_everything()
    system.send('camera/camera_info', info)
    system.ros.wait_for(lambda: system.namespaces() == ALL)
    assert not system.reports('camera_info')
