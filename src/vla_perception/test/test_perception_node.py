# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Perception node with real messages."""

from pathlib import Path
from typing import Any

from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
import numpy as np
from perception_harness import PerceptionNodeHarness
import pytest
from rclpy.parameter import Parameter
from vla_common.checkpoint import save_checkpoint
from vla_common.conversions import stamp_ns
from vla_common.testing import NodeTestHarness
from vla_perception import camera_stream
from vla_perception import frame_check
from vla_perception.frame_check import Exposure
from vla_perception.frame_check import measure_exposure
from vla_perception.table_rectification import training_camera
from vla_perception.table_rectification import TRAINING_CAMERA_FRAME
from vla_perception.visual_encoder import GridEncoder


def test_an_image_becomes_features_with_its_header(ros: NodeTestHarness) -> None:
    system = PerceptionNodeHarness(ros)
    system.connect()
    stamp = system.now_ns()
    system.send(200, stamp)
    ros.wait_for(lambda: bool(system.features))
    message = system.features[0]
    assert stamp_ns(message.header.stamp) == stamp
    assert message.header.frame_id == 'camera_optical_frame'
    assert (message.camera_position.x, message.camera_position.z) == (1.12, 0.66)
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

    for module in (camera_stream, frame_check):
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
    system = PerceptionNodeHarness(ros, injected=False, checkpoint=str(path), engine='torch')
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


def test_the_maximum_rate_changes_while_the_node_runs(ros: NodeTestHarness) -> None:
    harness = PerceptionNodeHarness(ros, max_rate_hz=1.0)
    harness.connect()
    assert harness.node.set_parameters_atomically(
        [Parameter('max_rate_hz', value=100.0), Parameter('frozen_after_s', value=0.5)]
    ).successful
    start_ns = harness.now_ns()
    sent = 0

    def send_and_count() -> bool:
        nonlocal sent
        sent += 1
        harness.send(sent % 200, start_ns + sent * 10_000_000)
        ros.spin(0.01)
        return len(harness.features) >= 10

    ros.wait_for(send_and_count, 5.0, 'not 10 features in 5 s')
    refused = harness.node.set_parameters_atomically([Parameter('max_rate_hz', value=0.0)])
    assert refused.reason.startswith('max_rate_hz must be within 0.1 and 240.0 Hz; got 0.0')


def test_rectified_features_are_in_the_frame_of_the_training_camera(ros: NodeTestHarness) -> None:
    matrix = training_camera(64, 48).intrinsics.matrix.tolist()
    system = PerceptionNodeHarness(
        ros,
        camera_pose_source='parameters',
        camera_matrix_px=[matrix[0][0], matrix[1][1], matrix[0][2], matrix[1][2]],
        camera_position_m=[1.12, 0.0, 0.70],
        # Sees most of the workspace; the mean color of the rest is gray.
        camera_look_at_m=[0.44, 0.3, 0.055],
    )
    system.connect()
    stamp = system.now_ns()
    system.send(255, stamp)
    ros.wait_for(lambda: bool(system.features))
    message = system.features[0]
    assert message.header.frame_id == TRAINING_CAMERA_FRAME
    assert message.camera_position.z == pytest.approx(0.70)
    assert stamp_ns(message.header.stamp) == stamp
    assert 120 < system.reds()[0] < 250
    ros.wait_for(lambda: 'must see the whole workspace' in system.status())


def test_without_a_camera_matrix_no_features_are_sent(ros: NodeTestHarness) -> None:
    system = PerceptionNodeHarness(ros, camera_pose_source='parameters')
    system.connect()
    system.send(255, system.now_ns())
    ros.wait_for(lambda: 'camera_info must give the camera matrix' in system.status())
    assert not system.features
