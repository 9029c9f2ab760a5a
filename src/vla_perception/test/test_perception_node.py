# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Perception node with real messages."""

from pathlib import Path
from typing import Any

import cv2
from diagnostic_msgs.msg import DiagnosticArray
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
import numpy as np
import pytest
from rclpy.parameter import Parameter
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
import torch
from vla_common import qos
from vla_common.checkpoint import save_checkpoint
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_stamp
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import VisualFeatures
from vla_perception import frame_check
from vla_perception import perception_node
from vla_perception.frame_check import Exposure
from vla_perception.frame_check import measure_exposure
from vla_perception.perception_node import PerceptionNode
from vla_perception.visual_encoder import GridEncoder


class MeanColorEncoder:
    """Encode an image as its mean color."""

    encoder_id = 'mean_v1'

    def encode(self, image: torch.Tensor) -> list[torch.Tensor]:
        return [image.mean((1, 2)).reshape(1, 1, 3)]


class PerceptionNodeHarness:
    """Perception node with publishers of images and subscribers of its outputs."""

    def __init__(self, ros: NodeTestHarness, injected: bool = True, **parameters: Any) -> None:
        self.ros = ros
        overrides = [Parameter(name, value=value) for name, value in parameters.items()]
        self.node = ros.add(
            PerceptionNode(
                MeanColorEncoder() if injected else None,
                context=ros.context,
                parameter_overrides=overrides,
            )
        )
        self.features = ros.collect(VisualFeatures, 'visual_features', qos.RELIABLE_LATEST)
        self.diagnostics = ros.collect(DiagnosticArray, '/diagnostics')

    def connect(self) -> None:
        """Wait until the node receives images and its features are received."""
        self.raw = self.ros.publisher(Image, 'camera/image_raw', qos.SENSOR)
        self.compressed = self.ros.publisher(
            CompressedImage, 'camera/image_raw/compressed', qos.SENSOR
        )
        count = self.ros.node.count_publishers
        self.ros.wait_for(lambda: self.node.is_active and count('visual_features') > 0)

    def now_ns(self) -> int:
        return int(self.node.get_clock().now().nanoseconds)

    def send(self, red: int, stamp_ns: int, **changes: Any) -> None:
        pixels = np.zeros((48, 64, 3), np.uint8)
        pixels[..., 0] = red
        message = Image(height=48, width=64, encoding='rgb8', step=192, data=pixels.tobytes())
        message.header.stamp = to_stamp(stamp_ns)
        message.header.frame_id = 'camera_optical_frame'
        for name, value in changes.items():
            setattr(message, name, value)
        self.raw.publish(message)

    def send_compressed(self, red: int, stamp_ns: int) -> None:
        data = cv2.imencode('.png', np.full((48, 64, 3), (0, 0, red), np.uint8))[1].tobytes()
        message = CompressedImage(format='png', data=data)
        message.header.stamp = to_stamp(stamp_ns)
        self.compressed.publish(message)

    def reds(self) -> list[int]:
        return [round(255 * message.levels[0].data[0]) for message in self.features]

    def status(self) -> str:
        """Return level and message of the latest status."""
        own = [s for m in self.diagnostics for s in m.status if s.name == 'perception_node']
        return f'{own[-1].level[0]} {own[-1].message}' if own else ''

    def value(self, key: str) -> str:
        own = [s for m in self.diagnostics for s in m.status if s.name == 'perception_node']
        return {v.key: v.value for v in own[-1].values}.get(key, '') if own else ''


def test_an_image_becomes_features_with_its_header(ros: NodeTestHarness) -> None:
    system = PerceptionNodeHarness(ros)
    system.connect()
    stamp = system.now_ns()
    system.send(200, stamp)
    ros.wait_for(lambda: bool(system.features))
    message = system.features[0]
    assert stamp_ns(message.header.stamp) == stamp
    assert message.header.frame_id == 'camera_optical_frame'
    assert message.encoder_id == 'mean_v1'
    assert (message.image_height, message.image_width) == (48, 64)
    assert 0.0 < message.latency_s < 5.0
    assert system.reds() == [200]


def test_the_exposure_is_measured_once_per_frame(
    ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[int, ...]] = []

    def counting_measure(image: np.ndarray) -> Exposure:
        calls.append(image.shape)
        return measure_exposure(image)

    for module in (perception_node, frame_check):
        monkeypatch.setattr(module, 'measure_exposure', counting_measure)
    system = PerceptionNodeHarness(ros)
    system.connect()
    start = system.now_ns()
    for number, red in enumerate((255, 0, 128), start=1):
        system.send(red, start + number)
        ros.wait_for(lambda number=number: len(system.features) == number)
    assert calls == [(192, 256, 3)] * 3
    # One of three channels is white, the other two are black.
    shares = [(message.dark_share, message.bright_share) for message in system.features]
    assert np.allclose(shares, [(2 / 3, 1 / 3), (1.0, 0.0), (2 / 3, 0.0)])


def test_compressed_images_are_encoded_and_duplicates_are_skipped(ros: NodeTestHarness) -> None:
    system = PerceptionNodeHarness(ros)
    system.connect()
    start = system.now_ns()
    system.send_compressed(90, start)
    ros.wait_for(lambda: system.reds() == [90])
    system.send(91, start)  # the same image, raw
    ros.spin(0.1)
    system.send(92, start - 10_000_000)  # late
    ros.spin(0.1)
    system.send(93, start + 1)
    ros.wait_for(lambda: len(system.features) > 1)
    assert system.reds() == [90, 93]


def test_images_are_encoded_after_the_clock_was_set_back(ros: NodeTestHarness) -> None:
    system = PerceptionNodeHarness(ros)
    system.connect()
    start = system.now_ns()
    for red, stamp in ((10, start), (20, start - 5_000_000_000), (30, 0), (40, 0)):
        system.send(red, stamp)
        ros.wait_for(lambda red=red: red in system.reds())
    assert system.reds() == [10, 20, 30, 40]


def test_only_the_latest_image_is_encoded_at_the_maximum_rate(ros: NodeTestHarness) -> None:
    system = PerceptionNodeHarness(ros, max_rate_hz=2.0)
    system.connect()
    start = system.now_ns()
    system.send(1, start)
    ros.wait_for(lambda: system.reds() == [1])
    for red in range(2, 30):
        system.send(red, start + red)
        ros.spin(0.005)
    ros.wait_for(lambda: system.reds()[-1] == 29)
    assert len(system.features) <= 4
    assert system.reds() == sorted(system.reds())


@pytest.mark.parametrize(
    ('changes', 'text'),
    [
        ({'encoding': '64FC1'}, 'encoding must be one of'),
        ({'encoding': '16UC1'}, "got the depth image '16UC1'. Remap the color images"),
        ({'step': 100}, 'step must be at least'),
        ({'width': 0}, 'height and width must be within'),
        ({'data': b'\0'}, 'data must hold'),
    ],
)
def test_an_invalid_image_is_reported_and_the_next_one_is_encoded(
    ros: NodeTestHarness, changes: dict[str, Any], text: str
) -> None:
    system = PerceptionNodeHarness(ros)
    system.connect()
    start = system.now_ns()
    system.send(5, start, **changes)
    ros.wait_for(lambda: text in system.status())
    assert system.status().startswith('2 ')
    assert system.features == []
    system.send(6, start + 1)
    ros.wait_for(lambda: bool(system.features))
    assert system.reds() == [6]
    ros.wait_for(lambda: system.value('images_bad') == '1')


def test_diagnostics_report_missing_frozen_and_black_images(ros: NodeTestHarness) -> None:
    system = PerceptionNodeHarness(ros, frozen_after_s=0.2, expected_rate_hz=0.0)
    system.connect()
    ros.wait_for(lambda: 'no images received' in system.status())
    sent = 0

    def send_until(text: str, red: int) -> bool:
        nonlocal sent
        sent += 1
        system.send(red, system.now_ns())
        return text in system.status()

    ros.wait_for(lambda: send_until('frozen', 99))
    ros.wait_for(lambda: send_until('running', 30 + sent % 200))
    ros.wait_for(lambda: send_until('black', 0))


def test_the_shipped_encoder_is_loaded_from_a_checkpoint(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    encoder = GridEncoder()
    tensors = {f'visual.{name}': tensor for name, tensor in encoder.state_dict().items()}
    header = {'visual_encoder_id': 'grid_conv_v1', 'visual': encoder.config}
    path = tmp_path / 'model.safetensors'
    save_checkpoint(path, tensors, header)
    system = PerceptionNodeHarness(ros, injected=False, checkpoint=str(path))
    system.connect()
    system.send(128, system.now_ns())
    ros.wait_for(lambda: bool(system.features))
    assert system.features[0].encoder_id == 'grid_conv_v1'
    shapes = [(level.rows, level.cols, level.channels) for level in system.features[0].levels]
    assert shapes == [(12, 16, 96), (24, 32, 64)]
    assert np.isfinite(system.features[0].levels[1].data).all()


@pytest.mark.parametrize(
    ('parameters', 'text'),
    [
        ({'checkpoint': '/nowhere/none.safetensors'}, '/nowhere/none.safetensors'),
        ({'checkpoint': 'package://no_such_package/m'}, 'no_such_package'),
        ({'encoder': 'clip_v9'}, 'must be one of grid_conv_v1'),
    ],
)
def test_a_node_that_cannot_load_its_encoder_stays_up_and_reports_why(
    ros: NodeTestHarness, parameters: dict[str, str], text: str
) -> None:
    system = PerceptionNodeHarness(ros, injected=False, **parameters)
    ros.wait_for(lambda: 'configure failed' in system.status())
    assert text in system.status()
    assert not system.node.is_active


def test_the_node_can_be_cleaned_up_and_started_again(ros: NodeTestHarness) -> None:
    system = PerceptionNodeHarness(ros)
    system.connect()
    system.send(7, system.now_ns())
    ros.wait_for(lambda: system.reds() == [7])
    change = Transition
    for transition in (
        change.TRANSITION_DEACTIVATE,
        change.TRANSITION_CLEANUP,
        change.TRANSITION_CONFIGURE,
        change.TRANSITION_ACTIVATE,
    ):
        request = ChangeState.Request(transition=Transition(id=transition))
        assert ros.call(ChangeState, 'perception_node/change_state', request).success
    ros.wait_for(lambda: system.raw.get_subscription_count() == 1)
    ros.wait_for(lambda: ros.node.count_publishers('visual_features') == 1)

    def is_encoded() -> bool:
        system.send(8, system.now_ns())
        return 8 in system.reds()

    ros.wait_for(is_encoded)
