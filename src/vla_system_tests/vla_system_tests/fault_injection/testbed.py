# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Running system whose processes, camera, clock and topics can fail on demand."""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
import resource
import signal
import sys
import time

from vla_bringup.processes import ProcessGroup
from vla_client.client import VlaClient
from vla_common.domain_id import free_domain_id
from vla_system_tests.fault_injection.child_environment import child_environment
from vla_system_tests.fault_injection.child_environment import ROS_LOG
from vla_system_tests.fault_injection.command_lines import command_lines
from vla_system_tests.fault_injection.command_load import CommandLoad
from vla_system_tests.fault_injection.observer import SystemObserver
from vla_system_tests.fault_injection.relay import FaultRelay
from vla_system_tests.fault_injection.robot_relay import RobotRelay
from vla_system_tests.fault_injection.second_publisher import SecondPublisher

COMMAND = 'put the blue sphere in the green bowl'
OTHER_COMMAND = 'point at the blue sphere'
#: Node with which the testbed observes the system and sends commands.
OBSERVER_NODE = 'fault_observer'
_SCENE_INCLUDE = ('blue sphere', 'green bowl')
_READY_TIMEOUT_S = 180.0
_MOTION_TIMEOUT_S = 90.0
_ANSWER_TIMEOUT_S = 20.0
_PAUSE_S = 1.0
_FLOOD = 'flood'
_FLOOD_TIMEOUT_S = 60.0
_SECOND = 'second_'
_START_TIMEOUT_S = 60.0
_END_TIMEOUT_S = 10.0


class TestbedError(RuntimeError):
    """The system did not reach the state in which a fault can be injected."""

    __test__ = False


class Testbed:
    """
    Start the system, and end it at the end of the block.

    Parameters
    ----------
    folder
        Folder of the logs.
    use_sim_time
        Whether the system takes its time from a /clock that faults can change.
    relays_camera
        Whether images pass through the relay, where faults can change them.
    launch_mode
        How the nodes are started: 'processes' or 'composed'.
    robot
        Simulated robot in place of the built-in arm, whose states pass through a relay too.

    """

    __test__ = False

    def __init__(
        self,
        folder: Path,
        *,
        use_sim_time: bool = False,
        relays_camera: bool = True,
        launch_mode: str = 'processes',
        robot: str = '',
    ) -> None:
        self.folder = folder
        self._launch_mode, self._robot = launch_mode, robot
        self._use_sim_time = use_sim_time
        self._relays_camera = relays_camera
        self._second: SecondPublisher | None = None
        self._stack = ExitStack()

    def __enter__(self) -> 'Testbed':
        domain_id = free_domain_id()
        self._environment = child_environment(domain_id, self.folder)
        self._processes = self._stack.enter_context(ProcessGroup(self.folder))
        try:
            self.relay = FaultRelay(domain_id, publishes_clock=self._use_sim_time)
            self._stack.callback(self.relay.close)
            if self._robot:
                self.robot_relay = RobotRelay(domain_id)
                self._stack.callback(self.robot_relay.close)
            self.client = self._stack.enter_context(VlaClient(OBSERVER_NODE, domain_id=domain_id))
            self.observer = SystemObserver(self.client, self._robot)
            self._load = CommandLoad(self.client.publish_command, (COMMAND, OTHER_COMMAND))
            self._stack.callback(self._load.stop)
            self._commands = command_lines(
                self._launch_mode,
                _SCENE_INCLUDE,
                relays_camera=self._relays_camera,
                use_sim_time=self._use_sim_time,
                robot=self._robot,
            )
            for name in self._commands:
                self.restart(name)
            self._wait_until_ready()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # Preparation ---------------------------------------------------------------------------

    def start_motion(self, *commands: str) -> None:
        """
        Send commands in turn until the robot moves, see `moves_after`.

        Raises
        ------
        TestbedError
            If it does not move.

        """
        if self.moves_after(commands, _MOTION_TIMEOUT_S):
            return
        statuses = (self.client.policy_status, self.client.safety_status)
        messages = '; '.join(m.message for m in statuses if m is not None and m.message)
        sent = ' or '.join(map(repr, commands))
        raise TestbedError(f'the robot must move after {sent}; it did not: {messages}')

    def moves_after(self, commands: Sequence[str], timeout_s: float) -> bool:
        """
        Send commands in turn until the robot moves; return False if it does not move in time.

        The next command is sent when the policy has ended the last one: it refuses a command whose
        image is too old, or waits long for another one. A latched stop ends the wait.
        """
        observer, turn = self.observer, cycle(commands)
        end_s = time.monotonic() + timeout_s
        while (left_s := end_s - time.monotonic()) > 0:
            observer.send(next(turn))
            decided = self.client.wait_for(self._is_decided, min(left_s, _ANSWER_TIMEOUT_S))
            if decided and not observer.is_executing():
                # The state must last.
                time.sleep(_PAUSE_S)
            if observer.is_executing():
                return True
            if observer.is_latched():
                return False
        return False

    def _is_decided(self) -> bool:
        observer = self.observer
        return observer.is_executing() or observer.is_latched() or observer.is_done()

    def _wait_until_ready(self) -> None:
        def is_decided() -> bool:
            return bool(self._processes.ended()) or not self.observer.missing()

        self.client.wait_for(is_decided, _READY_TIMEOUT_S)
        ended, missing = self._processes.ended(), self.observer.missing()
        if ended or missing:
            lines = {name: self._processes.last_log_line(name) for name in ended} or missing
            problems = '; '.join(f'{name}: {line}' for name, line in lines.items())
            raise TestbedError(
                f'the system must be ready within {_READY_TIMEOUT_S:g} s; {problems}'
            )

    @property
    def audit_directory(self) -> Path:
        """Return the folder of the audit log."""
        return self.folder / ROS_LOG / 'vla_audit'

    # Faults --------------------------------------------------------------------------------

    def kill(self, node: str) -> None:
        """Kill the process of a node."""
        self.client.discard_health(node)
        self._processes.signal(node, signal.SIGKILL)

    def restart(self, node: str) -> None:
        """Start the process of a node."""
        self._processes.start(node, self._commands[node], self._environment)

    def start_second(self, node: str, *ros_arguments: str) -> None:
        """
        Start a second process of a node, with defaults in place of the parameters of the system.

        Raises
        ------
        TestbedError
            If its node, `second_<node>`, does not join the graph.

        """
        name, client = _SECOND + node, self.client
        command = [*self._commands[node][:1], '--ros-args', '-r', f'__node:={name}']
        self._processes.start(name, [*command, *ros_arguments], self._environment)
        if not client.wait_for(lambda: name in client.node.get_node_names(), _START_TIMEOUT_S):
            raise TestbedError(
                f'{name} must join the graph within {_START_TIMEOUT_S:g} s; '
                f'last log line: {self._processes.last_log_line(name)}'
            )

    def end_second(self, node: str) -> None:
        """End the second process of a node with SIGINT, and wait until it has ended."""
        self._end(_SECOND + node)

    def _end(self, process: str) -> None:
        self._processes.signal(process, signal.SIGINT)
        self.client.wait_for(lambda: process in self._processes.ended(), _END_TIMEOUT_S)

    def add_publisher(self, topic: str) -> None:
        """Publish a topic of the system from the node of the testbed too."""
        self._second = SecondPublisher(self.client, topic)

    def remove_publisher(self) -> None:
        """Destroy the publisher of `add_publisher`."""
        if self._second is not None:
            self._second.close()

    def last_log_line(self, node: str) -> str:
        """Return the last line of the output of a node."""
        return self._processes.last_log_line(node)

    def freeze(self, node: str) -> None:
        """Stop the process of a node with SIGSTOP."""
        self._processes.signal(node, signal.SIGSTOP)

    def unfreeze(self, node: str) -> None:
        """Continue a stopped process."""
        self._processes.signal(node, signal.SIGCONT)

    def limit_files(self, node: str, size_b: int) -> None:
        """Limit the size of the files of a node, as a full disk does; -1 removes the limit."""
        limit = resource.RLIMIT_FSIZE
        _, hard = resource.prlimit(self._processes.pid_of(node), limit)
        soft = hard if size_b < 0 else size_b
        resource.prlimit(self._processes.pid_of(node), limit, (soft, hard))

    def prepare_flood(self, *arguments: str) -> None:
        """
        Start the process that floods DDS, which waits for a signal.

        Raises
        ------
        TestbedError
            If the process does not join the graph.

        """
        self._processes.start(
            _FLOOD,
            [sys.executable, '-m', 'vla_system_tests.fault_injection.flood', *arguments],
            self._environment,
        )
        if not self.client.wait_for(self.observer.is_flood_ready, _FLOOD_TIMEOUT_S):
            raise TestbedError(
                f'the flood must be ready within {_FLOOD_TIMEOUT_S:g} s; '
                f'last log line: {self._processes.last_log_line(_FLOOD)}'
            )

    def start_flood(self, lead_s: float = 0.0) -> None:
        """Start the flood, and wait `lead_s` until queues are full."""
        self._processes.signal(_FLOOD, signal.SIGUSR1)
        time.sleep(lead_s)

    def end_flood(self) -> None:
        """End the flood; its process leaves the graph, which a killed one does after 20 s only."""
        self._end(_FLOOD)

    def start_command_load(self, rate_hz: float, lead_s: float = 0.0) -> None:
        """Send commands that replace each other, and wait `lead_s`."""
        self._load.start(rate_hz)
        time.sleep(lead_s)

    def end_command_load(self) -> None:
        """Send no more commands."""
        self._load.stop()
