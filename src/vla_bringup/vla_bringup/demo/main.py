# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Start the simulated system, execute one command and report the result."""

import argparse
from collections.abc import Sequence
import os
from pathlib import Path
import shutil
import signal
import sys
from typing import Any

from vla_bringup.checkpoint_option import add_checkpoint_option
from vla_bringup.checkpoint_option import check_checkpoint_option
from vla_bringup.demo.demo_run import DemoRun
from vla_bringup.demo.progress import Terminal
from vla_bringup.demo.recording import save_still
from vla_bringup.demo.report import DemoReport
from vla_bringup.demo.result_folder import exclusive_folder
from vla_bringup.demo.scenarios import DemoScenario
from vla_bringup.demo.scenarios import pick_scenario
from vla_bringup.demo.scenarios import scenario_for_command
from vla_bringup.episode.report_file import write_report
from vla_bringup.files import default_params_file
from vla_bringup.files import share
from vla_bringup.launcher import LAUNCH_MODES
from vla_bringup.launcher import Launcher
from vla_bringup.launcher import pick_launch_mode
from vla_bringup.processes import ProcessGroup
from vla_bringup.robot_option import add_robot_option
from vla_bringup.robot_option import simulated_robot
from vla_bringup.transport import transport_variables
from vla_client.client import VlaClient
from vla_client.readiness import NotReadyError
from vla_common.domain_id import free_domain_id
from vla_sim.physics.robot_arm import BUILTIN_NAME
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene_sampling import sample_scene

INTERRUPTED = 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='vla_demo', description=__doc__)
    parser.add_argument(
        '--command',
        default=os.environ.get('COMMAND', ''),
        help='command in natural language; empty selects one by the seed',
    )
    parser.add_argument(
        '--seed',
        type=int,
        default=os.environ.get('SEED', '1'),
        help='seed of the scene (default: %(default)s)',
    )
    parser.add_argument(
        '--params-file',
        type=Path,
        default=default_params_file(),
        help='parameters of every node (YAML)',
    )
    parser.add_argument(
        '--way',
        choices=LAUNCH_MODES,
        default=pick_launch_mode(),
        help='how to start the system (default here: %(default)s)',
    )
    parser.add_argument(
        '--log',
        type=Path,
        default=Path('log/demo'),
        help='folder of the results; episode reports go to `episodes` beside it',
    )
    parser.add_argument('--ready-timeout', type=float, default=90.0, metavar='S')
    parser.add_argument(
        '--timeout', type=float, default=75.0, metavar='S', help='longest duration of the command'
    )
    return parser


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line; COMMAND and SEED of the environment are defaults."""
    parser = _parser()
    add_robot_option(parser)
    add_checkpoint_option(parser)
    options = parser.parse_args(args)
    if options.seed < 0:
        parser.error(f'--seed must be at least 0; got {options.seed}')
    if not options.params_file.is_file():
        parser.error(f'--params-file must be a file; got {options.params_file}')
    check_checkpoint_option(options, parser)
    options.robot = simulated_robot(options, parser)
    return options


def node_environment(log: Path) -> dict[str, str]:
    """Return the environment of the nodes: this host only, in a domain of its own by default."""
    if 'ROS_LOG_DIR' not in os.environ:
        logs = (log / 'ros').absolute()
        os.environ['ROS_LOG_DIR'] = str(logs)
        # The simulated robot is a new one: how an earlier demo ended says nothing about it.
        shutil.rmtree(logs / 'vla_state', ignore_errors=True)
    os.environ.setdefault('ROS_AUTOMATIC_DISCOVERY_RANGE', 'LOCALHOST')
    if 'ROS_DOMAIN_ID' not in os.environ:
        os.environ['ROS_DOMAIN_ID'] = str(free_domain_id())
    os.environ.update(transport_variables(os.environ, share() / 'config' / 'fastdds.xml'))
    return {**os.environ, 'PYTHONUNBUFFERED': '1'}


def run(
    options: argparse.Namespace, scenario: DemoScenario, report: DemoReport, terminal: Terminal
) -> None:
    """Run the demo and complete the report."""
    environment = node_environment(options.log)
    launcher = Launcher(
        options.params_file,
        scenario.scene_seed,
        scenario.scene_include,
        robot=options.robot,
        checkpoint=options.checkpoint,
    )
    # The processes end first: they control the robot.
    with VlaClient('demo') as client, ProcessGroup(options.log) as processes:
        for name, command in launcher.commands(options.way).items():
            processes.start(name, command, environment, handles_ctrl_c=options.way == 'launch')

        def process_errors() -> str:
            return '; '.join(
                f'{name} ended with exit status {code}: {processes.last_log_line(name)} '
                f'(see {processes.log_of(name)})'
                for name, code in processes.ended().items()
            )

        demo = DemoRun(client, process_errors, terminal.show, use_robot=bool(options.robot))
        report.ready_s = round(demo.wait_until_ready(options.ready_timeout), 2)
        terminal.print_line(f'ready after {report.ready_s:.1f} s')
        terminal.print_line(f'command: {scenario.command!r}')
        demo.run(scenario.command, report, options.timeout)
        terminal.clear()
    _save_images(demo, report, options.log)
    _save_episode(demo, report, options.log.parent / 'episodes', terminal)


def _save_images(demo: DemoRun, report: DemoReport, folder: Path) -> None:
    if demo.still is not None:
        save_still(demo.still, folder / 'scene.png')
        report.files.append(str(folder / 'scene.png'))
    if len(demo.recording):
        demo.recording.save(folder / 'demo.gif')
        report.files.append(str(folder / 'demo.gif'))


def _save_episode(demo: DemoRun, report: DemoReport, folder: Path, terminal: Terminal) -> None:
    """Write the episode report; a disk that cannot be written does not change the result."""
    try:
        episode = demo.episode_recorder.episode(demo.command_id, report)
        path = write_report(episode, folder)
    except OSError as error:
        terminal.print_line(f'the episode report was not written: {error}')
        return
    report.files.append(str(path))
    terminal.print_line(f'episode report: {path}')


def _print_result(report: DemoReport, terminal: Terminal) -> None:
    latency, images = report.latency_ms, report.images
    if latency['p50'] is not None:
        terminal.print_line(
            f'latency from image to motion: p50 {latency["p50"]} ms, '
            f'p99 {latency["p99"]} ms; images: {images["received"]} of '
            f'{images["sent"]} received'
        )
    if report.success:
        task = ' '.join(filter(None, (report.task, report.target, report.destination)))
        terminal.print_line(
            f'SUCCESS after {report.duration_s:.1f} s, confirmed by the simulator: {task}'
        )
        return
    reason = f' ({report.reason})' if report.reason else ''
    terminal.print_line(f'{report.outcome.upper()}{reason}: {report.message}')
    if report.outcome == 'refused' and report.nothing_moved:
        terminal.print_line(
            f'nothing moved: no object, and the arm by {report.arm_moved_m * 1e3:.1f} mm'
        )
    elif report.moved:
        terminal.print_line(f'moved: {", ".join(report.moved)}')


def _raise_interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def main(args: Sequence[str] | None = None) -> int:
    """
    Run the demo.

    Returns 0 if the simulator confirms the success, or if a command of the user was refused and
    nothing moved.
    """
    options = parse_arguments(args)
    # A closed terminal or SIGTERM must not leave child processes running.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _raise_interrupt)
    terminal = Terminal()
    with exclusive_folder(options.log) as folder:
        if folder != options.log:
            terminal.print_line(f'another demo uses {options.log}; results go to {folder}')
            options.log = folder
        return _run_and_report(options, terminal)


def _run_and_report(options: argparse.Namespace, terminal: Terminal) -> int:
    # An empty name is that of the built-in arm.
    robot = robot_arm(options.robot or BUILTIN_NAME)
    try:
        scenario = (
            scenario_for_command(options.command, options.seed, robot)
            if options.command.strip()
            else pick_scenario(options.seed, robot)
        )
    except ValueError as error:
        terminal.print_line(str(error))
        return 1
    report = DemoReport(False, 'interrupted', '', 'Ctrl-C', scenario.command, options.seed)
    objects = ', '.join(sample_scene(scenario.scene_seed, scenario.scene_include).names)
    terminal.print_line(f'starting the system ({options.way}); objects on the table: {objects}')
    status = 1
    try:
        run(options, scenario, report, terminal)
        is_refused = report.outcome == 'refused' and report.nothing_moved
        status = 0 if report.success or (options.command.strip() and is_refused) else 1
    except KeyboardInterrupt:
        status = INTERRUPTED
    except NotReadyError as error:
        report.outcome, report.reason, report.message = 'not_ready', 'not_ready', str(error)
    report.write(options.log / 'report.json')
    _print_result(report, terminal)
    terminal.print_line(f'see {", ".join([*report.files, str(options.log / "report.json")])}')
    return status


if __name__ == '__main__':
    sys.exit(main())
