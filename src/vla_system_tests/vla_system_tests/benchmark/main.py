# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure latency, CPU time and memory of the running system; `make bench`, about 11 minutes."""

import argparse
from collections.abc import Sequence
from pathlib import Path
import sys
from typing import Any

from vla_system_tests.benchmark.case import BenchmarkCase
from vla_system_tests.benchmark.case import CASES
from vla_system_tests.benchmark.case import SIZE_CASES
from vla_system_tests.benchmark.parts import measure_parts
from vla_system_tests.benchmark.report import is_disturbed
from vla_system_tests.benchmark.report import machine
from vla_system_tests.benchmark.report import MAX_OTHERS_CORES
from vla_system_tests.benchmark.report import problems
from vla_system_tests.benchmark.report import read_report
from vla_system_tests.benchmark.report import SECTION
from vla_system_tests.benchmark.report import to_markdown
from vla_system_tests.benchmark.report import write_report
from vla_system_tests.benchmark.run import run_case
from vla_system_tests.markdown_section import add_page_argument
from vla_system_tests.markdown_section import check_page

_ALL = {**CASES, **SIZE_CASES}


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog='vla_benchmark', description=__doc__)
    parser.add_argument(
        '--only',
        nargs='+',
        choices=sorted(_ALL),
        metavar='NAME',
        help=f'one or more of {", ".join(_ALL)}; the figures of others stay in the report',
    )
    parser.add_argument('--sizes', action='store_true', help='measure other picture sizes too')
    # 3,000 images: fewer say little about lost ones.
    parser.add_argument('--seconds', type=float, default=105.0, help='duration of a run')
    parser.add_argument(
        '--repeats',
        type=int,
        default=2,
        help='number of repetitions of a run that other processes disturbed, at most',
    )
    parser.add_argument('--log', type=Path, default=Path('log/bench'), help='folder of the report')
    add_page_argument(parser)
    options = parser.parse_args(args)
    if options.seconds <= 0:
        parser.error(f'--seconds must be above 0; got {options.seconds:g}')
    if options.repeats < 0:
        parser.error(f'--repeats must be at least 0; got {options.repeats}')
    check_page(parser, options, SECTION)
    return options


def run_undisturbed(case: BenchmarkCase, options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of the run of a case in which others used the least CPU time."""
    best: dict[str, Any] = {}
    for _ in range(1 + options.repeats):
        place = machine()
        figures = run_case(case, options.log / case.name, options.seconds)
        if not best or figures['others_cores'] < best['others_cores']:
            best = {**figures, 'machine': place}
        if not is_disturbed(best):
            return best
        print(
            f'{case.name}: disturbed, others used {figures["others_cores"]:g} cores '
            f'(at most {MAX_OTHERS_CORES:g} do not count)',
            flush=True,
        )
    return best


def main(args: Sequence[str] | None = None) -> int:
    """Print tables and write ``log/bench/report.json``; return 1 if a quiet run missed a bar."""
    options = parse_arguments(args)
    path = options.log / 'report.json'
    report = read_report(path)
    if not options.only:
        # Figures of `make bench PEERS=1` stay.
        report = {**{key: report[key] for key in ('peers',) if key in report}, 'cases': {}}
    names = options.only or [*CASES, *(SIZE_CASES if options.sizes else ())]
    for name in names:
        print(f'{name} ...', flush=True)
        report['cases'][name] = run_undisturbed(_ALL[name], options)
        write_report(report, path, options.page)
    if not options.only:
        report['parts'] = measure_parts()
        write_report(report, path, options.page)
    print(to_markdown(report))
    disturbed = [name for name in names if is_disturbed(report['cases'][name])]
    if disturbed:
        print(f'The machine was busy; these are not figures of the system: {", ".join(disturbed)}')
    missed = problems(report)
    print('\n'.join(missed))
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
