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

from cpu_load import Busyness
from lifecycle_msgs.msg import State
from lifecycle_msgs.srv import GetState
import pytest
import rclpy
from rclpy.context import Context
from std_msgs.msg import String
from vla_bringup.client.witness import Witness
from vla_bringup.demo.demo_run import Trial
from vla_bringup.demo.report import Report
from vla_bringup.files import default_params_file
from vla_bringup.launcher import System
from vla_bringup.nodes import entries
from vla_bringup.processes import ProcessGroup
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
    'command_embedding',
    'action_chunk',
    'attention',
    'robot_action',
    'gripper_command',
    'safety_status',
    'policy_status',
    'multimodal_viz',
    'attention_overlay',
    'robot_description',
}
#: Who alone may publish what moves the robot.
SOLE_PUBLISHERS = {
    'robot_action': 'safety_node',
    'gripper_command': 'safety_node',
    'action_chunk': 'policy_node',
    'visual_features': 'perception_node',
    'command_embedding': 'language_node',
}


class Live:
    """A running system and what is heard of it."""

    def __init__(self, witness: Witness, processes: ProcessGroup) -> None:
        self.witness = witness
        self.trial = Trial(witness, lambda: str(processes.ended() or ''), lambda progress: None)
        self.heights_m: dict[str, float] = {}
        witness.create_subscription(String, 'sim_node/objects', self._on_objects, 10)

    def _on_objects(self, message: String) -> None:
        objects = json.loads(message.data)['objects']
        self.heights_m = {name: position[2] for name, position in objects.items()}

    def state_of(self, node: str) -> int:
        client = self.witness.create_client(GetState, f'{node}/get_state')
        assert self.witness.wait_for(client.service_is_ready, 20.0), node
        future = client.call_async(GetState.Request())
        assert self.witness.wait_for(future.done, 20.0), node
        return int(future.result().current_state.id)

    def tell(self, command: str) -> Report:
        report = Report(False, '', '', '', command, 1)
        self.trial.run(command, report, 90.0)
        return report


@pytest.fixture(scope='module')
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    domain_id = free_domain_id()
    environment = {**os.environ, 'ROS_DOMAIN_ID': str(domain_id)}
    system = System(default_params_file(), 1, (TARGET,))
    context = Context()
    rclpy.init(context=context, domain_id=domain_id)
    witness = Witness(context=context)
    folder = tmp_path_factory.mktemp('log')
    with ProcessGroup(folder) as processes:
        for name, command in system.commands('processes').items():
            processes.start(name, command, environment)
        running = Live(witness, processes)
        running.trial.wait_until_ready(READY_S)
        yield running
    witness.close()
    rclpy.shutdown(context=context)
    for path in folder.iterdir():
        assert 'Traceback' not in path.read_text(), path


def test_every_node_is_active(live: Live) -> None:
    names = {entry.name for entry in entries(use_sim=True)}
    assert names <= set(live.witness.get_node_names())
    states = {name: live.state_of(name) for name in names}
    assert set(states.values()) == {State.PRIMARY_STATE_ACTIVE}, states


def test_every_topic_is_there_with_its_publisher(live: Live) -> None:
    def names() -> set[str]:
        return {name.lstrip('/') for name, _ in live.witness.get_topic_names_and_types()}

    assert live.witness.wait_for(lambda: names() >= TOPICS, 20.0), TOPICS - names()
    for topic, node in SOLE_PUBLISHERS.items():
        publishers = live.witness.get_publishers_info_by_topic(topic)
        assert [info.node_name for info in publishers] == [node], topic


def test_both_ends_of_every_topic_fit_together(live: Live) -> None:
    for topic in sorted(TOPICS):
        publishers = live.witness.get_publishers_info_by_topic(topic)
        for reader in live.witness.get_subscriptions_info_by_topic(topic):
            for writer in publishers:
                fits, why = rclpy.qos.qos_check_compatible(writer.qos_profile, reader.qos_profile)
                assert fits != rclpy.qos.QoSCompatibility.ERROR, f'{topic}: {why}'


def share_of_images(live: Live) -> float:
    images = live.witness.images = type(live.witness.images)()
    assert live.witness.wait_for(lambda: len(images.received_ns) >= 60, 60.0)
    totals = images.totals()
    return totals['received'] / totals['sent']


def test_images_arrive(live: Live) -> None:
    # Camera topics are best effort: a busy machine may drop some for a while.
    assert any(share_of_images(live) > 0.9 for _ in range(5))


def test_a_thing_that_is_not_there_is_refused_and_nothing_moves(live: Live) -> None:
    report = live.tell('pick up the purple elephant')
    assert report.outcome == 'refused'
    assert report.message
    assert report.nothing_moved
    assert not report.success


def test_the_object_is_lifted(live: Live) -> None:
    before_m = live.heights_m[TARGET]
    report = live.tell(f'pick up the {TARGET}')
    for _ in range(2):
        # A look that comes too late refuses a command before anything moves.
        if report.outcome in ('refused', 'timeout') and report.nothing_moved:
            report = live.tell(f'pick up the {TARGET}')
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


def _members(log: Path) -> list[int]:
    """Return the processes that write to files of a folder."""
    found = []
    for process in Path('/proc').glob('[0-9]*'):
        try:
            outputs = os.readlink(process / 'fd' / '1')
        except OSError:
            continue
        if outputs.startswith(str(log)):
            found.append(int(process.name))
    return found


@pytest.mark.parametrize('way', ['processes', 'composed'])
def test_ctrl_c_ends_everything_within_three_seconds(tmp_path: Path, way: str) -> None:
    demo = _demo(tmp_path, '--command', 'pick up the red cube', '--seed', '1', '--way', way)
    output = ''
    for line in demo.stdout:
        output += line
        if 'command:' in line:
            break
    assert len(_members(tmp_path)) == (6 if way == 'processes' else 1), output
    began_s = time.monotonic()
    with Busyness() as busyness:
        demo.send_signal(signal.SIGINT)
        output += demo.communicate(timeout=60)[0]
    assert time.monotonic() - began_s < 3.0 * busyness.factor
    assert demo.returncode == 130, output
    assert _members(tmp_path) == []
    logs = ''.join(path.read_text() for path in tmp_path.glob('*.log'))
    assert 'Traceback' not in output + logs, output + logs
    assert json.loads((tmp_path / 'report.json').read_text())['outcome'] == 'interrupted'


def test_a_broken_system_is_named(tmp_path: Path) -> None:
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
    assert _members(tmp_path) == []
