# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Start the simulated system with its web page, and read commands from the terminal."""

import argparse
from collections.abc import Sequence
import os
from pathlib import Path
import select
import signal
import sys
import time
from typing import Final
import webbrowser

from vla_bringup.checkpoint_option import add_checkpoint_option
from vla_bringup.checkpoint_option import check_checkpoint_option
from vla_bringup.demo.main import node_environment
from vla_bringup.demo.result_folder import exclusive_folder
from vla_bringup.files import default_params_file
from vla_bringup.interactive.console import Console
from vla_bringup.interactive.console import HELP
from vla_bringup.interactive.console import NO_TERMINAL
from vla_bringup.launcher import LAUNCH_MODES
from vla_bringup.launcher import Launcher
from vla_bringup.launcher import pick_launch_mode
from vla_bringup.nodes import entries
from vla_bringup.nodes import NodeEntry
from vla_bringup.processes import ProcessGroup
from vla_bringup.robot_option import add_robot_option
from vla_bringup.robot_option import simulated_robot
from vla_client.client import VlaClient
from vla_client.readiness import NotReadyError
from vla_common import qos
from vla_interfaces.msg import DetectedObjects

WEB: Final = NodeEntry('vla_web', 'WebNode', 'web_node')
_POLL_S: Final = 0.2
#: Subscribers of natural_language_command: language, safety and simulator.
_COMMAND_SUBSCRIBERS: Final = 3
_SCENE_TIMEOUT_S: Final = 5.0


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog='vla_run', description=__doc__)
    parser.add_argument('--seed', type=int, default=1, help='seed of the scene (default: 1)')
    add_robot_option(parser)
    add_checkpoint_option(parser)
    parser.add_argument('--params-file', type=Path, default=default_params_file())
    parser.add_argument('--way', choices=LAUNCH_MODES, default=pick_launch_mode())
    parser.add_argument('--port', type=int, default=0, help='port of the page; 0: a free one')
    parser.add_argument('--log', type=Path, default=Path('log/run'), help='folder of the logs')
    parser.add_argument('--no-browser', action='store_true', help='print the URL only')
    parser.add_argument('--ready-timeout', type=float, default=90.0, metavar='S')
    options = parser.parse_args(args)
    if options.seed < 0:
        parser.error(f'--seed must be at least 0; got {options.seed}')
    if not 0 <= options.port <= 65535:
        parser.error(f'--port must be within 0 .. 65535; got {options.port}')
    if not options.params_file.is_file():
        parser.error(f'--params-file must be a file; got {options.params_file}')
    check_checkpoint_option(options, parser)
    options.robot = simulated_robot(options, parser)
    return options


def web_command(options: argparse.Namespace) -> list[str]:
    """Return the command line of the web node."""
    return [
        str(WEB.executable()),
        '--url-file',
        str(options.log / 'url'),
        '--ros-args',
        '--params-file',
        str(options.params_file),
        '-p',
        f'{WEB.name}:port:={options.port}',
    ]


def show(text: str) -> None:
    """Print a line."""
    print(f'run: {text}', flush=True)


def run(options: argparse.Namespace) -> int:
    """Run until the user quits or a process of the system ends."""
    environment = node_environment(options.log)
    url_file: Path = options.log / 'url'
    url_file.unlink(missing_ok=True)
    launcher = Launcher(
        options.params_file, options.seed, robot=options.robot, checkpoint=options.checkpoint
    )
    # The processes end first: they control the robot.
    with VlaClient('terminal') as client, ProcessGroup(options.log) as processes:
        for name, command in launcher.commands(options.way).items():
            processes.start(name, command, environment, handles_ctrl_c=options.way == 'launch')
        # A process of its own: a page that hangs or dies has no effect on control.
        processes.start(WEB.name, web_command(options), environment)
        _wait_for_page(processes, url_file, options)
        nodes = [entry.name for entry in entries(use_sim=True, use_robot=bool(options.robot))]
        client.wait_for(
            lambda: bool(
                not client.not_ready(nodes, _COMMAND_SUBSCRIBERS)
                or client.failed_nodes
                or processes.ended()
            ),
            options.ready_timeout,
        )
        missing = client.not_ready(nodes, _COMMAND_SUBSCRIBERS)
        if missing and not processes.ended():
            raise NotReadyError('; '.join(f'{name}: {why}' for name, why in missing.items()))
        _show_scene(client)
        show(f'ready. {HELP if sys.stdin.isatty() else NO_TERMINAL}')
        return _read_lines(Console(client, show), processes)


def _show_scene(client: VlaClient) -> None:
    """Print the detected objects: a command has to name one of them."""
    found: list[DetectedObjects] = []
    subscription = client.subscribe(DetectedObjects, 'detected_objects', found.append, qos.SENSOR)
    if client.wait_for(lambda: bool(found and found[-1].objects), _SCENE_TIMEOUT_S):
        show(f'on the table: {", ".join(item.name for item in found[-1].objects)}')
    # The policy detects objects without a command only while there is a subscriber.
    client.run_on_executor(lambda: client.node.destroy_subscription(subscription))


def _wait_for_page(processes: ProcessGroup, url_file: Path, options: argparse.Namespace) -> None:
    end_s = time.monotonic() + options.ready_timeout
    while not url_file.exists() and WEB.name not in processes.ended():
        if time.monotonic() > end_s:
            break
        time.sleep(_POLL_S)
    if not url_file.exists():
        show(f'there is no web page: {processes.last_log_line(WEB.name)}')
        return
    url = url_file.read_text(encoding='utf-8')
    show(f'open {url}')
    has_display = bool(os.environ.get('DISPLAY') or os.environ.get('WAYLAND_DISPLAY'))
    if has_display and not options.no_browser:
        webbrowser.open(url)


def _read_lines(console: Console, processes: ProcessGroup) -> int:
    """Execute lines of a terminal; without one, wait for a signal."""
    is_terminal, reported = sys.stdin.isatty(), False
    while True:
        ended = processes.ended()
        if WEB.name in ended and not reported:
            reported = True
            line = processes.last_log_line(WEB.name)
            show(f'the web page ended ({line}); the robot is still controlled. Type stop, or quit')
        for name in ended.keys() - {WEB.name}:
            show(f'{name} ended with exit status {ended[name]}: {processes.last_log_line(name)}')
            return 1
        if not is_terminal:
            time.sleep(_POLL_S)
        elif select.select([sys.stdin], [], [], _POLL_S)[0]:
            line = sys.stdin.readline()
            if not line or not console.execute(line):
                return 0


def _raise_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main(args: Sequence[str] | None = None) -> int:
    """Run the interactive system."""
    options = parse_arguments(args)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _raise_interrupt)
    with exclusive_folder(options.log) as folder:
        options.log = folder
        show(f'starting the system ({options.way}); logs in {folder}')
        try:
            return run(options)
        except KeyboardInterrupt:
            # Ctrl-C is the usual end.
            return 0
        except (NotReadyError, FileNotFoundError) as error:
            show(f'not ready: {error}')
            return 1


if __name__ == '__main__':
    sys.exit(main())
