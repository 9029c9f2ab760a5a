# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One run of the latency benchmark: start the system, send commands, collect the figures."""

from contextlib import ExitStack
from itertools import cycle
import os
from pathlib import Path
import shutil
import time
from typing import Any
from typing import Final

from vla_bringup.processes import ProcessGroup
from vla_client.client import VlaClient
from vla_client.readiness import REQUIRED_NODES
from vla_common.domain_id import free_domain_id
from vla_safety.audit.audit_reader import AuditReader
from vla_system_tests.benchmark.case import BenchmarkCase
from vla_system_tests.benchmark.case import PROBE
from vla_system_tests.benchmark.cpu_usage import CpuMeter
from vla_system_tests.benchmark.cpu_usage import pss_mib
from vla_system_tests.benchmark.latency_probe import LatencyProbe
from vla_system_tests.benchmark.reaction_time import executed_actions
from vla_system_tests.benchmark.reaction_time import reaction_times_s
from vla_system_tests.benchmark.scene_change import executed_chunks
from vla_system_tests.benchmark.scene_change import reaction_figures
from vla_system_tests.benchmark.scene_change import reactions_s
from vla_system_tests.benchmark.summary import count_lost
from vla_system_tests.benchmark.summary import diagnosed_stages
from vla_system_tests.benchmark.summary import distribution
from vla_system_tests.benchmark.summary import stage_durations_s
from vla_system_tests.benchmark.summary import summarize
from vla_system_tests.benchmark.tick_jitter import intervals_s
from vla_system_tests.benchmark.tick_jitter import jitter
from vla_system_tests.fault_injection.child_environment import child_environment
from vla_system_tests.fault_injection.child_environment import ROS_LOG

_READY_TIMEOUT_S: Final = 120.0
_COMMAND_TIMEOUT_S: Final = 20.0
#: Longest braking after the end of a command; the next one starts from rest.
_PAUSE_S: Final = 0.5
#: Images at the end of a run may still be in processing.
_LAST_IMAGES_S: Final = 0.5
#: The nodes publish their diagnostics once a second.
_DIAGNOSTICS_S: Final = 1.5


class BenchmarkError(RuntimeError):
    """The system did not start, or did not move."""


class _Run:
    """The running system of one case."""

    def __init__(self, case: BenchmarkCase, folder: Path, stack: ExitStack) -> None:
        domain_id = free_domain_id()
        environment = child_environment(domain_id, folder)
        self._case, self._folder = case, folder
        self._processes = stack.enter_context(ProcessGroup(folder))
        self.client = stack.enter_context(VlaClient('benchmark', domain_id=domain_id))
        self.probe = LatencyProbe(self.client)
        start_s, lines = time.monotonic(), case.commands()
        for name, line in lines.items():
            self._processes.start(name, line, environment)
        self._wait_until_ready()
        self.ready_s = time.monotonic() - start_s
        self.pids = {name: self._processes.pid_of(name) for name in lines}

    def _wait_until_ready(self) -> None:
        def missing() -> dict[str, str]:
            return self.client.not_ready(REQUIRED_NODES, self._case.command_subscribers)

        self.client.wait_for(
            lambda: bool(self._processes.ended()) or not missing(), _READY_TIMEOUT_S
        )
        if self._processes.ended() or missing():
            raise BenchmarkError(
                f'the system must be ready within {_READY_TIMEOUT_S:g} s; ended: '
                f'{list(self._processes.ended())}, missing: {missing()}. See {self._folder}'
            )

    def execute(self, command: str) -> float | None:
        """Execute a command; return the time from it to the first action [s], None for none."""
        sent_s = self.client.node.get_clock().now().nanoseconds * 1e-9
        command_id = self.client.publish_request(command)
        self.client.wait_for(lambda: self.probe.is_done(command_id), _COMMAND_TIMEOUT_S)
        time.sleep(_PAUSE_S)
        action_s = self.probe.first_action_s(sent_s)
        return None if action_s is None else action_s - sent_s


def run_case(case: BenchmarkCase, folder: Path, duration_s: float) -> dict[str, Any]:
    """
    Run the system of a case and return its figures.

    Raises
    ------
    BenchmarkError
        If the system does not start or the robot does not move.

    """
    # The marker of a safety node that was killed in an earlier run would latch a stop.
    shutil.rmtree(folder, ignore_errors=True)
    with ExitStack() as stack:
        run = _Run(case, folder, stack)
        run.execute(case.requests[0])
        meter = CpuMeter({**run.pids, PROBE: os.getpid()})
        since_ns = run.client.node.get_clock().now().nanoseconds
        end_s = time.monotonic() + duration_s
        to_motion_s = []
        for command in cycle(reversed(case.requests)):
            to_motion_s.append(run.execute(command))
            if time.monotonic() > end_s:
                break
        usage = meter.usage()
        memory_mib = {name: round(pss_mib(pid), 1) for name, pid in run.pids.items()}
        figures = _latencies(run.probe, folder, since_ns)
        time.sleep(_DIAGNOSTICS_S)
        figures['diagnostics'] = diagnosed_stages(run.client.node_health)
    moved_s = [value for value in to_motion_s if value is not None]
    if not moved_s or not figures['stages']['image to action']['n']:
        raise BenchmarkError(f'the robot must move; it did not. See {folder}')
    return {
        **figures,
        'command to motion': distribution(moved_s),
        'commands without motion': len(to_motion_s) - len(moved_s),
        'ready_s': round(run.ready_s, 1),
        'cpu_cores': {name: round(cores, 3) for name, cores in usage.cores.items()},
        'memory_mib': memory_mib,
        'others_cores': round(usage.others_cores, 2),
    }


def _latencies(probe: LatencyProbe, folder: Path, since_ns: int) -> dict[str, Any]:
    until_ns = time.time_ns() - int(_LAST_IMAGES_S * 1e9)
    features_s = probe.features_s()
    images_ns = [stamp for stamp in probe.images_ns() if since_ns < stamp < until_ns]
    ticks_s, states = probe.ticks()
    between_s = intervals_s([at_s for at_s in ticks_s if at_s > since_ns * 1e-9], states)
    # The file is written by a thread; its last lines may be missing.
    records = list(AuditReader([folder / ROS_LOG / 'vla_audit']))
    commands = executed_actions(records, since_ns)
    reaction_s = [s for actions in commands for s in reaction_times_s(images_ns, actions)]
    chunks = executed_chunks(records, probe.targets_m())
    changes = [change for change in probe.changes() if change.at_s > since_ns * 1e-9]
    followed_s, missed = reactions_s(changes, chunks)
    stages_s = stage_durations_s(records, features_s, since_ns)
    return {
        'stages': {stage: distribution(values) for stage, values in stages_s.items()},
        'reaction': summarize(reaction_s) if reaction_s else {},
        'images': len(images_ns),
        'images lost': count_lost(images_ns, features_s),
        'tick jitter': jitter(between_s) if between_s else {},
        **({'scene changes': reaction_figures(followed_s, missed)} if changes else {}),
    }
