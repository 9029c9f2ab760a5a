# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Every example runs as a process among real nodes and has its effect."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
import json
from pathlib import Path
import re
from typing import Any

from example_process import EXAMPLES
from example_process import running_example
from example_process import wait_until
import numpy as np
import pytest
from rclpy.parameter import Parameter
from sensor_msgs.msg import Image
from std_msgs.msg import Header
from std_msgs.msg import String
from vla_client.testing import FakeSystem
from vla_common import qos
from vla_common.conversions import point_to_array
from vla_common.conversions import stamp_s
from vla_common.conversions import to_stamp
from vla_common.domain_id import free_domain_id
from vla_common.meaning_text import describe_command
from vla_common.testing import NodeTestHarness
from vla_interfaces.action import ExecuteCommand
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_perception.perception_node import PerceptionNode
from vla_safety.safety_node import SafetyNode
from vla_safety.testing.sample_messages import features_message

COMMAND = 'pick up the red cube'


@pytest.fixture
def system() -> Iterator[FakeSystem]:
    with FakeSystem(free_domain_id()) as running:
        yield running


def domain_of(system: FakeSystem) -> int:
    return int(system.thread.node.context.get_domain_id())


@pytest.mark.parametrize('path', sorted(EXAMPLES.glob('*.py')), ids=lambda path: path.name)
def test_docstring_names_the_command_that_runs_the_example(path: Path) -> None:
    text = path.read_text(encoding='utf-8')
    assert f'    python3 examples/{path.name}' in text
    assert len(text.splitlines()) <= 80


@pytest.mark.parametrize(
    ('outcome', 'status', 'printed'),
    [('succeeded', 0, r'succeeded after \d+\.\d s'), ('refused', 1, 'refused after .* no_cube')],
)
def test_send_command_prints_progress_and_result(
    system: FakeSystem, tmp_path: Path, outcome: str, status: int, printed: str
) -> None:
    node = system.thread.node
    system.thread.run_on_executor(lambda: node.create_timer(0.1, system.publish_health))
    with running_example(
        'send_command.py', domain_of(system), COMMAND, log_folder=tmp_path
    ) as example:
        assert wait_until(lambda: bool(system.goals)), example.output
        goal = system.goals[0]
        assert goal.request.text == COMMAND
        goal.publish_feedback(ExecuteCommand.Feedback(task='pick', phase='lift', progress=0.5))
        assert wait_until(lambda: 'pick, lift: 50%' in example.lines), example.output
        system.end_goal(goal, outcome, 'no_cube' if status else '')
        assert example.wait() == status
    assert re.search(printed, example.output)


def test_send_command_names_the_missing_node(tmp_path: Path) -> None:
    arguments = (COMMAND, '--timeout', '0.5')
    with running_example(
        'send_command.py', free_domain_id(), *arguments, log_folder=tmp_path
    ) as example:
        assert example.wait() == 1
    assert 'perception_node: no diagnostics received; start the node' in example.output


def test_step_environment_earns_the_reward(tmp_path: Path) -> None:
    with running_example(
        'step_environment.py', free_domain_id(), '--seed', '1', log_folder=tmp_path
    ) as example:
        assert example.wait() == 0, example.output
    assert "kind='pick', target='white cube'" in example.output
    assert re.search(r'\d\d steps, .* reward 1.0', example.output)


def test_follow_status_prints_every_change_once(system: FakeSystem, tmp_path: Path) -> None:
    with running_example('follow_status.py', domain_of(system), log_folder=tmp_path) as example:
        status = PolicyStatus(state=PolicyStatus.EXECUTING, task='pick', phase='approach')

        def is_printed() -> bool:
            system.policy.publish(status)
            return 'policy: executing pick approach' in example.lines

        assert wait_until(is_printed), example.output
        stop = SafetyStatus(state=SafetyStatus.STOPPED, reason='stop_word', message='reset it')
        system.safety.publish(stop)
        assert wait_until(lambda: 'safety: stopped stop_word reset it' in example.lines)
        assert example.interrupt() == 0
    assert len(example.lines) == 2


def test_camera_publisher_feeds_the_perception_node(ros: NodeTestHarness, tmp_path: Path) -> None:
    images = ros.collect(Image, 'camera/image_raw', qos.SENSOR)
    features = ros.collect(VisualFeatures, 'visual_features', qos.RELIABLE_LATEST)
    ros.add(PerceptionNode(context=ros.context))
    with running_example('camera_publisher.py', ros.domain_id, log_folder=tmp_path) as example:
        ros.wait_for(lambda: len(features) > 3 and len(images) > 3, 60.0, 'no features')
        assert example.interrupt() == 0, example.output
    assert (images[-1].width, images[-1].height, images[-1].encoding) == (640, 480, 'rgb8')
    assert (features[-1].image_width, features[-1].image_height) == (640, 480)
    assert features[-1].header.frame_id == 'camera_optical_frame'
    stamps_s = [stamp_s(image.header.stamp) for image in images]
    assert stamps_s == sorted(set(stamps_s))


def image_message(color: tuple[int, int, int]) -> Image:
    pixels = np.full((48, 64, 3), color, np.uint8)
    pixels[:4, :4] = 255, 0, 0
    image = Image(height=48, width=64, encoding='rgb8', step=192, data=pixels.tobytes())
    image.header.frame_id, image.header.stamp.sec = 'camera_optical_frame', 7
    return image


def test_example_perception_sends_mean_colors(ros: NodeTestHarness, tmp_path: Path) -> None:
    features = ros.collect(VisualFeatures, 'visual_features', qos.RELIABLE_LATEST)
    images = ros.node.create_publisher(Image, 'camera/image_raw', qos.SENSOR)
    ros.node.create_timer(0.1, lambda: images.publish(image_message((0, 0, 0))))
    with running_example('perception_node.py', ros.domain_id, log_folder=tmp_path) as example:
        ros.wait_for(lambda: bool(features), 60.0, example.output)
        assert example.interrupt() == 0, example.output
    message = features[-1]
    assert (message.header.stamp.sec, message.header.frame_id) == (7, 'camera_optical_frame')
    (level,) = message.levels
    assert (level.rows, level.cols, level.channels) == (12, 16, 3)
    values = np.array(level.data).reshape(12, 16, 3)
    np.testing.assert_allclose(values[0, 0], (1.0, 0.0, 0.0))
    np.testing.assert_allclose(values[5, 5], 0.0)
    assert message.dark_share == pytest.approx(1.0 - 16 / (48 * 64))


def test_example_language_classifies_commands(ros: NodeTestHarness, tmp_path: Path) -> None:
    embeddings = ros.collect(CommandEmbedding, 'command_embedding', qos.LATCHED)
    heartbeats = ros.collect(Header, 'language_heartbeat', qos.RELIABLE_LATEST)
    commands = ros.node.create_publisher(String, 'natural_language_command', qos.COMMAND)
    expected = {
        COMMAND: CommandEmbedding.KIND_TASK,
        'stop': CommandEmbedding.KIND_STOP,
        'sing a song': CommandEmbedding.KIND_UNSUPPORTED,
    }
    with running_example('language_node.py', ros.domain_id, log_folder=tmp_path) as example:
        ros.wait_for(lambda: bool(commands.get_subscription_count()), 60.0, example.output)
        # One after the other: the topic keeps only the newest embedding.
        for number, text in enumerate(expected, 1):
            commands.publish(String(data=text))
            ros.wait_for(lambda n=number: len(embeddings) >= n, 30.0, example.output)
        ros.wait_for(lambda: len(heartbeats) >= 5, 30.0, example.output)
        assert example.interrupt() == 0, example.output
    assert {message.text: message.kind for message in embeddings} == expected
    assert len({message.command_id for message in embeddings}) == len(expected)
    task, _, refused = embeddings
    assert (list(task.tokens), list(task.states)) == ([COMMAND], [1.0, 0.0])
    assert describe_command(task) == 'pick: red cube'
    assert "got 'sing a song'" in refused.reason


def test_examples_replace_every_node_but_the_safety_node(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    parameters = dict.fromkeys(
        ('max_chunk_age_s', 'max_image_age_s', 'max_features_age_s', 'max_state_age_s'), 9.0
    )
    overrides = [Parameter(name, value=value) for name, value in parameters.items()]
    ros.add(SafetyNode(context=ros.context, parameter_overrides=overrides))
    states = ros.collect(RobotState, 'robot_state', qos.SENSOR)
    statuses = ros.collect(SafetyStatus, 'safety_status', qos.LATCHED)
    policies = ros.collect(PolicyStatus, 'policy_status', qos.LATCHED)
    commands = ros.node.create_publisher(String, 'natural_language_command', qos.COMMAND)
    names = ('robot_stub', 'camera_publisher', 'perception_node', 'language_node', 'policy_node')

    def is_at_goal() -> bool:
        position_m = point_to_array(states[-1].end_effector.position)
        return bool(np.linalg.norm(position_m - (0.5, 0.1, 0.35)) < 0.01)

    with ExitStack() as stack:
        for name in names:
            stack.enter_context(running_example(f'{name}.py', ros.domain_id, log_folder=tmp_path))
        # Language and safety node.
        ros.wait_for(lambda: commands.get_subscription_count() >= 2, 60.0, 'no language node')
        ros.wait_for(lambda: bool(states), 60.0, 'no robot state')

        def is_executing() -> bool:
            return bool(policies) and policies[-1].state == PolicyStatus.EXECUTING

        # The example policy may subscribe after the command.
        ros.node.create_timer(
            1.0, lambda: None if is_executing() else commands.publish(String(data=COMMAND))
        )
        ros.wait_for(is_at_goal, 60.0, f'{statuses[-1:]}')
        commands.publish(String(data='stop'))
        ros.wait_for(lambda: statuses[-1].state == SafetyStatus.STOPPED, 30.0, f'{statuses[-1:]}')


class ExampleRobot:
    """The safety node, a camera and a language node among the examples of robot and policy."""

    def __init__(self, ros: NodeTestHarness) -> None:
        self.ros = ros
        parameters: dict[str, Any] = dict.fromkeys(
            ('max_chunk_age_s', 'max_image_age_s', 'max_features_age_s', 'max_state_age_s'), 9.0
        )
        overrides = [Parameter(name, value=value) for name, value in parameters.items()]
        ros.add(SafetyNode(context=ros.context, parameter_overrides=overrides))
        self.states = ros.collect(RobotState, 'robot_state', qos.SENSOR)
        self.statuses = ros.collect(SafetyStatus, 'safety_status', qos.LATCHED)
        features = ros.node.create_publisher(VisualFeatures, 'visual_features', 1)
        heartbeats = ros.node.create_publisher(Header, 'language_heartbeat', 1)
        self._commands = ros.node.create_publisher(
            CommandEmbedding, 'command_embedding', qos.LATCHED
        )
        values = count(1.0)
        ros.node.create_timer(
            0.1, lambda: features.publish(features_message(next(values), self._now_ns()))
        )
        ros.node.create_timer(0.1, lambda: heartbeats.publish(Header()))

    @property
    def position_m(self) -> np.ndarray:
        return point_to_array(self.states[-1].end_effector.position)

    def send(self, command_id: str, kind: int) -> None:
        message = CommandEmbedding(command_id=command_id, text=COMMAND, kind=kind)
        message.header.stamp = to_stamp(self._now_ns())
        self._commands.publish(message)

    def _now_ns(self) -> int:
        return int(self.ros.node.get_clock().now().nanoseconds)


def test_example_policy_moves_the_robot_stub_through_the_safety_node(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    robot = ExampleRobot(ros)
    with (
        running_example('robot_stub.py', ros.domain_id, log_folder=tmp_path) as stub,
        running_example('policy_node.py', ros.domain_id, log_folder=tmp_path) as policy,
    ):
        ros.wait_for(lambda: bool(robot.states) and bool(robot.statuses), 60.0, stub.output)
        np.testing.assert_allclose(robot.position_m, (0.45, 0.0, 0.3))
        robot.send('id-0', CommandEmbedding.KIND_UNSUPPORTED)
        ros.spin(1.0)
        np.testing.assert_allclose(robot.position_m, (0.45, 0.0, 0.3))
        robot.send('id-1', CommandEmbedding.KIND_TASK)
        goal_m = np.array((0.5, 0.1, 0.35))
        ros.wait_for(
            lambda: bool(np.linalg.norm(robot.position_m - goal_m) < 0.01),
            60.0,
            f'{robot.statuses[-1]} {policy.output}',
        )
        assert robot.statuses[-1].command_id == 'id-1'
        assert robot.statuses[-1].chunks_accepted > 0
        assert (stub.interrupt(), policy.interrupt()) == (0, 0), stub.output + policy.output


def test_read_audit_log_prints_the_chunks_of_each_command(tmp_path: Path) -> None:
    records = [
        {'kind': 'classification', 'command_id': 'id-1', 'command_kind': 'task', 'text': COMMAND},
        {'kind': 'chunk', 'command_id': 'id-1', 'outcome': 'accepted'},
        {'kind': 'chunk', 'command_id': 'id-1', 'outcome': 'accepted'},
        {'kind': 'chunk', 'command_id': 'id-1', 'outcome': 'refused'},
        {'kind': 'classification', 'command_id': 'id-2', 'command_kind': 'stop', 'text': 'stop'},
    ]
    path = tmp_path / 'audit.jsonl'
    path.write_text('\n'.join(map(json.dumps, records)) + '\n')
    with running_example(
        'read_audit_log.py', free_domain_id(), str(path), log_folder=tmp_path
    ) as example:
        assert example.wait() == 0
    assert example.lines == [
        f"id-1 task: {COMMAND}: chunks {{'accepted': 2, 'refused': 1}}",
        'id-2 stop: stop: chunks {}',
    ]
