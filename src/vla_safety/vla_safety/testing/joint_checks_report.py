# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure the joint checks on random chunks: cost, acceptance, and an independent oracle."""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
import json
import os
from pathlib import Path
import time
from typing import Any

import numpy as np
from vla_safety.testing.joint_fuzz import fuzz_ticks
from vla_safety.testing.joint_oracle import JointOracle
from vla_safety.testing.pin_oracle import is_pin_installed
from vla_safety.testing.pin_oracle import PinOracle
from vla_safety.testing.sample_robots import HOSTILE_BOX
from vla_safety.testing.sample_robots import ROBOTS
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.testing.sample_robots import TASK_BOX
from vla_safety.testing.sample_robots import WIDE
from vla_safety.types.limits import Limits

_CHUNKS = 10_000
# The oracle knows no lean of an arm with five joints.
_ARMS = ('ur5e', 'fr3')
_TICKS = 100_000
_TASK_M_S, _HOSTILE_M_S = 0.3, 0.6
#: A parallel gripper repeats after half a turn.
_TASK_YAW_RAD = np.pi / 2
#: A box in front of the arm, for collisions of links.
BOX_M = (0.25, 0.35, 0.0, 0.45, 0.6, 0.4)
_MAX_EXAMPLES = 5


def measure(name: str, chunks: int, seed: int, *, is_hostile: bool) -> dict[str, Any]:
    """Return figures of one arm; `broken` has examples of chunks that break a rule."""
    box, speed = (HOSTILE_BOX, _HOSTILE_M_S) if is_hostile else (TASK_BOX, _TASK_M_S)
    max_yaw_rad = np.inf if is_hostile else _TASK_YAW_RAD
    robot = SampleRobot(name, _limits(with_box=is_hostile))
    boxes = np.reshape(robot.limits.keep_out_m, (-1, 2, 3))[1:]
    oracle = oracle_class()(ROBOTS[name][0], robot.model, boxes)
    rng = np.random.default_rng(seed)
    reasons: Counter[str] = Counter()
    costs_ms, broken, accepted, count = [], [], 0, 0
    while count < chunks:
        if count % 10 == 0 and not robot.move_to(rng.uniform(*TASK_BOX), rng.uniform(-0.8, 0.8)):
            continue
        count += 1
        chunk = robot.random_chunk(rng, box, speed, max_yaw_rad)
        start_s = time.thread_time()
        assessment = robot.assess(chunk)
        costs_ms.append((time.thread_time() - start_s) * 1e3)
        if not assessment.accepted:
            reasons[assessment.refusals[0].check] += 1
            continue
        accepted += 1
        path = robot.model.path(assessment.chunk, robot.joints)
        problems = oracle.problems(assessment.chunk, path.joints)
        if problems:
            broken.append(f'chunk {count} seed {seed}: {", ".join(problems)}')
        robot.joints = path.joints[-1].copy()
    return {
        'robot': name,
        'chunks': 'hostile' if is_hostile else 'task box',
        'count': count,
        'accepted': accepted,
        'refused': dict(reasons.most_common()),
        'cpu_ms_p50': round(float(np.percentile(costs_ms, 50)), 2),
        'cpu_ms_p99': round(float(np.percentile(costs_ms, 99)), 2),
        'broken': len(broken),
        'examples': broken[:_MAX_EXAMPLES],
    }


def oracle_class() -> type[JointOracle]:
    """Return the oracle with pinocchio and coal where they are installed, else our own."""
    return PinOracle if is_pin_installed() else JointOracle


def _limits(*, with_box: bool) -> Limits:
    return replace(WIDE, keep_out_m=(*WIDE.keep_out_m, *BOX_M)) if with_box else WIDE


def _load() -> float:
    return round(os.getloadavg()[0], 1)


def main(args: Sequence[str] | None = None) -> int:
    """Print the figures and write ``log/joint_checks/report.json``; return 1 if a rule broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--chunks', type=int, default=_CHUNKS)
    parser.add_argument('--ticks', type=int, default=_TICKS)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--report', type=Path, default=Path('log/joint_checks/report.json'))
    options = parser.parse_args(args)
    rows = [
        measure(name, options.chunks, options.seed, is_hostile=is_hostile)
        for name in _ARMS
        for is_hostile in (False, True)
    ]
    hostile = _limits(with_box=True)
    rows += [
        fuzz_ticks(name, hostile, oracle_class(), options.ticks, options.seed) for name in _ARMS
    ]
    for row in rows:
        print(json.dumps(row), flush=True)
    print(f'oracle: {oracle_class().__name__}; {os.cpu_count()} cores, load {_load():.1f}')
    report = {'oracle': oracle_class().__name__, 'load': _load(), 'rows': rows}
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps(report, indent=2))
    return 1 if any(row['broken'] for row in rows) else 0


if __name__ == '__main__':
    raise SystemExit(main())
