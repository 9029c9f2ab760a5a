# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Soak test: run the gate on 8 hours of fuzz events; check limits, memory, threads and log."""

import argparse
from collections.abc import Sequence
import gc
import json
from pathlib import Path
import tempfile
import threading
import time

import numpy as np
from vla_safety.audit.audit_file import AuditFile
from vla_safety.audit.audit_file import AuditSettings
from vla_safety.audit.audit_log import AuditLog
from vla_safety.audit.auditor import Auditor
from vla_safety.testing.fuzz_driver import FuzzDriver
from vla_safety.testing.fuzz_events import EVENTS
from vla_safety.testing.limit_oracle import LimitViolation

_PERIOD_S = 0.02
# 8 hours at 50 Hz.
_TICKS = 8 * 3600 * 50
# Share of the ticks after which the memory is measured for the first time.
_WARM_UP = 0.1
_MAX_GROWTH_MB = 20.0
_MIN_MOTION_SHARE = 0.1
_MAX_TICKS_PER_EVENT = 20
# Small files that are soon deleted, so that their rotation is tested too.
_AUDIT = AuditSettings(audit_max_file_mb=0.5, audit_keep_mb=2.0, audit_fsync='never')

Report = dict[str, float | str]


def soak(ticks: int, seed: int) -> Report:
    """
    Drive a gate, with its audit log, for `ticks` control periods.

    Returns
    -------
    Report
        Figures by name. `broken` describes the limit that was violated, and is empty if none was.

    """
    threads, start_s = threading.active_count(), time.perf_counter()
    driver, warm_mb, broken = FuzzDriver(clamping=True), 0.0, ''
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        log = AuditLog(AuditFile(_AUDIT, Path(folder), 'soak'))
        auditor = Auditor(log)
        try:
            while driver.ticks < ticks:
                driver.apply_event(int(rng.integers(len(EVENTS))), rng)
                driver.tick(1 + int(rng.integers(_MAX_TICKS_PER_EVENT)))
                auditor.record_events(driver.harness.gate.events.take())
                if not warm_mb and driver.ticks >= _WARM_UP * ticks:
                    warm_mb = resident_mb()
        except LimitViolation as error:
            broken = f'{error} (tick {driver.ticks}, seed {seed})'
        log.close()
    gc.collect()
    return _driver_figures(driver) | {
        'audit_records': log.written,
        'audit_lost': log.lost,
        'memory_growth_mb': round(resident_mb() - (warm_mb or resident_mb()), 2),
        'threads_left': threading.active_count() - threads,
        'wall_s': round(time.perf_counter() - start_s, 1),
        'broken': broken,
    }


def _driver_figures(driver: FuzzDriver) -> Report:
    chunks = driver.harness.gate.chunks
    return {
        'ticks': driver.ticks,
        'simulated_hours': round(driver.ticks * _PERIOD_S / 3600, 2),
        'chunks': driver.chunks,
        'accepted': chunks.accepted,
        'refused': chunks.refused,
        'ticks_in_motion': driver.ticks_in_motion,
        'early_ticks': driver.early_ticks,
    }


def resident_mb() -> float:
    """Return the resident memory of this process."""
    for line in Path('/proc/self/status').read_text().splitlines():
        if line.startswith('VmRSS:'):
            return int(line.split()[1]) / 1024
    raise RuntimeError('/proc/self/status must have VmRSS; run the soak test on Linux')


def find_problems(report: Report) -> list[str]:
    """Return which requirements a report does not meet."""
    found = [f'limit broken: {report["broken"]}'] if report['broken'] else []
    if float(report['memory_growth_mb']) >= _MAX_GROWTH_MB:
        found.append(f'memory grew by {report["memory_growth_mb"]} MB, over {_MAX_GROWTH_MB:g}')
    if float(report['threads_left']) > 0:
        found.append(f'{report["threads_left"]} threads left')
    if float(report['audit_lost']) > 0:
        found.append(f'{report["audit_lost"]} audit records lost')
    # A gate that never moves the robot violates no limit.
    if float(report['ticks_in_motion']) < _MIN_MOTION_SHARE * float(report['ticks']):
        found.append(f'only {report["ticks_in_motion"]} ticks in motion')
    return found


def main(args: Sequence[str] | None = None) -> int:
    """Print the report and write ``log/soak/report.json``; return 1 if a requirement is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--ticks', type=int, default=_TICKS)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--report', type=Path, default=Path('log/soak/report.json'))
    options = parser.parse_args(args)
    report = soak(options.ticks, options.seed)
    for name, value in report.items():
        print(f'{name:20}{value}')
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps(report, indent=2))
    for problem in (found := find_problems(report)):
        print(f'FAILED: {problem}')
    return 1 if found else 0


if __name__ == '__main__':
    raise SystemExit(main())
