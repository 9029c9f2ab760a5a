# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Try faults on the running system and write down what it does; `make faults`."""

import argparse
from collections.abc import Sequence
from pathlib import Path
import sys

from vla_bringup.files import default_params_file
from vla_system_tests.fault_injection.cases import Case
from vla_system_tests.fault_injection.cases import CASES
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.fault_injection.report import write_report
from vla_system_tests.fault_injection.run import Finding
from vla_system_tests.fault_injection.run import run_case
from vla_system_tests.fault_injection.testbed import Stage
from vla_system_tests.fault_injection.testbed import StageError
from vla_system_tests.markdown_section import check
from vla_system_tests.markdown_section import PageError


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog='vla_faults', description=__doc__)
    parser.add_argument(
        '--only',
        nargs='+',
        choices=sorted(CASES),
        metavar='NAME',
        default=list(CASES),
        help=f'one or more of {", ".join(CASES)}',
    )
    parser.add_argument('--rounds', type=int, default=1, help='how often each fault is tried')
    parser.add_argument('--log', type=Path, default=Path('log/faults'), help='folder of the logs')
    parser.add_argument(
        '--page', type=Path, help='Markdown page with a place for the table, like docs/safety.md'
    )
    options = parser.parse_args(args)
    if options.rounds < 1:
        parser.error(f'--rounds must be at least 1; got {options.rounds}')
    if options.page is not None:
        try:
            check(options.page, 'faults')
        except PageError as error:
            parser.error(str(error))
    return options


def try_fault(case: Case, folder: Path) -> Finding:
    """Start a system of its own for a fault, try it, and end the system."""
    limits = read_limits(default_params_file())
    with Stage(folder, use_sim_time=case.use_sim_time) as stage:
        return run_case(case, stage, limits)


def main(args: Sequence[str] | None = None) -> int:
    """Try the faults; 0 if all could be tried and the robot did as declared in each."""
    options = parse_arguments(args)
    findings: list[Finding] = []
    untried: dict[str, str] = {}
    for turn in range(options.rounds):
        for name in options.only:
            print(f'{name} ... ', end='', flush=True)
            try:
                finding = try_fault(CASES[name], options.log / f'{name}-{turn}')
            except StageError as error:
                print(f'not tried: {error}')
                untried[name] = str(error)
                continue
            print(
                f'speed 0 after {finding.commanded_zero_s} s, {finding.state} '
                f'({finding.reason}); recovers: {finding.recovery}'
                f'{"" if finding.is_safe else "; NOT AS DECLARED"}'
            )
            findings.append(finding)
            write_report(findings, untried, options.log / 'report.json', options.page)
    return 0 if not untried and all(finding.is_safe for finding in findings) else 1


if __name__ == '__main__':
    sys.exit(main())
