# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Kill and restart the safety process many times; `make restart-runs`."""

import argparse
from collections.abc import Sequence
from pathlib import Path
import sys

from vla_system_tests.fault_injection.testbed import Testbed
from vla_system_tests.fault_injection.testbed import TestbedError
from vla_system_tests.markdown_section import add_page_argument
from vla_system_tests.markdown_section import check_page
from vla_system_tests.restart_runs.report import problems
from vla_system_tests.restart_runs.report import SECTION
from vla_system_tests.restart_runs.report import table_row
from vla_system_tests.restart_runs.report import TITLES
from vla_system_tests.restart_runs.report import write_report
from vla_system_tests.restart_runs.run import RestartRuns
from vla_system_tests.restart_runs.sample import RestartSample

#: Failures to start a run, all cases together, after which the measurement ends.
_MAX_FAILURES = 5


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog='vla_restart_runs', description=__doc__)
    parser.add_argument(
        '--only', nargs='+', choices=sorted(TITLES), default=list(TITLES), metavar='NAME'
    )
    parser.add_argument('--repeats', type=int, default=100, help='number of restarts of each case')
    parser.add_argument(
        '--log', type=Path, default=Path('log/restart_runs'), help='folder of the logs'
    )
    add_page_argument(parser)
    options = parser.parse_args(args)
    if options.repeats < 1:
        parser.error(f'--repeats must be at least 1; got {options.repeats}')
    check_page(parser, options, SECTION)
    return options


def measure(options: argparse.Namespace) -> dict[str, list[RestartSample]]:
    """Run the cases in turn; a system that does not get ready for a run is started again."""
    samples: dict[str, list[RestartSample]] = {name: [] for name in options.only}
    todo = [name for _ in range(options.repeats) for name in options.only]
    failures = 0
    while todo and failures < _MAX_FAILURES:
        try:
            with Testbed(options.log / f'system-{failures}', relays_camera=False) as testbed:
                runs = RestartRuns(testbed)
                while todo:
                    sample = runs.run(stops=todo[0] == 'stopped')
                    samples[todo[0]].append(sample)
                    print(f'{todo.pop(0)}: {sample}', flush=True)
                    write_report(samples, options.log / 'report.json', options.page)
        except TestbedError as error:
            failures += 1
            print(f'{todo[0]}: not tried: {error}', flush=True)
    return samples


def main(args: Sequence[str] | None = None) -> int:
    """Measure the cases; return 0 if all runs were made and the robot never moved."""
    options = parse_arguments(args)
    samples = measure(options)
    failed = False
    for name, rows in samples.items():
        found = problems(rows)
        if len(rows) < options.repeats:
            found.append(f'{options.repeats - len(rows)} not tried')
        failed = failed or bool(found)
        print(table_row(name, rows) if rows else name, *found, sep='\n')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
