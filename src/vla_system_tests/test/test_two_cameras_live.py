# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The whole system with two cameras: during a command first one dies, then the other."""

from collections.abc import Iterator
import os
from pathlib import Path
import signal
import sys
from typing import NamedTuple

import pytest
from rcl_interfaces.srv import SetParameters
from rclpy.parameter import Parameter
from vla_bringup.demo.demo_run import DemoRun
from vla_bringup.files import default_params_file
from vla_bringup.launcher import Launcher
from vla_bringup.processes import ProcessGroup
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures

pytestmark = pytest.mark.timeout(400)

TARGET = 'red cube'
DRIVER = Path(__file__).parents[3] / 'examples' / 'camera_publisher.py'


class TwoCameraSystem(NamedTuple):
    """Client, processes, and the camera of each received message with features."""

    client: VlaClient
    processes: ProcessGroup
    first: list[str]
    wrist: list[str]

    def kill(self, name: str) -> None:
        self.processes.signal(name, signal.SIGKILL)

    def lose_images(self, share: float) -> None:
        """Make the simulated camera lose a share of its images."""
        service = self.client.run_on_executor(
            lambda: self.client.node.create_client(SetParameters, 'sim_node/set_parameters')
        )
        assert self.client.wait_for(service.service_is_ready, 20.0)
        parameter = Parameter('fault_drop_share', value=share).to_parameter_msg()
        future = service.call_async(SetParameters.Request(parameters=[parameter]))
        assert self.client.wait_for(future.done, 20.0)
        assert future.result().results[0].successful

    def safety(self) -> tuple[int, str]:
        """Return state and reason of the safety gate."""
        status = self.client.safety_status
        return (status.state, status.reason) if status else (-1, '')

    def perception(self) -> str:
        health = self.client.node_health.get('perception_node')
        return health.message if health else ''


@pytest.fixture(scope='module')
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoCameraSystem]:
    domain_id = free_domain_id()
    folder = tmp_path_factory.mktemp('log')
    # The safety node keeps its state there: that of a killed run would latch a stop.
    log = {'ROS_LOG_DIR': str(folder / 'ros'), 'ROS_DOMAIN_ID': str(domain_id)}
    environment = {**os.environ, **log}
    parameters = default_params_file().read_text()
    assert parameters.count('cameras: [camera]\n') == 1
    path = folder / 'vla.yaml'
    path.write_text(parameters.replace('cameras: [camera]\n', 'cameras: [camera, wrist]\n'))
    with (
        VlaClient('test_cameras', domain_id=domain_id) as client,
        ProcessGroup(folder) as processes,
    ):
        first, wrist = list[str](), list[str]()
        # Not the messages: pytest would print them, which takes minutes.
        for topic, cameras in (('visual_features', first), ('wrist/visual_features', wrist)):
            client.subscribe(
                VisualFeatures,
                topic,
                lambda message, cameras=cameras: cameras.append(message.camera),
                qos.RELIABLE_LATEST,
            )
        for name, command in Launcher(path, 1, (TARGET,)).commands('processes').items():
            processes.start(name, command, environment)
        remapped = ['--ros-args', '-r', 'camera/image_raw:=wrist/image_raw']
        processes.start('wrist', [sys.executable, str(DRIVER), *remapped], environment)
        DemoRun(client, lambda: '', lambda progress: None).wait_until_ready(120.0)
        yield TwoCameraSystem(client, processes, first, wrist)


def test_each_camera_has_features_of_its_own(system: TwoCameraSystem) -> None:
    assert system.client.wait_for(lambda: len(system.first) > 30 and len(system.wrist) > 30, 30.0)
    assert set(system.first) == {'camera'}
    assert set(system.wrist) == {'wrist'}


def test_a_command_succeeds_although_the_second_camera_dies(system: TwoCameraSystem) -> None:
    handle = system.client.send(f'pick up the {TARGET}')
    assert system.client.wait_for(lambda: handle.feedback is not None, 30.0)
    system.kill('wrist')
    result = handle.result(90.0)
    assert result.success, result
    named = 'wrist: no images received'
    assert system.client.wait_for(lambda: named in system.perception(), 30.0), system.perception()
    del system.wrist[:]
    count = len(system.first)
    assert system.client.wait_for(lambda: len(system.first) > count + 30, 30.0)
    assert system.wrist == []


def test_without_the_first_camera_the_robot_stops(system: TwoCameraSystem) -> None:
    system.client.send(f'put the {TARGET} at the near edge of the table')
    assert system.client.wait_for(lambda: system.safety()[0] == SafetyStatus.ACTIVE, 30.0)
    system.lose_images(1.0)
    reasons = {'features_stale', 'chunk_stale'}
    assert system.client.wait_for(lambda: system.safety()[1] in reasons, 10.0), system.safety()
    assert system.safety()[0] != SafetyStatus.ACTIVE
    named = 'camera: no images received'
    assert system.client.wait_for(lambda: named in system.perception(), 30.0), system.perception()
    system.lose_images(0.0)
    count = len(system.first)
    assert system.client.wait_for(lambda: len(system.first) > count + 30, 30.0)
