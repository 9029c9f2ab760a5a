# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""SIGTERM ends the system; a node that was killed is restarted into the safe state."""

from collections.abc import Iterator
from contextlib import contextmanager
import os
from pathlib import Path
import signal
import subprocess
import time

from cpu_load import CpuLoadMeter
import pytest
from vla_bringup.files import default_params_file
from vla_bringup.launcher import Launcher
from vla_bringup.launcher import pick_launch_mode
from vla_bringup.nodes import entries
from vla_client.client import VlaClient
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import SafetyStatus

pytestmark = pytest.mark.timeout(400)

READY_S = 120.0
END_S = 3.0
NODES = [entry.name for entry in entries(use_sim=True)]
needs_launch = pytest.mark.skipif(
    pick_launch_mode() != 'launch', reason='ros2 launch is not installed: no ROS 2 is sourced'
)


class RunningSystem:
    """A system that was started by one process, and its client."""

    def __init__(self, process: subprocess.Popen[bytes], client: VlaClient, log: Path) -> None:
        self.process, self.client, self._log = process, client, log

    @property
    def output(self) -> str:
        return self._log.read_text(errors='replace')

    def children(self) -> dict[str, int]:
        """Return the process ids of the nodes that the process started, by their names."""
        found = {}
        for path in Path(f'/proc/{self.process.pid}/task').glob('*/children'):
            for pid in path.read_text().split():
                command = Path(f'/proc/{pid}/cmdline').read_bytes().decode().split('\0')
                names = [name for part in command[:2] if (name := Path(part).name) in NODES]
                found |= dict.fromkeys(names, int(pid))
        return found


@contextmanager
def running_system(mode: str, folder: Path, *arguments: str) -> Iterator[RunningSystem]:
    domain_id, log = free_domain_id(), folder / 'output.log'
    (command,) = Launcher(default_params_file(), 1, ('red cube',)).commands(mode).values()
    with VlaClient('test_signals', domain_id=domain_id) as client, log.open('wb') as output:
        process = subprocess.Popen(
            [*command, *arguments],
            env={**os.environ, 'ROS_DOMAIN_ID': str(domain_id), 'ROS_LOG_DIR': str(folder)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            system = RunningSystem(process, client, log)
            try:
                client.wait_until_ready(READY_S, NODES, 3)
            except Exception as error:
                raise AssertionError(system.output) from error
            yield system
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait(10)


@pytest.mark.parametrize('mode', ['composed', pytest.param('launch', marks=needs_launch)])
def test_sigterm_ends_all_nodes_within_three_seconds(tmp_path: Path, mode: str) -> None:
    with running_system(mode, tmp_path) as system, CpuLoadMeter() as load:
        children = system.children()
        assert sorted(children) == (sorted(NODES) if mode == 'launch' else [])
        began_s = time.monotonic()
        system.process.send_signal(signal.SIGTERM)
        system.process.wait(30)
        assert time.monotonic() - began_s < END_S * load.factor
        assert not any(Path(f'/proc/{pid}').exists() for pid in children.values())
        assert 'Traceback' not in system.output, system.output


@needs_launch
@pytest.mark.parametrize('node', ['safety_node', 'policy_node'])
def test_killed_node_is_restarted_without_motion(tmp_path: Path, node: str) -> None:
    with running_system('launch', tmp_path, 'respawn:=true') as system:
        client = system.client
        killed = system.children()[node]
        client.discard_health(node)
        os.kill(killed, signal.SIGKILL)
        assert client.wait_for(lambda: system.children().get(node, killed) != killed, 30.0)
        client.wait_until_ready(READY_S, NODES, 3)
        status = client.safety_status
        assert status is not None
        assert status.state in (SafetyStatus.IDLE, SafetyStatus.STOPPED)
