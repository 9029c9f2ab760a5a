# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Several cameras of the perception node: real publishers, one of which fails."""

from collections.abc import Callable
import time
from typing import Any

from perception_harness import PerceptionNodeHarness
import pytest
from rclpy.parameter import Parameter
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import VisualFeatures

MS = 1_000_000


class TwoCameras(PerceptionNodeHarness):
    """Perception node with the cameras `camera` and `wrist`."""

    def __init__(self, ros: NodeTestHarness, **parameters: Any) -> None:
        cameras = {'cameras': ['camera', 'wrist'], 'expected_rate_hz': 0.0}
        super().__init__(ros, **{**cameras, **parameters})
        self.wrist_features = ros.collect(
            VisualFeatures, 'wrist/visual_features', qos.RELIABLE_LATEST
        )
        self.connect()
        self.wrist_raw = ros.publisher(Image, 'wrist/image_raw', qos.SENSOR)

    def send_wrist(self, red: int, stamp_ns: int, **changes: Any) -> None:
        front, self.raw = self.raw, self.wrist_raw
        self.send(red, stamp_ns, **changes)
        self.raw = front

    def wrist_reds(self) -> list[int]:
        return [round(255 * message.levels[0].data[0]) for message in self.wrist_features]

    def run(
        self,
        until: Callable[[], bool],
        front: Callable[[int], None] | None,
        wrist: Callable[[int], None] | None,
    ) -> None:
        """Send images of both cameras at 25 Hz until the condition holds."""
        begin_s, count = time.monotonic(), 0

        def is_done() -> bool:
            nonlocal count
            if time.monotonic() >= begin_s + count / 25:
                for send in (wrist, front):
                    if send:
                        send(30 + count % 200)
                count += 1
            return until()

        self.ros.wait_for(is_done, 15.0, f'not in time: {self.status()}')

    def front_now(self, red: int) -> None:
        self.send(red, self.now_ns())

    def wrist_now(self, red: int) -> None:
        self.send_wrist(red, self.now_ns())


def test_each_camera_has_features_with_its_name_and_stamp(ros: NodeTestHarness) -> None:
    system = TwoCameras(ros)
    system.run(
        lambda: len(system.features) > 4 and len(system.wrist_features) > 4,
        system.front_now,
        lambda red: system.send_wrist(255 - red, system.now_ns()),
    )
    assert {message.camera for message in system.features} == {'camera'}
    assert {message.camera for message in system.wrist_features} == {'wrist'}
    assert set(system.reds()) <= set(range(30, 231))
    stamps = [stamp_ns(m.header.stamp) for m in (*system.features, *system.wrist_features)]
    assert len(set(stamps)) == len(stamps)
    for name in ('images_encoded', 'wrist.images_encoded'):
        ros.wait_for(lambda name=name: int(system.value(name)) > 4, 5.0, name)
    assert system.status() == '0 running'


def test_the_newest_images_of_all_cameras_are_one_batch(ros: NodeTestHarness) -> None:
    sizes: list[int] = []
    system = TwoCameras(ros, max_rate_hz=1.0)
    encoder = system.node._encoder

    def encode_batch(images: Any) -> list[Any]:
        sizes.append(len(images))
        return [encoder.encode(image) for image in images]

    encoder.encode_batch = encode_batch
    system.send(1, system.now_ns())
    ros.wait_for(lambda: system.reds() == [1])
    # While the rate is exhausted, images come in bursts; only the newest of each is encoded. On a
    # busy machine a burst may be late or lose an image: then the next one shows it.
    newest, pairs = 1, []
    for batches in range(1, 6):
        start = system.now_ns()
        for number in range(10):
            newest += 1
            system.send_wrist(newest + 100, start + number * MS)
            system.send(newest, start + number * MS)
        ros.wait_for(lambda batches=batches: len(system.features) > batches)
        ros.spin(0.05)
        pairs.append((system.reds()[-1] - newest, system.wrist_reds()[-1:]))
        if pairs[-1] == (0, [newest + 100]):
            break
    assert pairs[-1] == (0, [newest + 100]), pairs
    assert sizes[-1] == 2
    assert len(system.features) == 1 + len(pairs)


def test_the_first_camera_goes_on_when_another_one_dies(ros: NodeTestHarness) -> None:
    system = TwoCameras(ros)
    system.run(lambda: len(system.wrist_features) > 2, system.front_now, system.wrist_now)
    text = '1 wrist: no images received: /wrist/image_raw has the publisher'
    system.run(lambda: system.status().startswith(text), system.front_now, None)
    del system.features[:], system.wrist_features[:]
    system.run(lambda: len(system.features) > 10, system.front_now, None)
    assert system.wrist_features == []
    latencies = [message.latency_s for message in system.features]
    assert sorted(latencies)[len(latencies) // 2] < 0.1, 'the dead camera delays the other one'


def test_without_the_first_camera_only_the_others_have_features(ros: NodeTestHarness) -> None:
    system = TwoCameras(ros)
    text = '1 camera: no images received: /camera/image_raw has the publisher'
    system.run(lambda: system.status().startswith(text), None, system.wrist_now)
    del system.wrist_features[:]
    system.run(lambda: len(system.wrist_features) > 10, None, system.wrist_now)
    assert system.features == []
    system.run(lambda: len(system.features) > 2, system.front_now, system.wrist_now)


def test_an_image_of_another_time_is_not_encoded_and_named(ros: NodeTestHarness) -> None:
    system = TwoCameras(ros)

    def wrist(red: int) -> None:
        system.send_wrist(red, system.now_ns() - 3_000 * MS)

    # Alone it would be encoded: begin with the first camera.
    system.run(lambda: len(system.features) > 2, system.front_now, None)
    text = 'wrist: image stamps must be within 0.1 s of those of the first camera, got -3.0'
    system.run(lambda: text in system.status(), system.front_now, wrist)
    assert ' camera: ' not in system.status()
    count = len(system.features)
    system.run(lambda: len(system.features) > count + 5, system.front_now, wrist)
    # A wider window accepts it.
    assert system.node.set_parameters_atomically(
        [Parameter('max_stamp_skew_s', value=5.0)]
    ).successful
    system.run(lambda: len(system.wrist_features) > 2, system.front_now, wrist)


def test_an_invalid_image_is_that_of_its_camera(ros: NodeTestHarness) -> None:
    system = TwoCameras(ros)

    def wrist(red: int) -> None:
        system.send_wrist(red, system.now_ns(), step=100)

    text = '2 wrist: invalid image: step must be at least'
    system.run(lambda: text in system.status(), system.front_now, wrist)
    system.run(lambda: len(system.features) > 5, system.front_now, wrist)
    assert system.wrist_features == []
    system.run(lambda: len(system.wrist_features) > 2, system.front_now, system.wrist_now)


def test_a_frozen_camera_is_named(ros: NodeTestHarness) -> None:
    system = TwoCameras(ros, frozen_after_s=0.2)
    text = '1 wrist: images must show the scene, the latest is frozen'
    system.run(
        lambda: system.status().startswith(text),
        system.front_now,
        lambda red: system.send_wrist(99, system.now_ns()),
    )


def test_only_the_first_camera_is_rectified(ros: NodeTestHarness) -> None:
    system = TwoCameras(ros, camera_pose_source='parameters')
    text = '2 camera: images cannot be rectified: camera/camera_info must give the camera matrix'
    system.run(lambda: text in system.status(), system.front_now, system.wrist_now)
    assert len(system.wrist_features) > 0
    assert system.features == []
    assert ros.node.count_subscribers('wrist/camera_info') == 0


@pytest.mark.parametrize(
    ('cameras', 'text'),
    [
        ([], 'cameras must have 1 to 4 names, got 0'),
        (['a', 'b', 'c', 'd', 'e'], 'cameras must have 1 to 4 names, got 5'),
        (['wrist', 'wrist'], 'cameras must have different names'),
        (['front', '/wrist'], "got '/wrist'"),
    ],
)
def test_a_wrong_list_of_cameras_is_an_error_of_the_configuration(
    ros: NodeTestHarness, cameras: list[str], text: str
) -> None:
    kind = Parameter.Type.STRING_ARRAY
    system = PerceptionNodeHarness(ros, cameras=(kind, cameras))
    ros.wait_for(lambda: 'configure failed' in system.status())
    assert text in system.status()
    assert not system.node.is_active
