# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The option --checkpoint."""

import argparse
from pathlib import Path

import pytest
from vla_bringup.checkpoint_option import add_checkpoint_option
from vla_bringup.checkpoint_option import check_checkpoint_option
from vla_bringup.checkpoint_option import checkpoint_parameters
from vla_bringup.checkpoint_option import NODES
from vla_bringup.launch_arguments import known_parameters


def test_without_a_file_the_parameter_file_decides() -> None:
    assert checkpoint_parameters('') == {}


def test_both_nodes_get_the_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / 'own.safetensors').touch()
    monkeypatch.chdir(tmp_path)
    expected = {'checkpoint': str(tmp_path / 'own.safetensors')}
    assert checkpoint_parameters('own.safetensors') == dict.fromkeys(NODES, expected)
    assert all('checkpoint' in known_parameters()[node] for node in NODES)


@pytest.mark.parametrize('name', ['none.safetensors', 'other.txt', '.'])
def test_a_file_that_is_no_weights_is_an_error(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / 'other.txt').touch()
    parser = argparse.ArgumentParser()
    add_checkpoint_option(parser)
    with pytest.raises(SystemExit):
        check_checkpoint_option(parser.parse_args(['--checkpoint', str(tmp_path / name)]), parser)
    assert 'must be the path of a file of weights' in capsys.readouterr().err
