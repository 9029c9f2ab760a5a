# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""CPU time and memory of processes."""

import os
import subprocess
import sys
import time

import pytest
from vla_system_tests.benchmark.cpu_usage import CpuMeter
from vla_system_tests.benchmark.cpu_usage import pss_mib

_BUSY = [sys.executable, '-c', 'while True: pass']


def test_own_process_and_others_are_told_apart() -> None:
    """Two busy processes: the one that is not measured counts as CPU time of others."""
    with subprocess.Popen(_BUSY) as known, subprocess.Popen(_BUSY) as other:
        meter = CpuMeter({'known': known.pid})
        time.sleep(1.0)
        usage = meter.usage()
        for process in (known, other):
            process.kill()
    # On a loaded machine each gets its share of a core.
    assert 0.05 < usage.cores['known'] <= 1.1
    assert usage.others_cores > 0.05
    assert usage.cores['known'] + usage.others_cores <= 1.1 * (os.cpu_count() or 1)


def test_process_that_ended_uses_nothing() -> None:
    process = subprocess.Popen([sys.executable, '-c', ''])
    process.wait()
    meter = CpuMeter({'ended': process.pid})
    time.sleep(0.05)
    assert meter.usage().cores == {'ended': 0.0}
    assert pss_mib(process.pid) == 0.0


def test_memory_grows_with_what_is_allocated() -> None:
    before_mib = pss_mib(os.getpid())
    data = bytearray(b'x') * (64 * 2**20)
    assert pss_mib(os.getpid()) - before_mib == pytest.approx(64.0, abs=8.0)
    del data
