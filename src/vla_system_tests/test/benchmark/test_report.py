# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Report and tables of the benchmark."""

from pathlib import Path
from typing import Any

from vla_system_tests.benchmark.report import is_disturbed
from vla_system_tests.benchmark.report import machine
from vla_system_tests.benchmark.report import problems
from vla_system_tests.benchmark.report import read_report
from vla_system_tests.benchmark.report import to_markdown
from vla_system_tests.benchmark.report import write_json
from vla_system_tests.benchmark.report import write_report
from vla_system_tests.benchmark.scene_change import reaction_figures
from vla_system_tests.benchmark.summary import distribution
from vla_system_tests.benchmark.summary import FIRST_CHUNK
from vla_system_tests.benchmark.summary import STAGES
from vla_system_tests.markdown_section import section_marks


def figures(others_cores: float, jitter_ms: float) -> dict[str, Any]:
    return {
        'stages': {stage: distribution([0.03]) for stage in (*STAGES, FIRST_CHUNK)},
        'command to motion': distribution([0.1]),
        'commands without motion': 0,
        'images': 300,
        'images lost': 2,
        'tick jitter': {'n': 500, 'p99_ms': jitter_ms},
        'ready_s': 5.0,
        'cpu_cores': {'policy_node': 0.25, 'sim_node': 0.5, 'benchmark': 0.1},
        'memory_mib': {'policy_node': 100.0, 'sim_node': 300.0},
        'others_cores': others_cores,
        'machine': machine(),
    }


def test_only_an_undisturbed_run_can_miss_the_bar() -> None:
    quiet, busy = figures(0.05, 7.0), figures(0.5, 70.0)
    assert not is_disturbed(quiet)
    assert is_disturbed(busy)
    report = {'cases': {'quiet': quiet, 'busy': busy, 'good': figures(0.05, 1.0)}}
    assert problems(report) == ['quiet: p99 of the tick jitter must be at most 5 ms; got 7 ms']


def test_tables_have_every_figure() -> None:
    report = {'cases': {'a': figures(0.5, 1.5)}, 'parts': {'e': {'p50_ms': 1.0, 'p99_ms': 2.0}}}
    text = to_markdown(report)
    assert '| a | image to action | 1 | 30.0 | 30.0 | 30.0 | 30.0 |' in text
    assert f'| a | {FIRST_CHUNK} | 1 | 30.0 |' in text
    assert '| a | command to first motion | 1 | 100.0 |' in text
    assert 'scene change' not in text
    assert '| 0.5, disturbed | 2 of 300 | 0 | 1.5 (500) | 5.0 | 0.25 (policy_node 0.25, ' in text
    assert '100 (policy_node 100, sim_node 300)' in text
    assert '| e | 1.00 | 2.00 |' in text


def test_reaction_has_a_row_where_it_was_measured() -> None:
    moving = {**figures(0.0, 1.0), 'scene changes': reaction_figures([0.1, 0.2], 3)}
    text = to_markdown({'cases': {'moving': moving}})
    assert '| moving | scene change to action, mean 150.0, 3 not followed | 2 | 150.0 |' in text


def test_figures_of_a_run_before_the_row_of_first_chunks_are_kept() -> None:
    old = figures(0.5, 1.5)
    del old['stages'][FIRST_CHUNK]
    text = to_markdown({'cases': {'old': old, 'new': figures(0.5, 1.5)}})
    assert '| old | image to action | 1 | 30.0 |' in text
    assert f'| old | {FIRST_CHUNK}' not in text
    assert f'| new | {FIRST_CHUNK} | 1 | 30.0 |' in text


def test_report_is_read_again_and_the_page_updated(tmp_path: Path) -> None:
    path, page = tmp_path / 'bench' / 'report.json', tmp_path / 'page.md'
    page.write_text('\n'.join(('above', *section_marks('bench'), 'below')))
    assert read_report(path) == {'cases': {}}
    report = {'cases': {'a': figures(0.0, 1.0)}}
    write_report(report, path, page)
    assert read_report(path) == report
    assert '| a | image to action |' in page.read_text()
    write_json({'cases': {}, 'peers': {}}, path)
    assert read_report(path) == {'cases': {}, 'peers': {}}
    path.write_text('{"former": 1}')
    assert read_report(path) == {'cases': {}}
