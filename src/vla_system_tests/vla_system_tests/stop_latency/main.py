# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure how soon the safety node stands, as distributions; `make reactions`."""

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
import multiprocessing
from pathlib import Path
import sys

from vla_bringup.files import default_params_file
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.markdown_section import check
from vla_system_tests.markdown_section import PageError
from vla_system_tests.stop_latency.cases import CASES
from vla_system_tests.stop_latency.report import summary
from vla_system_tests.stop_latency.report import table_row
from vla_system_tests.stop_latency.report import write_report
from vla_system_tests.stop_latency.run import measure
from vla_system_tests.stop_latency.run import Reaction


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog='vla_reactions', description=__doc__)
    parser.add_argument(
        '--only',
        nargs='+',
        choices=sorted(CASES),
        metavar='NAME',
        default=list(CASES),
        help=f'one or more of {", ".join(CASES)}',
    )
    parser.add_argument('--repeats', type=int, default=100, help='how often each is measured')
    parser.add_argument(
        '--lanes', type=int, default=2, help='how many cases are measured side by side'
    )
    parser.add_argument(
        '--log', type=Path, default=Path('log/reactions'), help='folder of the logs'
    )
    parser.add_argument(
        '--page', type=Path, help='Markdown page with a place for the table, like docs/safety.md'
    )
    options = parser.parse_args(args)
    for name in ('repeats', 'lanes'):
        if getattr(options, name) < 1:
            parser.error(f'--{name} must be at least 1; got {getattr(options, name)}')
    if options.page is not None:
        try:
            check(options.page, 'reactions')
        except PageError as error:
            parser.error(str(error))
    return options


def measure_case(name: str, repeats: int, folder: Path) -> list[Reaction]:
    """Measure one case; a function that another process can be given."""
    return measure(CASES[name], repeats, read_limits(default_params_file()), folder / name)


def main(args: Sequence[str] | None = None) -> int:
    """Measure the cases; 0 if all of them meet their bars."""
    options = parse_arguments(args)
    limits = read_limits(default_params_file())
    reactions: dict[str, list[Reaction]] = {}
    # Not forked: rclpy and its threads do not survive that.
    spawn = multiprocessing.get_context('spawn')
    with ProcessPoolExecutor(options.lanes, mp_context=spawn) as pool:
        asked = {
            name: pool.submit(measure_case, name, options.repeats, options.log)
            for name in options.only
        }
        for name, future in asked.items():
            reactions[name] = future.result()
            row = summary(CASES[name], reactions[name], limits)
            print(table_row(row), *row['problems'], sep='', end='\n' if row['problems'] else '')
    rows = {name: summary(CASES[name], reactions[name], limits) for name in options.only}
    write_report(reactions, rows, options.log / 'report.json', options.page)
    return 1 if any(row['problems'] for row in rows.values()) else 0


if __name__ == '__main__':
    sys.exit(main())
