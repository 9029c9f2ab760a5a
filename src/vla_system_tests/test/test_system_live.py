# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The whole system as separate processes, with the shipped checkpoint."""

from collections.abc import Iterator
import json
import os
from pathlib import Path
import signal
import subprocess
import sys
import time
from typing import Any

from cpu_load import CpuLoadMeter
from lifecycle_msgs.msg import State
from lifecycle_msgs.srv import GetState
import pytest
import rclpy
from std_msgs.msg import String
from vla_bringup.demo.demo_run import DemoRun
from vla_bringup.demo.report import DemoReport
from vla_bringup.files import default_params_file
from vla_bringup.launcher import Launcher
from vla_bringup.nodes import entries
from vla_bringup.processes import ProcessGroup
from vla_client.client import VlaClient
from vla_common.checkpoint import resolve_path
from vla_common.domain_id import free_domain_id

pytestmark = pytest.mark.timeout(400)

READY_S = 120.0
TARGET = 'red cube'
TOPICS = {
    'camera/image_raw',
    'camera/camera_info',
    'robot_state',
    'joint_states',
    'visual_features',
    'natural_language_command',
    'command_request',
    'command_embedding',
    'action_chunk',
    'attention',
    'detected_objects',
    'robot_action',
    'gripper_command',
    'safety_status',
    'policy_status',
    'multimodal_viz',
    'attention_overlay',
    'robot_description',
}
#: Topics that move the robot, and their only publishers.
SOLE_PUBLISHERS = {
    'robot_action': 'safety_node',
    'gripper_command': 'safety_node',
    'action_chunk': 'policy_node',
    'visual_features': 'perception_node',
    'command_embedding': 'language_node',
}


class LiveSystem:
    """A running system and its client."""

    def __init__(self, client: VlaClient, processes: ProcessGroup) -> None:
        self.client = client
        self.demo = DemoRun(client, lambda: str(processes.ended() or ''), lambda progress: None)
        self.heights_m: dict[str, float] = {}
        client.subscribe(String, 'sim_node/objects', self._on_objects)

    def _on_objects(self, message: String) -> None:
        objects = json.loads(message.data)['objects']
        self.heights_m = {name: position[2] for name, position in objects.items()}

    def state_of(self, node: str) -> int:
        state = self.client.run_on_executor(
            lambda: self.client.node.create_client(GetState, f'{node}/get_state')
        )
        assert self.client.wait_for(state.service_is_ready, 20.0), node
        future = state.call_async(GetState.Request())
        assert self.client.wait_for(future.done, 20.0), node
        return int(future.result().current_state.id)

    def execute(self, command: str) -> DemoReport:
        report = DemoReport(False, '', '', '', command, 1)
        self.demo.run(command, report, 90.0)
        return report


@pytest.fixture(scope='module')
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSystem]:
    domain_id = free_domain_id()
    environment = {**os.environ, 'ROS_DOMAIN_ID': str(domain_id)}
    launcher = Launcher(default_params_file(), 1, (TARGET,))
    folder = tmp_path_factory.mktemp('log')
    with (
        VlaClient('test_system', domain_id=domain_id) as client,
        ProcessGroup(folder) as processes,
    ):
        for name, command in launcher.commands('processes').items():
            processes.start(name, command, environment)
        system = LiveSystem(client, processes)
        system.demo.wait_until_ready(READY_S)
        yield system
    for path in folder.iterdir():
        assert 'Traceback' not in path.read_text(), path


def test_every_node_is_active(live: LiveSystem) -> None:
    names = {entry.name for entry in entries(use_sim=True)}
    # The name of a node can arrive seconds after its topics.
    assert live.client.wait_for(lambda: names <= set(live.client.node.get_node_names()), 15.0)
    states = {name: live.state_of(name) for name in names}
    assert set(states.values()) == {State.PRIMARY_STATE_ACTIVE}, states


def test_every_topic_has_its_only_publisher(live: LiveSystem) -> None:
    node = live.client.node

    def names() -> set[str]:
        return {name.lstrip('/') for name, _ in node.get_topic_names_and_types()}

    assert live.client.wait_for(lambda: names() >= TOPICS, 20.0), TOPICS - names()
    for topic, publisher in SOLE_PUBLISHERS.items():
        publishers = node.get_publishers_info_by_topic(topic)
        assert [info.node_name for info in publishers] == [publisher], topic


def test_qos_of_both_ends_of_every_topic_is_compatible(live: LiveSystem) -> None:
    node = live.client.node
    for topic in sorted(TOPICS):
        publishers = node.get_publishers_info_by_topic(topic)
        for reader in node.get_subscriptions_info_by_topic(topic):
            for writer in publishers:
                fits, why = rclpy.qos.qos_check_compatible(writer.qos_profile, reader.qos_profile)
                assert fits != rclpy.qos.QoSCompatibility.ERROR, f'{topic}: {why}'


def share_of_images(live: LiveSystem) -> float:
    recorder = live.demo.recorder
    recorder.restart()
    assert live.client.wait_for(lambda: recorder.image_totals()['received'] >= 60, 60.0)
    totals = recorder.image_totals()
    return totals['received'] / totals['sent']


def test_images_arrive(live: LiveSystem) -> None:
    # Camera topics are best effort: a busy machine may drop some images for a while.
    assert any(share_of_images(live) > 0.9 for _ in range(5))


def test_absent_object_is_refused_and_nothing_moves(live: LiveSystem) -> None:
    report = live.execute('pick up the purple elephant')
    assert report.outcome == 'refused'
    assert report.message
    assert report.nothing_moved
    assert not report.success


def test_object_is_put_at_a_place_of_the_table(live: LiveSystem) -> None:
    command = f'put the {TARGET} at the near edge of the table'
    report = live.execute(command)
    for _ in range(2):
        if report.outcome in ('refused', 'timeout') and report.nothing_moved:
            report = live.execute(command)
    assert report.success, report
    assert report.moved == [TARGET]
    assert (report.task, report.destination) == ('place', 'at near_edge')


def test_object_is_lifted(live: LiveSystem) -> None:
    before_m = live.heights_m[TARGET]
    report = live.execute(f'pick up the {TARGET}')
    for _ in range(2):
        # An image that arrives too late refuses a command before anything moves.
        if report.outcome in ('refused', 'timeout') and report.nothing_moved:
            report = live.execute(f'pick up the {TARGET}')
    assert report.success, report
    assert report.moved == [TARGET]
    assert live.heights_m[TARGET] - before_m > 0.05
    p50_ms = report.latency_ms['p50']
    assert p50_ms is not None
    assert 0 < p50_ms < 1000


def _demo(log: Path, *arguments: str) -> Any:
    environment = {k: v for k, v in os.environ.items() if k != 'ROS_DOMAIN_ID'}
    return subprocess.Popen(
        [sys.executable, '-m', 'vla_bringup.demo.main', '--log', str(log), *arguments],
        env={**environment, 'PYTHONUNBUFFERED': '1'},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _processes_with_log_in(log: Path) -> list[int]:
    """Return the ids of the processes whose output goes to a folder."""
    found = []
    for process in Path('/proc').glob('[0-9]*'):
        try:
            outputs = os.readlink(process / 'fd' / '1')
        except OSError:
            continue
        if outputs.startswith(str(log)):
            found.append(int(process.name))
    return found


@pytest.mark.parametrize('mode', ['processes', 'composed'])
def test_ctrl_c_ends_all_processes_within_three_seconds(tmp_path: Path, mode: str) -> None:
    demo = _demo(tmp_path, '--command', 'pick up the red cube', '--seed', '1', '--way', mode)
    output = ''
    for line in demo.stdout:
        output += line
        if 'command:' in line:
            break
    assert len(_processes_with_log_in(tmp_path)) == (6 if mode == 'processes' else 1), output
    began_s = time.monotonic()
    with CpuLoadMeter() as load:
        demo.send_signal(signal.SIGINT)
        output += demo.communicate(timeout=60)[0]
    assert time.monotonic() - began_s < 3.0 * load.factor
    assert demo.returncode == 130, output
    assert _processes_with_log_in(tmp_path) == []
    logs = ''.join(path.read_text() for path in tmp_path.glob('*.log'))
    assert 'Traceback' not in output + logs, output + logs
    assert json.loads((tmp_path / 'report.json').read_text())['outcome'] == 'interrupted'


def test_the_demo_runs_with_weights_of_a_file(tmp_path: Path) -> None:
    shipped = resolve_path('package://vla_policy/models/tabletop.safetensors')
    for path in shipped.parent.glob('tabletop*'):
        (tmp_path / path.name.replace('tabletop', 'own')).write_bytes(path.read_bytes())
    checkpoint = tmp_path / 'own.safetensors'
    command = ('--command', 'point at the red cube', '--seed', '1', '--way', 'processes')
    # An image that arrives too late refuses a command.
    for attempt in range(3):
        log = tmp_path / str(attempt)
        output = _demo(log, *command, '--checkpoint', str(checkpoint)).communicate(timeout=200)[0]
        report = json.loads((log / 'report.json').read_text())
        if report['success']:
            break
    assert report['success'], output


def test_node_that_fails_is_named(tmp_path: Path) -> None:
    text = default_params_file().read_text(encoding='utf-8')
    params_file = tmp_path / 'vla.yaml'
    params_file.write_text(text.replace('encoder: minilm_l6_v2', 'encoder: no_such_encoder'))
    demo = _demo(
        tmp_path / 'log',
        '--seed',
        '1',
        '--command',
        'pick up the red cube',
        '--params-file',
        str(params_file),
        '--way',
        'processes',
    )
    output = demo.communicate(timeout=200)[0]
    assert demo.returncode == 1
    assert 'language_node: configure failed' in output
    assert 'no_such_encoder' in output
    assert 'Traceback' not in output
    assert _processes_with_log_in(tmp_path) == []
