# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""All nodes in one process: namespace, scene and options."""

from pathlib import Path

import pytest
from vla_bringup import composed
from vla_bringup.composed import make_nodes
from vla_bringup.composed import parse_arguments
from vla_bringup.files import default_params_file
from vla_bringup.nodes import entries
from vla_common.testing import NodeTestHarness


def test_all_nodes_get_namespace_and_scene(ros: NodeTestHarness) -> None:
    options = parse_arguments(
        ['--namespace', 'robot1', '--scene-seed', '9', '--scene-include', 'red cube, green bowl']
    )
    nodes = [ros.add(node) for node in make_nodes(options, context=ros.context)]
    names = {node.get_fully_qualified_name() for node in nodes}
    assert names == {f'/robot1/{entry.name}' for entry in entries(use_sim=True)}
    assert all(node.get_parameter('autostart').value is True for node in nodes)
    sim = nodes[0]
    ros.wait_for(lambda: sim.is_active, 30.0, 'the simulator is not active')
    # The creation of a graphics context cannot be interrupted.
    ros.wait_for(lambda: sim.diagnose().values['images_sent'] > 0, 60.0, 'no image')
    assert sim.get_parameter('scene_seed').value == 9
    assert list(sim.get_parameter('scene_include').value) == ['red cube', 'green bowl']


def test_composed_runs_without_the_simulator(ros: NodeTestHarness) -> None:
    nodes = make_nodes(parse_arguments(['--no-sim']), context=ros.context)
    assert 'sim_node' not in {ros.add(node).get_name() for node in nodes}


def test_weights_of_the_user_reach_both_nodes(ros: NodeTestHarness, tmp_path: Path) -> None:
    weights = tmp_path / 'own.safetensors'
    weights.touch()
    own = ['--no-sim', '--no-language', '--no-visualization', '--checkpoint', str(weights)]
    nodes = [ros.add(node) for node in make_nodes(parse_arguments(own), context=ros.context)]
    for name in ('perception_node', 'policy_node'):
        node = next(node for node in nodes if node.get_name() == name)
        node.trigger_configure()
        # Declared in configure, before the empty file is refused.
        assert node.get_parameter('checkpoint').value == str(weights)


def test_nodes_can_be_left_out(ros: NodeTestHarness) -> None:
    options = parse_arguments(['--no-sim', '--no-policy', '--no-language'])
    nodes = make_nodes(options, context=ros.context)
    names = {ros.add(node).get_name() for node in nodes}
    assert names == {'perception_node', 'safety_node', 'visualization_node'}


def test_bring_up_leaves_out_what_check_robot_replaces() -> None:
    options = parse_arguments(['--no-sim', '--robot', 'ur5e', '--bring-up', '--no-visualization'])
    assert options.without == ['visualization', 'perception', 'language', 'policy']
    assert [path.stem for path in options.params_files] == ['vla', 'ur5e', 'bring_up']
    # Nothing is left over for the next call.
    assert parse_arguments([]).without == []


def test_ros_arguments_override_the_parameter_file(ros: NodeTestHarness) -> None:
    own = ['--no-sim', '--no-language', '--no-perception', '--no-visualization']
    ros_args = '-p policy_node:plan_period_s:=0.4 -p autostart:=false -r policy_status:=my_status'
    options = parse_arguments(
        [*own, '--ros-args', *ros_args.split(), '--log-level', 'warn', '--', '--namespace', '']
    )
    assert options.ros_args[-2:] == ['--log-level', 'warn']
    nodes = [ros.add(node) for node in make_nodes(options, context=ros.context)]
    policy = next(node for node in nodes if node.get_name() == 'policy_node')
    assert policy.get_fully_qualified_name() == '/policy_node'
    assert all(node.get_parameter('autostart').value is False for node in nodes)
    assert policy.resolve_topic_name('policy_status') == '/my_status'
    policy.trigger_configure()
    assert policy.get_parameter('plan_period_s').value == 0.4


def test_parameter_file_of_the_ros_arguments_is_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = tmp_path / 'wrong.yaml'
    wrong.write_text('/**/policy_node: {ros__parameters: {plan_periods: 0.4}}')
    with pytest.raises(SystemExit):
        parse_arguments(['--ros-args', '--params-file', str(wrong)])
    assert "has no parameter 'plan_periods'" in capsys.readouterr().err


def test_invalid_ros_argument_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without these, the test would change the process.
    monkeypatch.setattr(composed, 'handle_sigint_once', lambda: None)
    monkeypatch.setattr(composed.os, 'environ', dict(composed.os.environ))
    with pytest.raises(SystemExit, match=r'ROS arguments must be valid: .*--bogus'):
        composed.main(['--ros-args', '--bogus'])


def test_missing_parameter_file_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(['--params-file', str(tmp_path / 'none.yaml')])
    assert 'a parameter file must exist; got' in capsys.readouterr().err
    assert parse_arguments([]).params_file == default_params_file()
