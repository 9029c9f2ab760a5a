# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""CPU time and memory of processes, and the CPU time that all other processes used."""

from collections.abc import Mapping
from dataclasses import dataclass
import os
from pathlib import Path
import time

_MIB = 1024.0
#: Columns of the first line of /proc/stat in which a processor did no work: idle, iowait.
_IDLE_COLUMNS = (3, 4)
#: Guest time is contained in user time already.
_COLUMNS = 8


@dataclass(frozen=True)
class CpuUsage:
    """
    CPU time over an interval.

    Parameters
    ----------
    cores
        Cores that each process used, by name; 0.5 is half of one core.
    others_cores
        Cores that all processes but those used.

    """

    cores: dict[str, float]
    others_cores: float


@dataclass(frozen=True)
class _Sample:
    time_s: float
    machine_s: float
    process_s: dict[str, float]


class CpuMeter:
    """
    Measure the CPU time of processes from the construction on.

    Parameters
    ----------
    pids
        Ids of the processes that belong to the measurement, by name.

    """

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._pids = dict(pids)
        self._start = self._sample()

    def usage(self) -> CpuUsage:
        """Return the use of the processors since the construction."""
        start, end = self._start, self._sample()
        span_s = end.time_s - start.time_s
        cores = {
            name: max(0.0, end.process_s[name] - start.process_s[name]) / span_s
            for name in self._pids
        }
        machine_cores = (end.machine_s - start.machine_s) / span_s
        return CpuUsage(cores, max(0.0, machine_cores - sum(cores.values())))

    def _sample(self) -> _Sample:
        processes_s = {
            name: _process_s(_read(f'/proc/{pid}/stat')) for name, pid in self._pids.items()
        }
        return _Sample(time.monotonic(), _machine_s(_read('/proc/stat')), processes_s)


def _read(path: str) -> str:
    """Return the content of a file of /proc; empty for a process that has ended."""
    try:
        return Path(path).read_text(encoding='utf-8')
    except OSError:
        return ''


def _machine_s(stat: str) -> float:
    """Return the time that the processors worked since the start of the machine [s]."""
    columns = [int(word) for word in stat.splitlines()[0].split()[1 : 1 + _COLUMNS]]
    busy = sum(ticks for i, ticks in enumerate(columns) if i not in _IDLE_COLUMNS)
    return busy / os.sysconf('SC_CLK_TCK')


def _process_s(stat: str) -> float:
    """Return the CPU time of a process and of its children that have ended [s]."""
    # The name of the program, in parentheses, may contain spaces.
    fields = stat.rpartition(')')[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf('SC_CLK_TCK')


def pss_mib(pid: int) -> float:
    """Return the proportional set size of a process [MiB]; 0 if it has ended."""
    for line in _read(f'/proc/{pid}/smaps_rollup').splitlines():
        if line.startswith('Pss:'):
            return int(line.split()[1]) / _MIB
    return 0.0
