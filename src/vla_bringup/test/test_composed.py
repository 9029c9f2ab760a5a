# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""All nodes in one process: namespace, scene and options."""

from pathlib import Path

import pytest
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


def test_missing_parameter_file_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(['--params-file', str(tmp_path / 'none.yaml')])
    assert 'a parameter file must exist; got' in capsys.readouterr().err
    assert parse_arguments([]).params_file == default_params_file()
