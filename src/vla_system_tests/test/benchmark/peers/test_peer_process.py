# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Process of the peers: missing packages, answers, its end."""

from collections.abc import Callable
from pathlib import Path
import sys

import pytest
from vla_system_tests.benchmark.peers import peer_process
from vla_system_tests.benchmark.peers.peer_process import peer_environment
from vla_system_tests.benchmark.peers.peer_process import PeerProcess
from vla_system_tests.benchmark.peers.peer_process import PeersError
from vla_system_tests.benchmark.peers.peer_worker import ACT

#: Answers like peer_worker, without its packages.
PROGRAM = """
import json, sys
print(json.dumps({'parameters': {sys.argv[1]: 7}, 'versions': {'torch': '2'}}), flush=True)
for line in sys.stdin:
    if line == 'end\\n':
        sys.exit(1)
    print(json.dumps({'duration_s': 0.25 if line == 'a\\n' else 0.5}), flush=True)
"""

Start = Callable[[str], PeerProcess]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Return a function that runs a program in place of peer_worker."""

    def run(text: str) -> PeerProcess:
        program = tmp_path / 'program.py'
        program.write_text(text)
        monkeypatch.setattr(peer_process.peer_worker, '__file__', str(program))
        return PeerProcess(Path(sys.executable), ('a',), tmp_path / 'log' / 'peers.log')

    return run


def test_durations_come_from_the_process(start: Start) -> None:
    with start(PROGRAM) as peers:
        assert (peers.parameters, peers.versions) == ({'a': 7}, {'torch': '2'})
        assert [peers.measure_s(name) for name in ('a', 'b', 'a')] == [0.25, 0.5, 0.25]
        process = peers._process
    assert process.returncode is not None


@pytest.mark.parametrize('text', ['raise SystemExit(1)', 'print(1 / 0)'])
def test_a_process_that_cannot_start_is_an_error_with_its_log(start: Start, text: str) -> None:
    with pytest.raises(PeersError, match=r'ended; see .*peers\.log'):
        start(text)


def test_the_end_of_the_process_is_an_error(start: Start) -> None:
    with start(PROGRAM) as peers:
        with pytest.raises(PeersError, match='ended'):
            peers.measure_s('end')
        peers._process.wait()
        with pytest.raises(PeersError, match='ended'):
            peers.measure_s('a')


def test_missing_package_is_named_with_the_remedy(start: Start) -> None:
    with pytest.raises(PeersError, match=r"package 'lerobot'.*make bench PEERS=1"):
        start('print(\'{"missing": "lerobot"}\')')


def test_missing_environment_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(PeersError, match=r'requirements-peers\.txt .*make bench PEERS=1'):
        PeerProcess(tmp_path / 'python', (ACT,), tmp_path / 'peers.log')


def test_the_environment_has_one_thread_and_nothing_of_the_wheels() -> None:
    variables = peer_environment({'HOME': '/h', 'PYTHONPATH': '/p', 'OMP_NUM_THREADS': '8'})
    assert variables['HOME'] == '/h'
    assert 'PYTHONPATH' not in variables
    assert (variables['OMP_NUM_THREADS'], variables['HF_HUB_OFFLINE']) == ('1', '1')
