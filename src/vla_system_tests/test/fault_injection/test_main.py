# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command line of the fault injection."""

from pathlib import Path
from typing import Any

from fault_samples import FINDING
import pytest
from vla_system_tests.fault_injection import main as fault_main
from vla_system_tests.fault_injection.cases import CASES
from vla_system_tests.fault_injection.main import parse_arguments
from vla_system_tests.fault_injection.testbed import TestbedError


def test_faults_are_selected_by_name() -> None:
    assert parse_arguments(['--only', 'flood']).only == ['flood']
    assert parse_arguments([]).only == list(CASES)
    assert parse_arguments(['--rounds', '3']).rounds == 3


@pytest.mark.parametrize(
    'arguments', [['--only', 'earthquake'], ['--page', __file__], ['--rounds', '0']]
)
def test_wrong_argument_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(arguments)


def test_exit_status_is_zero_only_if_every_reaction_is_as_required(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(case: Any, folder: Path) -> Any:
        if case.name == 'flood':
            raise TestbedError('the robot must move')
        return FINDING

    monkeypatch.setattr(fault_main, 'run_fault', run)
    log = ['--log', str(tmp_path)]
    assert fault_main.main(['--only', 'kill_policy', '--rounds', '2', *log]) == 0
    assert fault_main.main(['--only', 'kill_policy', 'flood', *log]) == 1
    assert (tmp_path / 'report.json').is_file()


def test_a_folder_has_no_state_of_an_earlier_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FolderTestbed:
        def __init__(self, folder: Path, **kwargs: Any) -> None:
            self.existed = folder.exists()

        def __enter__(self) -> bool:
            return self.existed

        def __exit__(self, *_: object) -> None:
            pass

    (tmp_path / 'run').mkdir()
    (tmp_path / 'run' / 'safety_node.running').touch()
    monkeypatch.setattr(fault_main, 'Testbed', FolderTestbed)
    monkeypatch.setattr(fault_main, 'run_case', lambda case, existed, limits: existed)
    assert fault_main.run_fault(CASES['flood'], tmp_path / 'run') is False
