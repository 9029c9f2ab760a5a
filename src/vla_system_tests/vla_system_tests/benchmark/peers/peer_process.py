# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Process that computes decisions of the peers, in the environment of requirements-peers.txt."""

from collections.abc import Mapping
from collections.abc import Sequence
import json
import os
from pathlib import Path
import subprocess
from typing import Any
from typing import Final

from vla_system_tests.benchmark.peers import peer_worker

_REMEDY: Final = 'Install requirements-peers.txt into .venv-peers: make bench PEERS=1'
#: Variables of the ROS wheels and of this workspace, with which another Python cannot start.
_FOREIGN_VARIABLES: Final = (
    '_ROS_WHEELS_BOOTSTRAP_COMPLETE',
    'LD_LIBRARY_PATH',
    'PYTHONHOME',
    'PYTHONPATH',
    'VIRTUAL_ENV',
)


class PeersError(RuntimeError):
    """The peers cannot be measured."""


def peer_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the process: one thread, nothing from the hub of models."""
    kept = {name: value for name, value in variables.items() if name not in _FOREIGN_VARIABLES}
    return {**kept, 'OMP_NUM_THREADS': '1', 'MKL_NUM_THREADS': '1', 'HF_HUB_OFFLINE': '1'}


class PeerProcess:
    """
    Build peers with random weights and time single decisions; a context manager.

    Parameters
    ----------
    python
        Interpreter of the environment with the packages of the peers.
    names
        Keys of `peer_worker.PEERS`.
    log
        File for the output of LeRobot.

    Raises
    ------
    PeersError
        If the interpreter or a package is missing, or a peer cannot be built.

    """

    def __init__(self, python: Path, names: Sequence[str], log: Path) -> None:
        self._python = python
        if not python.exists():
            raise PeersError(f'peers need the interpreter {python}; it does not exist. {_REMEDY}')
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open('wb') as errors:
            self._process = subprocess.Popen(
                [str(python), str(Path(peer_worker.__file__).absolute()), *names],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=peer_environment(os.environ),
            )
        try:
            start = self._answer()
        except BaseException:
            self.close()
            raise
        self.parameters: dict[str, int] = start['parameters']
        self.pid = self._process.pid
        self.versions: dict[str, str] = start['versions']

    def __enter__(self) -> 'PeerProcess':
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def measure_s(self, name: str) -> float:
        """Return the duration of one decision [s]."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f'{name}\n')
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise PeersError(f'the process of the peers ended; see {self._log}') from error
        return float(self._answer()['duration_s'])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise PeersError(f'the process of the peers ended; see {self._log}')
        answer: dict[str, Any] = json.loads(line)
        if 'missing' in answer:
            raise PeersError(
                f'peers need the Python package {answer["missing"]!r}; '
                f'{self._python} has none. {_REMEDY}'
            )
        return answer
