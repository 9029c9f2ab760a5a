# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The build installs every launch and configuration file."""

from pathlib import Path

import pytest
from vla_bringup.files import default_params_file
from vla_bringup.files import share
from vla_bringup.nodes import entries

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize('folder', ['launch', 'config', 'config/robots'])
def test_every_file_is_installed(folder: str) -> None:
    kept = {path.name: path.read_bytes() for path in (ROOT / folder).iterdir() if path.is_file()}
    installed = {
        path.name: path.read_bytes() for path in (share() / folder).iterdir() if path.is_file()
    }
    assert kept
    assert installed == kept


def test_default_parameters_are_installed() -> None:
    assert default_params_file().is_file()


def test_every_node_has_an_executable() -> None:
    names = [entry.executable().name for entry in entries(use_sim=True)]
    assert len(set(names)) == 6
