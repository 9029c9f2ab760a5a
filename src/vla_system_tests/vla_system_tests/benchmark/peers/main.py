# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Compare with other policies and with a textbook node; `make bench PEERS=1`, about 6 minutes.

The peers have random weights: only times are compared.
"""

import argparse
from collections.abc import Sequence
import os
from pathlib import Path
import sys
import time
from typing import Any
from typing import Final

from vla_common.engine import ONNX_RUNTIME
from vla_common.engine import use_one_thread
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_system_tests.benchmark.case import CASES
from vla_system_tests.benchmark.case import OBJECTS
from vla_system_tests.benchmark.case import PROBE
from vla_system_tests.benchmark.cpu_usage import CpuMeter
from vla_system_tests.benchmark.peers.comparison import missed_bars
from vla_system_tests.benchmark.peers.comparison import OWN_PLANNED
from vla_system_tests.benchmark.peers.comparison import OWN_REACTION
from vla_system_tests.benchmark.peers.comparison import TEXTBOOK
from vla_system_tests.benchmark.peers.comparison import to_table
from vla_system_tests.benchmark.peers.own_policy import Decision
from vla_system_tests.benchmark.peers.own_policy import own_decisions
from vla_system_tests.benchmark.peers.peer_process import PeerProcess
from vla_system_tests.benchmark.peers.peer_process import PeersError
from vla_system_tests.benchmark.peers.peer_worker import PEERS
from vla_system_tests.benchmark.peers.peer_worker import SMOLVLA
from vla_system_tests.benchmark.peers.textbook_run import run_textbook
from vla_system_tests.benchmark.report import machine
from vla_system_tests.benchmark.report import read_report
from vla_system_tests.benchmark.report import write_json
from vla_system_tests.benchmark.run import run_case
from vla_system_tests.benchmark.summary import summarize
from vla_system_tests.markdown_section import add_page_argument
from vla_system_tests.markdown_section import check_page
from vla_system_tests.markdown_section import write_section

#: Name of the section in the page, which is the command that writes it.
SECTION: Final = 'bench PEERS=1'
COMPUTATIONS, REACTION = 'computations', 'reaction'
#: SmolVLA takes seconds: it is measured in every second round only.
_EVERY: Final = {SMOLVLA: 2}
#: Own decisions take milliseconds: several in each round.
_OWN_REPEATS: Final = 5


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog='vla_benchmark_peers', description=__doc__)
    parser.add_argument('--only', choices=(COMPUTATIONS, REACTION), help='measure only these')
    parser.add_argument('--rounds', type=int, default=30, help='rounds of the computations')
    parser.add_argument(
        '--seconds', type=float, default=60.0, help='duration of each run of the reaction time'
    )
    parser.add_argument(
        '--python',
        type=Path,
        default=Path('.venv-peers/bin/python'),
        help='interpreter with the packages of requirements-peers.txt',
    )
    parser.add_argument('--log', type=Path, default=Path('log/bench'), help='folder of the report')
    add_page_argument(parser)
    options = parser.parse_args(args)
    if options.rounds < 1:
        parser.error(f'--rounds must be at least 1; got {options.rounds}')
    if options.seconds <= 0:
        parser.error(f'--seconds must be above 0; got {options.seconds:g}')
    check_page(parser, options, SECTION)
    return options


def measure_s(decision: Decision) -> float:
    """Return the duration of a decision [s]."""
    decision.prepare()
    start_s = time.perf_counter()
    decision.compute()
    return time.perf_counter() - start_s


def measure_in_turn(
    own: dict[str, Decision], peers: PeerProcess, rounds: int
) -> dict[str, list[float]]:
    """Return durations [s] by name, measured in turn so that all run under the same load."""
    durations_s: dict[str, list[float]] = {name: [] for name in (*own, *peers.parameters)}
    for number in range(rounds):
        for name, decision in own.items():
            durations_s[name] += [measure_s(decision) for _ in range(_OWN_REPEATS)]
        for name in peers.parameters:
            if number % _EVERY.get(name, 1) == 0:
                durations_s[name].append(peers.measure_s(name))
    return durations_s


def compare_computations(options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of decisions, one thread each, in two processes in turn."""
    use_one_thread(ONNX_RUNTIME)
    with World(sample_scene(1, OBJECTS)) as world:
        own = own_decisions(world.render())
    place = machine()
    with PeerProcess(options.python, tuple(PEERS), options.log / 'peers.log') as peers:
        for decision in own.values():
            measure_s(decision)
        meter = CpuMeter({PROBE: os.getpid(), 'peers': peers.pid})
        durations_s = measure_in_turn(own, peers, options.rounds)
        others = round(meter.usage().others_cores, 2)
        return {
            'rows': {name: summarize(values) for name, values in durations_s.items()},
            'runs': {COMPUTATIONS: {'machine': place, 'others_cores': others}},
            'versions': peers.versions,
            'parameters': peers.parameters,
        }


def compare_reactions(options: argparse.Namespace) -> dict[str, Any]:
    """Return the reaction times of the system and of the textbook node to a stored picture."""
    place, case = machine(), CASES['stored_640x480_processes']
    own = run_case(case, options.log / 'peers_own', options.seconds)
    textbook = run_textbook(case, options.log / 'peers_textbook', options.seconds)
    others = max(own['others_cores'], textbook['others_cores'])
    return {
        'rows': {
            OWN_REACTION: own['reaction'],
            OWN_PLANNED: own['stages']['image to action'],
            TEXTBOOK: textbook['reaction'],
        },
        'runs': {REACTION: {'machine': place, 'others_cores': others}},
    }


def main(args: Sequence[str] | None = None) -> int:
    """Print the table and add it to ``log/bench/report.json``; return 1 if a bar was missed."""
    options = parse_arguments(args)
    path = options.log / 'report.json'
    report = read_report(path)
    peers = report.setdefault('peers', {'rows': {}, 'runs': {}})
    measurements = {COMPUTATIONS: compare_computations, REACTION: compare_reactions}
    try:
        for name in [options.only] if options.only else measurements:
            print(f'{name} ...', flush=True)
            figures = measurements[name](options)
            for key, values in figures.items():
                peers[key] = {**peers.get(key, {}), **values}
            write_json(report, path)
            if options.page is not None:
                write_section(options.page, SECTION, to_table(peers))
    except PeersError as error:
        print(f'error: {error}', file=sys.stderr)
        return 2
    print(to_table(peers))
    missed = missed_bars(peers)
    print('\n'.join(missed))
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
