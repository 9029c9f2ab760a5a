# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""check_robot with processes: simulated UR5e, robot bridge and safety gate in bring-up."""

from collections.abc import Iterator
from pathlib import Path
import signal
import subprocess
import sys

from check_robot_report import require_all_motions
import pytest
from rclpy.context import Context
from vla_bringup.files import default_params_file
from vla_bringup.files import robot_files
from vla_bringup.launcher import Launcher
from vla_bringup.prerequisites import check_robot_models
from vla_bringup.processes import ProcessGroup
from vla_common.domain_id import free_domain_id
from vla_robot.check_robot import check_motions
from vla_robot.check_robot import report
from vla_robot.ros.robot_observer import RobotObserver
from vla_system_tests.fault_injection.child_environment import child_environment

pytestmark = pytest.mark.timeout(300)
READY_S = 90.0


class BringUpRobot:
    """Processes of a simulated robot that is prepared for its first motion."""

    def __init__(self, processes: ProcessGroup, environment: dict[str, str]) -> None:
        self.processes, self.environment = processes, environment
        self.domain_id = int(environment['ROS_DOMAIN_ID'])

    def answer(self, question: str) -> str:
        """Answer as a person who freezes the safety node when asked to, and sees no motion."""
        if 'pkill -CONT' in question:
            self.processes.signal('safety_node', signal.SIGCONT)
            return ''
        return '' if question.startswith('Which way') else 'yes'


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[BringUpRobot]:
    try:
        check_robot_models('ur5e')
    except RuntimeError as error:
        pytest.skip(str(error))
    environment = child_environment(free_domain_id(), tmp_path)
    launcher = Launcher(default_params_file(), 1, robot='ur5e', bring_up=True)
    with ProcessGroup(tmp_path) as processes:
        for name, command in launcher.commands('processes').items():
            processes.start(name, command, environment)
        yield BringUpRobot(processes, environment)


@pytest.fixture
def observer(robot: BringUpRobot) -> Iterator[RobotObserver]:
    context = Context()
    context.init(domain_id=robot.domain_id)
    observer = RobotObserver(context=context)
    assert observer.wait_for(lambda: bool(observer.states), READY_S), 'no robot_state'
    yield observer
    observer.close()
    context.try_shutdown()


def test_robot_stands_when_the_safety_node_freezes(
    robot: BringUpRobot, observer: RobotObserver
) -> None:
    """All motions pass, and the arm stands by itself without messages of the gate."""
    frozen: list[str] = []

    def answer(question: str) -> str:
        if 'pkill -STOP' in question:
            # As a person in another terminal, while the tool moves.
            frozen.append(question)
            observer.create_timer(3.0, freeze)
        return robot.answer(question)

    def freeze() -> None:
        if frozen:
            frozen.clear()
            robot.processes.signal('safety_node', signal.SIGSTOP)

    found = check_motions(observer, 'base_link', answer, normal_m_s=0.15, is_automatic=False)
    text = report(found)
    print(text)
    assert 'FAILED' not in text, text
    assert 'ok      silence of the safety gate: stands after' in text
    assert '0 skipped' in text


def test_program_moves_the_simulated_robot_without_questions(
    robot: BringUpRobot, observer: RobotObserver, tmp_path: Path
) -> None:
    path = tmp_path / 'report.txt'
    command = [sys.executable, '-m', 'vla_robot.check_robot', '--move', '--yes']
    command += ['--robot', str(robot_files()['ur5e']), '--report', str(path)]
    subprocess.run(command, check=False, env=robot.environment, timeout=150)
    require_all_motions(path.read_text())
