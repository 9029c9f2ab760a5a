# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameter files: errors that ROS 2 ignores or reports without a remedy."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import zip_longest
from pathlib import Path
import re
from typing import Any

import yaml

_VALUES = 'ros__parameters'
_CLOSE_NODE_NAME = 0.8


@dataclass(frozen=True)
class ParameterFile:
    """Content of a parameter file: flat parameters by node key, in the order of the file."""

    path: Path
    nodes: Mapping[str, Mapping[str, Any]]

    def keys_of(self, node: str, name: str) -> list[str]:
        """Return the keys that set the parameter `name` of the fully qualified `node`."""
        return [key for key, values in self.nodes.items() if name in values and matches(key, node)]


def parameter_files(arguments: Sequence[str]) -> list[Path]:
    """Return the parameter files of a command line with ROS arguments."""
    files, is_ros = [], False
    for argument, following in zip_longest(arguments, arguments[1:]):
        if argument in ('--ros-args', '--'):
            is_ros = argument == '--ros-args'
        elif is_ros and argument == '--params-file' and following:
            files.append(Path(following))
    return files


def read_parameter_file(path: Path) -> ParameterFile:
    """
    Read a parameter file.

    Raises
    ------
    ValueError
        If the file does not exist, is not YAML, or is not a parameter file.

    """
    if not path.is_file():
        raise ValueError(f'a parameter file must exist; got {path}. Correct the path')
    try:
        content = _load(path.read_text(encoding='utf-8'))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        text = ' '.join(str(error).split())
        raise ValueError(f'{path} must be YAML: {text}. Correct the file') from None
    nodes: dict[str, dict[str, Any]] = {}
    try:
        for key, values in _node_entries('', {} if content is None else content):
            nodes.setdefault(key, {}).update(_flat(values))
    except ValueError as error:
        raise ValueError(f'{path}: {error}') from None
    return ParameterFile(path, nodes)


def with_tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameter values with lists as tuples, as the fields of settings have them."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


class _ParameterLoader(yaml.SafeLoader):
    """Safe loader that accepts tuples: launch_ros writes lists of launch files as tuples."""


def _construct_list(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> list[Any]:
    return loader.construct_sequence(node, deep=True)


_ParameterLoader.add_constructor('tag:yaml.org,2002:python/tuple', _construct_list)


def _load(text: str) -> Any:
    loader = _ParameterLoader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def matches(key: str, node: str) -> bool:
    """Return whether a node key applies to the fully qualified `node`, by the rules of ROS 2."""
    patterns = {'**': r'(/\w+)*', '*': r'/\w+'}
    parts = key.removeprefix('/').split('/')
    pattern = ''.join(patterns.get(part, f'/{re.escape(part)}') for part in parts)
    return re.fullmatch(pattern, node) is not None


def check_node_keys(file: ParameterFile, node: str, former_name: str = '') -> None:
    """
    Check that a file that names a node applies to it.

    Parameters
    ----------
    file
        Parameter file that the node receives.
    node
        Fully qualified name of the node.
    former_name
        Name of the node before a remapping.

    Raises
    ------
    ValueError
        If keys of the file have the name of the node, or nearly that name, but none applies to it.

    """
    name = node.rpartition('/')[2]
    names = {key: key.rpartition('/')[2] for key in file.nodes}
    if any(names[key] == name and matches(key, node) for key in names):
        return
    exact = [key for key in names if names[key] in (name, former_name)]
    close = get_close_matches(name, names.values(), 1, _CLOSE_NODE_NAME)
    wrong = exact or [key for key in names if names[key] in close]
    if wrong:
        raise ValueError(
            f'{file.path}: the key {wrong[0]!r} does not match the node {node}, which would '
            f"ignore its parameters. Write '/**/{name}' for a node in any namespace, or {node!r}"
        )


def check_known(
    file_nodes: Iterable[ParameterFile], node: str, known: Iterable[str], received: Iterable[str]
) -> None:
    """
    Check that a node declares all parameters that it received.

    Parameters
    ----------
    file_nodes
        Parameter files that the node received.
    node
        Fully qualified name of the node.
    known, received
        Names of the declared and of the received parameters.

    Raises
    ------
    ValueError
        If a name is unknown; the text gives the key of the file and the closest known names.

    """
    known, files = set(known), list(file_nodes)
    # rclpy declares qos_overrides parameters when the publisher or subscription is created.
    unknown = [n for n in received if n not in known and not n.startswith('qos_overrides.')]
    if unknown:
        texts = '; '.join(_unknown_text(files, node, name, known) for name in unknown)
        raise ValueError(f'{node} has no parameter {texts}. Correct or remove it')


def _unknown_text(files: list[ParameterFile], node: str, name: str, known: set[str]) -> str:
    places = [f'key {key!r} of {f.path}' for f in files for key in f.keys_of(node, name)]
    place = places[-1] if places else 'command line or launch file'
    close = get_close_matches(name, sorted(known), 3, 0.5)
    hint = f'closest: {", ".join(close)}' if close else 'no similar name'
    if places and places[-1].split("'")[1].endswith('*'):
        hint += "; parameters of another node belong under the key of that node, '/**/NODE'"
    return f'{name!r} ({place}; {hint})'


def _node_entries(prefix: str, content: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield node key and parameters; ROS 2 allows the namespaces of a key to be nested."""
    if not isinstance(content, Mapping):
        place = f'the key {prefix!r}' if prefix else 'the file'
        raise ValueError(
            f'{place} must contain NODE: {_VALUES}: NAME: VALUE; got {content!r}. '
            f'Add the missing level'
        )
    for key, values in content.items():
        name = f'{prefix}/{key}' if prefix else str(key)
        if key != _VALUES:
            yield from _node_entries(name, values)
        elif not prefix:
            raise ValueError(f'{_VALUES} must be below the key of a node. Write /**/NODE above')
        elif not isinstance(values, Mapping):
            raise ValueError(f'{_VALUES} of {prefix!r} must contain NAME: VALUE; got {values!r}')
        else:
            yield prefix, values


def _flat(values: Mapping[str, Any], prefix: str = '') -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        name = f'{prefix}{key}'
        if isinstance(value, Mapping):
            yield from _flat(value, f'{name}.')
            continue
        kinds = {type(entry) for entry in value} if isinstance(value, list) else set()
        if kinds == {int, float}:
            numbers = [float(entry) for entry in value]
            raise ValueError(f'{name} mixes integers and doubles: {value}. Write {numbers}')
        yield name, value
