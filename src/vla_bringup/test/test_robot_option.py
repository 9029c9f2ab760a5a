# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The option --robot."""

import argparse

import pytest
from vla_bringup import robot_option
from vla_bringup.robot_option import add_robot_option
from vla_bringup.robot_option import simulated_robot


def parse(*arguments: str) -> str:
    parser = argparse.ArgumentParser()
    add_robot_option(parser)
    return simulated_robot(parser.parse_args(arguments), parser)


def test_the_default_is_the_builtin_arm() -> None:
    assert parse() == parse('--robot', 'builtin') == ''


def test_an_unknown_robot_is_refused_with_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse('--robot', 'ur6')
    error = capsys.readouterr().err
    assert "invalid choice: 'ur6'" in error
    assert 'ur5e' in error


def test_a_missing_model_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def is_missing(_robot: str) -> None:
        raise RuntimeError('package x is not installed. Run: pip install x')

    monkeypatch.setattr(robot_option, 'check_robot_models', is_missing)
    with pytest.raises(SystemExit):
        parse('--robot', 'ur5e')
    assert 'Run: pip install x' in capsys.readouterr().err
    monkeypatch.setattr(robot_option, 'check_robot_models', lambda _robot: None)
    assert parse('--robot', 'ur5e') == 'ur5e'
