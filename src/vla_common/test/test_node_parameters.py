# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of a node: files of constructor and process, refusal, moment of a change."""

from dataclasses import dataclass
from pathlib import Path
import sys

import pytest
from rclpy.node import Node
from rclpy.parameter import Parameter
from vla_common.node_parameters import NodeParameters
from vla_common.settings import declare_settings
from vla_common.settings import setting
from vla_common.testing import NodeTestHarness


@dataclass(frozen=True)
class RateSettings:
    rate_hz: float = setting(5.0, 'Rate', minimum=1.0, maximum=9.0, change='any')


def _parameters(
    ros: NodeTestHarness, *, workers: bool = False, **options: object
) -> tuple[Node, NodeParameters]:
    node = ros.add(Node('example', context=ros.context, **options))
    parameters = NodeParameters(node, 'example', options, lambda: True, lambda: workers)
    return node, parameters


def _file(folder: Path, text: str) -> list[str]:
    path = folder / 'parameters.yaml'
    path.write_text(text)
    return ['--ros-args', '--params-file', str(path)]


@pytest.mark.parametrize('is_global', [False, True])
def test_files_of_constructor_and_process_are_checked(
    ros: NodeTestHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_global: bool
) -> None:
    arguments = _file(tmp_path, '/arm/example:\n  ros__parameters: {rate_hz: 7.0}\n')
    options = {} if is_global else {'cli_args': arguments}
    if is_global:
        monkeypatch.setattr(sys, 'argv', ['program', *arguments])
    _, parameters = _parameters(ros, **options)
    with pytest.raises(ValueError, match="'/arm/example' does not match the node /example"):
        parameters.check_files()


def test_files_of_the_process_can_be_left_out(
    ros: NodeTestHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, 'argv', ['program', *_file(tmp_path, 'a: 3\n')])
    _parameters(ros, use_global_arguments=False)[1].check_files()


def test_an_undeclared_parameter_is_refused(ros: NodeTestHarness, tmp_path: Path) -> None:
    arguments = _file(tmp_path, '/**/example:\n  ros__parameters: {rate_hz: 7.0}\n')
    node, parameters = _parameters(ros, cli_args=arguments)
    with pytest.raises(ValueError, match=r"has no parameter 'rate_hz' .key '/../example' of "):
        parameters.check_known()
    declare_settings(node, RateSettings)
    parameters.check_known()


@pytest.mark.parametrize('workers', [False, True])
def test_a_change_waits_for_the_worker(ros: NodeTestHarness, workers: bool) -> None:
    node, parameters = _parameters(ros, workers=workers)
    applied: list[RateSettings] = []
    settings = declare_settings(node, RateSettings, changeable=True)
    parameters.updates.register(settings, applied.append)
    assert node.set_parameters([Parameter('rate_hz', value=7.0)])[0].successful
    assert applied == ([] if workers else [RateSettings(7.0)])
    parameters.updates.apply_pending()
    assert applied == [RateSettings(7.0)]
    assert not node.set_parameters([Parameter('rate_hz', value=70.0)])[0].successful
