# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Start the simulated system, tell it what to do, and say how it went."""

import argparse
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
import os
from pathlib import Path
import signal
import sys
from typing import Any

import rclpy
from rclpy.signals import SignalHandlerOptions
from vla_bringup.client.witness import Witness
from vla_bringup.demo.demo_run import NotReadyError
from vla_bringup.demo.demo_run import Trial
from vla_bringup.demo.progress import Terminal
from vla_bringup.demo.recording import save_still
from vla_bringup.demo.report import Report
from vla_bringup.demo.scenarios import pick_plan
from vla_bringup.demo.scenarios import place_command
from vla_bringup.demo.scenarios import Plan
from vla_bringup.files import default_params_file
from vla_bringup.files import share
from vla_bringup.launcher import best_way
from vla_bringup.launcher import System
from vla_bringup.launcher import WAYS
from vla_bringup.processes import ProcessGroup
from vla_bringup.transport import transport_variables
from vla_common.domain_id import free_domain_id
from vla_sim.physics.scene_sampling import sample_scene

INTERRUPTED = 130


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; COMMAND and SEED of the environment are its defaults."""
    parser = argparse.ArgumentParser(prog='vla_demo', description=__doc__)
    parser.add_argument(
        '--command',
        default=os.environ.get('COMMAND', ''),
        help='what the robot is told; empty picks a command by the seed',
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
        choices=WAYS,
        default=best_way(),
        help='how to start the system (default here: %(default)s)',
    )
    parser.add_argument('--log', type=Path, default=Path('log/demo'), help='folder of the results')
    parser.add_argument('--ready-timeout', type=float, default=90.0, metavar='S')
    parser.add_argument(
        '--timeout',
        type=float,
        default=75.0,
        metavar='S',
        help='longest time that the command may take',
    )
    options = parser.parse_args(args)
    if options.seed < 0:
        parser.error(f'--seed must be at least 0; got {options.seed}')
    if not options.params_file.is_file():
        parser.error(f'--params-file must be a file; got {options.params_file}')
    return options


def _environment() -> dict[str, str]:
    """Keep to this machine, and to a domain of our own unless the user chose one."""
    os.environ.setdefault('ROS_AUTOMATIC_DISCOVERY_RANGE', 'LOCALHOST')
    if 'ROS_DOMAIN_ID' not in os.environ:
        os.environ['ROS_DOMAIN_ID'] = str(free_domain_id())
    os.environ.update(transport_variables(os.environ, share() / 'config' / 'fastdds.xml'))
    return {**os.environ, 'PYTHONUNBUFFERED': '1'}


@contextmanager
def _witness() -> Iterator[Witness]:
    # Ctrl-C is ours: it must end the children first.
    rclpy.init(args=[], signal_handler_options=SignalHandlerOptions.NO)
    witness = Witness()
    try:
        yield witness
    finally:
        witness.close()
        rclpy.try_shutdown()


def run(options: argparse.Namespace, plan: Plan, report: Report, terminal: Terminal) -> None:
    """Run the demo and complete the report."""
    environment = _environment()
    system = System(options.params_file, plan.scene_seed, plan.scene_include)
    # The processes end first: they hold the robot.
    with _witness() as witness, ProcessGroup(options.log) as processes:
        for name, command in system.commands(options.way).items():
            processes.start(name, command, environment, handles_ctrl_c=options.way == 'launch')

        def problem() -> str:
            return '; '.join(
                f'{name} ended with exit status {code}: {processes.last_words(name)} '
                f'(see {processes.log_of(name)})'
                for name, code in processes.ended().items()
            )

        trial = Trial(witness, problem, terminal.show)
        report.ready_s = round(trial.wait_until_ready(options.ready_timeout), 2)
        terminal.say(f'ready after {report.ready_s:.1f} s')
        terminal.say(f'command: {plan.command!r}')
        trial.run(plan.command, report, options.timeout)
        terminal.clear()
    _save_pictures(trial, report, options.log)


def _save_pictures(trial: Trial, report: Report, folder: Path) -> None:
    if trial.still is not None:
        save_still(trial.still, folder / 'scene.png')
        report.files.append(str(folder / 'scene.png'))
    if len(trial.recording):
        trial.recording.save(folder / 'demo.gif')
        report.files.append(str(folder / 'demo.gif'))


def _conclude(report: Report, terminal: Terminal) -> None:
    latency, images = report.latency_ms, report.images
    if latency['p50'] is not None:
        terminal.say(
            f'latency from image to motion: p50 {latency["p50"]} ms, '
            f'p99 {latency["p99"]} ms; images: {images["received"]} of '
            f'{images["sent"]} arrived'
        )
    if report.success:
        what = ' '.join(filter(None, (report.task, report.target, report.destination)))
        terminal.say(f'SUCCESS after {report.duration_s:.1f} s, judged by physics: {what}')
        return
    reason = f' ({report.reason})' if report.reason else ''
    terminal.say(f'{report.outcome.upper()}{reason}: {report.message}')
    if report.outcome == 'refused' and report.nothing_moved:
        terminal.say(
            'nothing moved: no thing on the table, and the arm by '
            f'{report.arm_moved_m * 1e3:.1f} mm'
        )
    elif report.moved:
        terminal.say(f'moved: {", ".join(report.moved)}')


def _raise_interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def main(args: Sequence[str] | None = None) -> int:
    """Run the demo; 0 only if the simulator's physics says that it was done."""
    options = parse_arguments(args)
    # A closed terminal or a polite kill must not leave the children behind.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _raise_interrupt)
    plan = (
        place_command(options.command, options.seed)
        if options.command.strip()
        else pick_plan(options.seed)
    )
    terminal = Terminal()
    report = Report(False, 'interrupted', '', 'Ctrl-C', plan.command, options.seed)
    options.log.mkdir(parents=True, exist_ok=True)
    things = ', '.join(sample_scene(plan.scene_seed, plan.scene_include).names)
    terminal.say(f'starting the system ({options.way}); on the table: {things}')
    status = 1
    try:
        run(options, plan, report, terminal)
        status = 0 if report.success else 1
    except KeyboardInterrupt:
        status = INTERRUPTED
    except NotReadyError as error:
        report.outcome, report.reason, report.message = 'not_ready', 'not_ready', str(error)
    report.write(options.log / 'report.json')
    _conclude(report, terminal)
    terminal.say(f'see {", ".join([*report.files, str(options.log / "report.json")])}')
    return status


if __name__ == '__main__':
    sys.exit(main())
