# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Camera pose from parameters and from tf2."""

from collections.abc import Iterator
import sys
from types import ModuleType
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rclpy.node import Node
from vla_common.testing import NodeTestHarness
from vla_perception.camera_pose import camera_pose_source
from vla_perception.camera_pose import FixedCameraPose
from vla_perception.projection import CameraPose

GIVEN = CameraPose.look_at((1.0, 0.0, 0.5), (0.0, 0.0, 0.5))


class UnknownTransform(Exception):
    """Substitute for tf2_ros.TransformException."""


@pytest.fixture
def tf2_ros(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Substitute for tf2_ros, which pip cannot install; `known` holds its transforms."""
    module: Any = ModuleType('tf2_ros')
    module.known = {}
    module.listening = 0

    class FakeTfBuffer:
        def lookup_transform(self, target: str, source: str, time: object) -> Any:
            try:
                return module.known[target, source]
            except KeyError as error:
                raise UnknownTransform(f'{source} does not exist') from error

    class FakeTransformListener:
        def __init__(self, buffer: FakeTfBuffer, node: Node) -> None:
            module.listening += 1

        def unregister(self) -> None:
            module.listening -= 1

    module.Buffer, module.TransformListener = FakeTfBuffer, FakeTransformListener
    module.TransformException = UnknownTransform
    monkeypatch.setitem(sys.modules, 'tf2_ros', module)
    yield module
    assert module.listening == 0


def test_without_use_tf_the_parameters_are_used(ros: NodeTestHarness) -> None:
    source = camera_pose_source(ros.node, 'base_link', GIVEN, use_tf=False)
    assert source.pose('any_frame') is GIVEN
    source.close()


def test_without_tf2_ros_the_parameters_are_used(
    ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, 'tf2_ros', None)
    source = camera_pose_source(ros.node, 'base_link', GIVEN, use_tf=True)
    assert isinstance(source, FixedCameraPose)


def test_tf_is_used_as_soon_as_it_has_the_transform(ros: NodeTestHarness, tf2_ros: Any) -> None:
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


def test_without_a_fallback_a_missing_transform_is_an_error(
    ros: NodeTestHarness, tf2_ros: Any
) -> None:
    source = camera_pose_source(ros.node, 'base_link', None, use_tf=True)
    with pytest.raises(ValueError, match="tf must have the pose of 'optical' in base_link"):
        source.pose('optical')
    source.close()


def test_without_a_fallback_tf2_ros_is_required(
    ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, 'tf2_ros', None)
    with pytest.raises(ValueError, match='needs the package tf2_ros_py'):
        camera_pose_source(ros.node, 'base_link', None, use_tf=True)
