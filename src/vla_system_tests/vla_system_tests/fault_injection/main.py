# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inject faults into the running system and report the reactions; `make fault-injection`."""

import argparse
from collections.abc import Sequence
from pathlib import Path
import shutil
import sys

from vla_bringup.files import default_params_file
from vla_system_tests.fault_injection.cases import CASES
from vla_system_tests.fault_injection.fault_case import FaultCase
from vla_system_tests.fault_injection.finding import Finding
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.fault_injection.report import SECTION
from vla_system_tests.fault_injection.report import write_report
from vla_system_tests.fault_injection.run import run_case
from vla_system_tests.fault_injection.testbed import Testbed
from vla_system_tests.fault_injection.testbed import TestbedError
from vla_system_tests.markdown_section import add_page_argument
from vla_system_tests.markdown_section import check_page


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog='vla_fault_injection', description=__doc__)
    parser.add_argument(
        '--only',
        nargs='+',
        choices=sorted(CASES),
        metavar='NAME',
        default=list(CASES),
        help=f'one or more of {", ".join(CASES)}',
    )
    parser.add_argument('--rounds', type=int, default=1, help='number of runs of each fault')
    parser.add_argument(
        '--log', type=Path, default=Path('log/fault_injection'), help='folder of the logs'
    )
    add_page_argument(parser)
    options = parser.parse_args(args)
    if options.rounds < 1:
        parser.error(f'--rounds must be at least 1; got {options.rounds}')
    check_page(parser, options, SECTION)
    return options


def run_fault(case: FaultCase, folder: Path) -> Finding:
    """Start a system, inject the fault, and end the system; the folder is emptied before."""
    # The marker of a safety node that was killed in an earlier run would latch a stop.
    shutil.rmtree(folder, ignore_errors=True)
    limits = read_limits(default_params_file(), case.robot)
    with Testbed(
        folder, use_sim_time=case.use_sim_time, launch_mode=case.launch_mode, robot=case.robot
    ) as testbed:
        return run_case(case, testbed, limits)


def main(args: Sequence[str] | None = None) -> int:
    """Inject the faults; return 0 if all were injected and every reaction was as required."""
    options = parse_arguments(args)
    findings: list[Finding] = []
    untried: dict[str, str] = {}
    for number in range(options.rounds):
        for name in options.only:
            print(f'{name} ... ', end='', flush=True)
            try:
                finding = run_fault(CASES[name], options.log / f'{name}-{number}')
            except TestbedError as error:
                print(f'not tried: {error}')
                untried[name] = str(error)
                continue
            print(
                f'speed 0 after {finding.commanded_zero_s} s, {finding.state} '
                f'({finding.statuses}), moved {finding.distance_m} m; '
                f'recovers: {finding.recovery}'
                f'{"" if finding.is_safe else f"; NOT AS REQUIRED {finding.problem}"}'
            )
            findings.append(finding)
            write_report(findings, untried, options.log / 'report.json', options.page)
    return 0 if not untried and all(finding.is_safe for finding in findings) else 1


if __name__ == '__main__':
    sys.exit(main())
