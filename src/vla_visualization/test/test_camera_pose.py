# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Where the camera is: parameters, tf2, and what happens without it."""

from collections.abc import Iterator
import sys
from types import ModuleType
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rclpy.node import Node
from vla_common.testing import NodeTestHarness
from vla_visualization.camera_pose import camera_pose_source
from vla_visualization.camera_pose import FixedPose
from vla_visualization.projection import CameraPose
from vla_visualization.settings import VisualizationSettings

GIVEN = CameraPose.look_at((1.0, 0.0, 0.5), (0.0, 0.0, 0.5))


class UnknownTransform(Exception):
    """Stands for tf2's exception of the same role."""


@pytest.fixture
def tf2_ros(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Stand in for tf2_ros, which only a ROS install has; `known` holds its transforms."""
    module: Any = ModuleType('tf2_ros')
    module.known = {}
    module.listening = 0

    class Buffer:
        def lookup_transform(self, target: str, source: str, time: object) -> Any:
            try:
                return module.known[target, source]
            except KeyError as error:
                raise UnknownTransform(f'{source} does not exist') from error

    class TransformListener:
        def __init__(self, buffer: Buffer, node: Node) -> None:
            module.listening += 1

        def unregister(self) -> None:
            module.listening -= 1

    module.Buffer, module.TransformListener = Buffer, TransformListener
    module.TransformException = UnknownTransform
    monkeypatch.setitem(sys.modules, 'tf2_ros', module)
    yield module
    assert module.listening == 0


def test_parameters_are_used_where_tf_is_not_wanted(ros: NodeTestHarness) -> None:
    source = camera_pose_source(ros.node, 'base_link', GIVEN, use_tf=False)
    assert source.pose('any_frame') is GIVEN
    source.close()


def test_parameters_are_used_where_tf_is_not_installed(
    ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, 'tf2_ros', None)
    source = camera_pose_source(ros.node, 'base_link', GIVEN, use_tf=True)
    assert isinstance(source, FixedPose)


def test_tf_wins_as_soon_as_it_knows(ros: NodeTestHarness, tf2_ros: Any) -> None:
    source = camera_pose_source(ros.node, 'base_link', GIVEN, use_tf=True)
    assert source.pose('optical') is GIVEN
    tf2_ros.known['base_link', 'optical'] = SimpleNamespace(
        transform=SimpleNamespace(
            translation=SimpleNamespace(x=0.1, y=0.2, z=0.9),
            rotation=SimpleNamespace(x=1.0, y=0.0, z=0.0, w=0.0),
        )
    )
    pose = source.pose('optical')
    np.testing.assert_allclose(pose.position_m, (0.1, 0.2, 0.9))
    np.testing.assert_allclose(pose.rotation, np.diag([1, -1, -1]))
    assert source.pose('other') is GIVEN
    source.close()


def test_an_orientation_in_the_parameters_wins_over_the_point_looked_at() -> None:
    settings = VisualizationSettings(camera_orientation_xyzw=(1.0, 0.0, 0.0, 0.0))
    np.testing.assert_allclose(settings.camera_pose.rotation, np.diag([1, -1, -1]))
    upright = VisualizationSettings().camera_pose
    assert upright.rotation[2, 0] == pytest.approx(0)
    assert upright.rotation[0, 2] < 0


def test_parameters_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match='length 1'):
        _ = VisualizationSettings(camera_orientation_xyzw=(0.0, 0.0, 0.0, 2.0)).camera_pose
    with pytest.raises(ValueError, match='x_min < x_max'):
        _ = VisualizationSettings(table_bounds_m=(1.0, 0.0, 0.0, 1.0)).bounds
