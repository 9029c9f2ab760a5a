# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameter files: keys that match as in rclpy, errors with file, key and remedy."""

from pathlib import Path

import pytest
from rclpy.node import Node
from vla_common.parameter_file import check_known
from vla_common.parameter_file import check_node_keys
from vla_common.parameter_file import matches
from vla_common.parameter_file import parameter_files
from vla_common.parameter_file import read_parameter_file
from vla_common.testing import NodeTestHarness
import yaml

KEYS = (
    '/**',
    '/*',
    '**',
    'safety_node',
    '/safety_node',
    '/**/safety_node',
    '/*/safety_node',
    'robot1/safety_node',
    '/robot1/safety_node',
    '/robot1/**',
    '/robot1/*',
    '/robot2/safety_node',
    '/robot1/arm/safety_node',
    '/robot1/*/safety_node',
    '/**/arm/safety_node',
)
NAMESPACES = ('/', '/robot1', '/robot1/arm')


def _file(folder: Path, text: str) -> Path:
    path = folder / 'parameters.yaml'
    path.write_text(text, encoding='utf-8')
    return path


@pytest.mark.parametrize('namespace', NAMESPACES)
def test_keys_match_as_in_rclpy(ros: NodeTestHarness, tmp_path: Path, namespace: str) -> None:
    for key in KEYS:
        path = _file(tmp_path, f'{key!r}:\n  ros__parameters:\n    speed: 0.2\n')
        node = Node(
            'safety_node',
            namespace=namespace,
            context=ros.context,
            cli_args=['--ros-args', '--params-file', str(path)],
        )
        received = bool(node.declare_parameter('speed', 0.0).value)
        name = node.get_fully_qualified_name()
        node.destroy_node()
        assert matches(key, name) == received, (key, name)


def test_files_of_a_command_line() -> None:
    arguments = 'node --params-file no.yaml --ros-args -p a:=1 --params-file a.yaml'.split()
    more = '--params-file b.yaml -- --params-file no.yaml --ros-args --params-file'.split()
    assert parameter_files([*arguments, *more]) == [Path('a.yaml'), Path('b.yaml')]
    assert parameter_files([]) == []


def test_nested_keys_and_names_are_joined(tmp_path: Path) -> None:
    text = 'robot1:\n  policy_node:\n    ros__parameters:\n      a: {b: 1, c: 2}\n      d: [1.0]\n'
    file = read_parameter_file(_file(tmp_path, text))
    assert file.nodes == {'robot1/policy_node': {'a.b': 1, 'a.c': 2, 'd': [1.0]}}


@pytest.mark.parametrize('text', ['', '# nothing yet\n', '/**:\n  ros__parameters: {}\n'])
def test_a_file_without_parameters_is_valid(tmp_path: Path, text: str) -> None:
    assert not any(read_parameter_file(_file(tmp_path, text)).nodes.values())


@pytest.mark.parametrize(
    ('text', 'error'),
    [
        ('a: [1', 'must be YAML: while parsing a flow sequence'),
        ('- a\n', "the file must contain NODE: ros__parameters: NAME: VALUE; got ['a']"),
        ('/**/a:\n  speed: 1.0\n', "the key '/**/a/speed' must contain NODE: ros__parameters:"),
        ('/**/a:\n', "the key '/**/a' must contain NODE: ros__parameters: NAME: VALUE; got None"),
        ('ros__parameters:\n  speed: 1.0\n', 'must be below the key of a node'),
        ('a:\n  ros__parameters: 3\n', "ros__parameters of 'a' must contain NAME: VALUE; got 3"),
        (
            'a:\n  ros__parameters:\n    min_m: [0, 0.5]\n',
            'min_m mixes integers and doubles: [0, 0.5]. Write [0.0, 0.5]',
        ),
    ],
)
def test_an_invalid_file_is_named(tmp_path: Path, text: str, error: str) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(ValueError) as caught:
        read_parameter_file(path)
    assert str(caught.value).startswith(str(path))
    assert error in str(caught.value)


def test_a_list_that_launch_ros_writes_is_accepted(tmp_path: Path) -> None:
    """A launch file that passes a list, such as scene_include, writes a tuple."""
    parameters = {'/**': {'ros__parameters': {'scene_include': ('red cube', 'green bowl')}}}
    file = read_parameter_file(_file(tmp_path, yaml.dump(parameters)))
    assert file.nodes == {'/**': {'scene_include': ['red cube', 'green bowl']}}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / 'none.yaml'
    with pytest.raises(ValueError) as caught:
        read_parameter_file(path)
    assert str(caught.value) == f'a parameter file must exist; got {path}. Correct the path'


@pytest.mark.parametrize(
    'key', ['safety_node', '/safety_node', '/robot2/safety_node', '/**/saftey_node']
)
def test_a_key_that_does_not_match_the_node_is_named(tmp_path: Path, key: str) -> None:
    text = f'/**/policy_node:\n  ros__parameters: {{a: 1}}\n{key}:\n  ros__parameters: {{a: 1}}\n'
    file = read_parameter_file(_file(tmp_path, text))
    with pytest.raises(ValueError) as caught:
        check_node_keys(file, '/robot1/safety_node')
    assert str(caught.value) == (
        f"{file.path}: the key '{key}' does not match the node /robot1/safety_node, which would "
        "ignore its parameters. Write '/**/safety_node' for a node in any namespace, "
        "or '/robot1/safety_node'"
    )


@pytest.mark.parametrize(
    'keys',
    [
        (),
        ('/**',),
        ('/robot1/safety_node', '/robot2/safety_node'),
        ('/**/safety_node', 'safety_node'),
        ('/**/policy_node', 'camera_driver', '/robot1/perception_node'),
    ],
)
def test_other_keys_are_allowed(tmp_path: Path, keys: tuple[str, ...]) -> None:
    text = ''.join(f'{key}:\n  ros__parameters: {{a: 1}}\n' for key in keys)
    check_node_keys(read_parameter_file(_file(tmp_path, text)), '/robot1/safety_node')


def test_a_renamed_node_is_named(tmp_path: Path) -> None:
    file = read_parameter_file(_file(tmp_path, '/**/safety_node:\n  ros__parameters: {a: 1}\n'))
    with pytest.raises(ValueError, match=r"not match the node /arm.*Write '/\*\*/arm'"):
        check_node_keys(file, '/arm', 'safety_node')


def test_an_unknown_parameter_is_named_with_file_key_and_close_names(tmp_path: Path) -> None:
    text = '/**/safety_node:\n  ros__parameters: {max_linear_speed: 0.1}\n'
    file = read_parameter_file(_file(tmp_path, text))
    known = {'max_linear_speed_m_s', 'max_angular_speed_rad_s', 'audit', 'use_sim_time'}
    with pytest.raises(ValueError) as caught:
        check_known([file], '/safety_node', known, ['use_sim_time', 'max_linear_speed'])
    assert str(caught.value) == (
        f"/safety_node has no parameter 'max_linear_speed' (key '/**/safety_node' of {file.path}; "
        'closest: max_linear_speed_m_s, max_angular_speed_rad_s). Correct or remove it'
    )


def test_an_unknown_parameter_of_a_wildcard_key_is_named(tmp_path: Path) -> None:
    file = read_parameter_file(_file(tmp_path, '/**:\n  ros__parameters: {max_speed: 0.1}\n'))
    with pytest.raises(ValueError, match=r"of another node belong .* '/\*\*/NODE'"):
        check_known([file], '/safety_node', {'audit'}, ['max_speed'])


def test_an_unknown_parameter_of_the_command_line_is_named() -> None:
    with pytest.raises(ValueError, match=r"'speed' \(command line or launch file; no similar"):
        check_known([], '/safety_node', {'audit'}, ['speed'])


def test_known_parameters_and_qos_overrides_are_allowed() -> None:
    received = ['audit', 'qos_overrides./safety_status.publisher.depth']
    check_known([], '/safety_node', {'audit'}, received)
