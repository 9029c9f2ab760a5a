# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Client of the gripper action with real action servers; builds the action if there is none."""

from collections.abc import Callable
from collections.abc import Iterator
import importlib.util
from pathlib import Path
import sys
import threading
import time
from typing import Any

from bridge_harness import BridgeHarness
from control_msgs_build import provide_control_msgs
import pytest
from rclpy.action import ActionServer
from rclpy.action import CancelResponse
from rclpy.action import GoalResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import GripperCommand
from vla_robot.control.gripper_goals import GripperGoal
from vla_robot.robot_bridge import RobotBridge
from vla_robot.ros.gripper_action import gripper_command_type
from vla_robot.ros.gripper_action import GripperAction

NAME = 'gripper/gripper_cmd'


class GripperServer:
    """Driver that ends a goal when `release` is set, or when it is canceled."""

    def __init__(
        self, ros: NodeTestHarness, *, accepts: bool = True, answer_s: float = 0.0
    ) -> None:
        self.goals: list[float] = []
        self.canceled = 0
        self.max_effort_n = 0.0
        self.parallel = self.most_parallel = 0
        self.release = threading.Event()
        self.succeeds = self.stalls = True
        self._type = gripper_command_type()
        self._accepts, self._answer_s = accepts, answer_s
        self.node = Node('gripper_driver', context=ros.context)
        self._server = ActionServer(
            self.node, self._type, NAME, self._execute, goal_callback=self._on_goal,
            cancel_callback=lambda handle: CancelResponse.ACCEPT,
            callback_group=ReentrantCallbackGroup(),
        )  # fmt: skip
        self._executor = MultiThreadedExecutor(4, context=ros.context)
        self._executor.add_node(self.node)
        self._thread = threading.Thread(target=self._spin)
        self._is_ending = False
        self._thread.start()

    def end(self) -> None:
        if self._is_ending:
            return
        self._is_ending = True
        self._thread.join()
        self.release.set()
        self._executor.shutdown()
        self._server.destroy()
        self.node.destroy_node()

    def _spin(self) -> None:
        while not self._is_ending:
            self._executor.spin_once(timeout_sec=0.02)

    def _on_goal(self, goal: Any) -> GoalResponse:
        time.sleep(self._answer_s)
        self.goals.append(goal.command.position)
        self.max_effort_n = goal.command.max_effort
        return GoalResponse.ACCEPT if self._accepts else GoalResponse.REJECT

    def _execute(self, handle: Any) -> Any:
        self.parallel += 1
        self.most_parallel = max(self.most_parallel, self.parallel)
        while not self.release.wait(0.01) and not handle.is_cancel_requested:
            pass
        self.parallel -= 1
        if handle.is_cancel_requested:
            self.canceled += 1
            handle.canceled()
        elif self.succeeds:
            handle.succeed()
        else:
            handle.abort()
        return self._type.Result(stalled=self.stalls, position=0.25)


def test_missing_package_is_reported_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, 'control_msgs.action', None)
    monkeypatch.setenv('ROS_DISTRO', 'jazzy')
    with pytest.raises(ValueError, match='apt install ros-jazzy-control-msgs'):
        gripper_command_type()


@pytest.fixture(scope='module')
def control_msgs(tmp_path_factory: pytest.TempPathFactory) -> None:
    start_s = time.monotonic()
    provide_control_msgs(tmp_path_factory.mktemp('control_msgs'))
    print(f'control_msgs provided in {time.monotonic() - start_s:.1f} s')
    assert importlib.util.find_spec('control_msgs') is not None


@pytest.fixture
def client(control_msgs: None, ros: NodeTestHarness) -> GripperAction:
    node = ros.add(Node('gripper_client', context=ros.context))
    return GripperAction(node, NAME)


@pytest.fixture
def serve(ros: NodeTestHarness) -> Iterator[Callable[..., GripperServer]]:
    servers: list[GripperServer] = []

    def start(**options: Any) -> GripperServer:
        servers.append(GripperServer(ros, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.end()


def steps_until(
    ros: NodeTestHarness, client: GripperAction, condition: Callable[[], bool]
) -> None:
    def step() -> bool:
        client.step()
        return condition()

    ros.wait_for(step, 10.0, 'the gripper action did not get there')


def test_newest_goal_wins_and_one_is_in_progress(
    ros: NodeTestHarness, client: GripperAction, serve: Callable[..., GripperServer]
) -> None:
    server = serve()
    steps_until(ros, client, lambda: client.problem() == '')
    for k in range(20):
        client.want(GripperGoal(k / 20))
        client.step()
        ros.spin(0.02)
    steps_until(ros, client, lambda: server.goals[-1:] == [0.95])
    assert server.most_parallel == 1
    assert server.canceled >= 1
    server.release.set()
    ros.spin(0.5)
    assert client.problem() == ''


def test_rejection_and_abort_are_reported_and_success_clears_them(
    ros: NodeTestHarness, client: GripperAction, serve: Callable[..., GripperServer]
) -> None:
    server = serve(accepts=False)
    client.want(GripperGoal(0.5))
    steps_until(ros, client, lambda: 'rejected a goal' in client.problem())
    server._accepts, server.succeeds, server.stalls = True, False, False
    server.release.set()
    client.want(GripperGoal(0.6))
    steps_until(ros, client, lambda: 'aborted at position 0.25' in client.problem())
    server.stalls = True
    client.want(GripperGoal(0.7))
    steps_until(ros, client, lambda: client.problem() == '')
    assert server.goals == [0.5, 0.6, 0.7]


def test_goal_that_is_accepted_late_is_canceled(
    ros: NodeTestHarness, client: GripperAction, serve: Callable[..., GripperServer]
) -> None:
    server = serve(answer_s=1.6)
    client.want(GripperGoal(0.5))
    steps_until(ros, client, lambda: 'did not answer a goal' in client.problem())
    steps_until(ros, client, lambda: server.canceled == 1)


def test_server_that_ends_in_motion_is_reported_and_its_successor_gets_the_goal(
    ros: NodeTestHarness, client: GripperAction, serve: Callable[..., GripperServer]
) -> None:
    assert f'no server of the action {NAME}' in client.problem()
    first = serve()
    client.want(GripperGoal(0.5))
    steps_until(ros, client, lambda: first.parallel == 1)
    first.end()
    steps_until(ros, client, lambda: 'no server of the action' in client.problem())
    second = serve()
    steps_until(ros, client, lambda: second.goals == [0.5])


def test_bridge_sends_the_opening_and_nothing_after_the_end_of_motion(
    control_msgs: None, ros: NodeTestHarness, serve: Callable[..., GripperServer], tmp_path: Path
) -> None:
    first = serve()
    arm = BridgeHarness(
        ros, tmp_path, gripper_joint='finger_joint', gripper_closed_position=0.8,
        gripper_open_position=0.0, gripper_output='gripper_command', gripper_controller=NAME,
        command_timeout_s=0.5,
    )  # fmt: skip
    grippers = ros.publisher(GripperCommand, 'gripper_command', qos.RELIABLE_LATEST)
    command = GripperCommand(opening=0.25, max_effort_n=20.0)
    command.header.stamp = ros.node.get_clock().now().to_msg()
    grippers.publish(command)

    def stream_until_goal() -> bool:
        arm.send((0.0, 0.0, 0.0))
        return first.parallel == 1

    ros.wait_for(stream_until_goal, 10.0, 'no goal')
    assert first.goals == [pytest.approx(0.6)]
    assert first.max_effort_n == 20.0
    ros.wait_for(lambda: not arm.bridge.diagnose().values['following'], 5.0, 'still following')
    assert (first.parallel, first.canceled) == (1, 0)
    first.end()
    text = f'no server of the action {NAME}'
    ros.wait_for(lambda: text in arm.bridge.diagnose().message, 5.0, 'not reported')
    second = serve()
    ros.wait_for(lambda: text not in arm.bridge.diagnose().message, 5.0, 'not found')
    ros.spin(1.0)
    assert second.goals == []


def test_bridge_without_the_package_is_not_configured(
    monkeypatch: pytest.MonkeyPatch, ros: NodeTestHarness
) -> None:
    monkeypatch.setitem(sys.modules, 'control_msgs.action', None)
    value = Parameter('gripper_output', value='gripper_command')
    overrides = [value, Parameter('autostart', value=False)]
    node = ros.add(RobotBridge(context=ros.context, parameter_overrides=overrides))
    node.trigger_configure()
    assert 'needs the package control_msgs' in node._health().message
