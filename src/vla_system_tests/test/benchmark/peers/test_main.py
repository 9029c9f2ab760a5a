# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command line of the comparison, and measurement in turn."""

import json
from pathlib import Path
from typing import Any

import pytest
from vla_system_tests.benchmark.peers import main as comparison
from vla_system_tests.benchmark.peers.own_policy import Decision
from vla_system_tests.benchmark.peers.own_policy import OWN_DECISION
from vla_system_tests.benchmark.peers.peer_worker import ACT
from vla_system_tests.benchmark.peers.peer_worker import SMOLVLA
from vla_system_tests.benchmark.report import machine
from vla_system_tests.benchmark.summary import summarize
from vla_system_tests.markdown_section import section_marks


class FakePeers:
    def __init__(self, order: list[str]) -> None:
        self.parameters = {ACT: 1, SMOLVLA: 1}
        self._order = order

    def measure_s(self, name: str) -> float:
        self._order.append(name)
        return 1.0


def test_own_decisions_and_peers_are_measured_in_turn() -> None:
    order: list[str] = []
    own = {'own': Decision(lambda: order.append('own'), lambda: order.append('prepare'))}
    durations_s = comparison.measure_in_turn(own, FakePeers(order), 2)  # type: ignore[arg-type]
    own_round = ['prepare', 'own'] * 5
    assert order == [*own_round, ACT, SMOLVLA, *own_round, ACT]
    assert {name: len(values) for name, values in durations_s.items()} == {
        'own': 10,
        ACT: 2,
        SMOLVLA: 1,
    }
    assert max(durations_s['own']) < 1.0


@pytest.mark.parametrize(
    'arguments', [['--only', 'moon'], ['--seconds', '0'], ['--rounds', '0'], ['--page', __file__]]
)
def test_wrong_argument_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        comparison.parse_arguments(arguments)


def test_missing_environment_ends_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = str(tmp_path / 'no' / 'python')
    options = ['--python', python, '--log', str(tmp_path), '--only', 'computations']
    assert comparison.main(options) == 2
    message = capsys.readouterr().err
    assert python in message
    assert 'make bench PEERS=1' in message


@pytest.mark.parametrize(('act_s', 'code'), [(0.5, 0), (0.1, 1)])
def test_figures_are_added_to_the_report_and_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act_s: float, code: int
) -> None:
    def figures(_: Any) -> dict[str, Any]:
        rows = {OWN_DECISION: summarize([0.005]), ACT: summarize([act_s])}
        return {
            'rows': rows,
            'runs': {'computations': {'machine': machine(), 'others_cores': 0.0}},
        }

    monkeypatch.setattr(comparison, 'compare_computations', figures)
    page = tmp_path / 'page.md'
    page.write_text('\n'.join(section_marks(comparison.SECTION)))
    (tmp_path / 'report.json').write_text('{"cases": {"a": 1}}')
    options = ['--only', 'computations', '--log', str(tmp_path), '--page', str(page)]
    assert comparison.main(options) == code
    report = json.loads((tmp_path / 'report.json').read_text())
    assert report['cases'] == {'a': 1}
    assert report['peers']['rows'][ACT]['n'] == 1
    assert f'| {ACT} | 1 |' in page.read_text()
