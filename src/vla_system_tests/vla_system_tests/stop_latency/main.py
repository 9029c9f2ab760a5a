# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure the stop latency of the safety node, as distributions; `make stop-latency`."""

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
import multiprocessing
from pathlib import Path
import sys

from vla_bringup.files import default_params_file
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.markdown_section import add_page_argument
from vla_system_tests.markdown_section import check_page
from vla_system_tests.stop_latency.cases import CASES
from vla_system_tests.stop_latency.report import SECTION
from vla_system_tests.stop_latency.report import summary
from vla_system_tests.stop_latency.report import table_row
from vla_system_tests.stop_latency.report import write_report
from vla_system_tests.stop_latency.run import measure
from vla_system_tests.stop_latency.sample import StopLatencySample


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog='vla_stop_latency', description=__doc__)
    parser.add_argument(
        '--only',
        nargs='+',
        choices=sorted(CASES),
        metavar='NAME',
        default=list(CASES),
        help=f'one or more of {", ".join(CASES)}',
    )
    parser.add_argument(
        '--repeats', type=int, default=100, help='number of measurements of each case'
    )
    parser.add_argument(
        '--lanes', type=int, default=2, help='number of cases that are measured in parallel'
    )
    parser.add_argument(
        '--log', type=Path, default=Path('log/stop_latency'), help='folder of the logs'
    )
    add_page_argument(parser)
    options = parser.parse_args(args)
    for name in ('repeats', 'lanes'):
        if getattr(options, name) < 1:
            parser.error(f'--{name} must be at least 1; got {getattr(options, name)}')
    check_page(parser, options, SECTION)
    return options


def measure_case(name: str, repeats: int, folder: Path) -> list[StopLatencySample]:
    """Measure one case; a function at module level, for other processes."""
    return measure(CASES[name], repeats, read_limits(default_params_file()), folder / name)


def main(args: Sequence[str] | None = None) -> int:
    """Measure the cases; return 0 if all meet their bars."""
    options = parse_arguments(args)
    limits = read_limits(default_params_file())
    samples: dict[str, list[StopLatencySample]] = {}
    # Not forked: rclpy and its threads do not survive a fork.
    spawn = multiprocessing.get_context('spawn')
    with ProcessPoolExecutor(options.lanes, mp_context=spawn) as pool:
        futures = {
            name: pool.submit(measure_case, name, options.repeats, options.log)
            for name in options.only
        }
        for name, future in futures.items():
            samples[name] = future.result()
            row = summary(CASES[name], samples[name], limits)
            print(table_row(row), *row['problems'], sep='', end='\n' if row['problems'] else '')
    rows = {name: summary(CASES[name], samples[name], limits) for name in options.only}
    write_report(samples, rows, options.log / 'report.json', options.page)
    return 1 if any(row['problems'] for row in rows.values()) else 0


if __name__ == '__main__':
    sys.exit(main())
