# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of launch arguments and of the parameter file, before any node starts."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from typing import Final

from rclpy.exceptions import InvalidNamespaceException
from rclpy.validate_namespace import validate_namespace
from vla_bringup.files import bring_up_file
from vla_bringup.files import default_params_file
from vla_bringup.files import robot_files
from vla_bringup.files import simulated_robot_files
from vla_common.parameter_file import check_known
from vla_common.parameter_file import check_node_keys
from vla_common.parameter_file import read_parameter_file
from vla_sim.physics.scene_sampling import sample_scene

#: Parameters that rclpy declares in every node.
RCLPY_PARAMETERS: Final = ('use_sim_time', 'start_type_description_service')
_MAX_SEED: Final = 2**31 - 1


def check_argument_names(given: Sequence[str], known: Iterable[str]) -> None:
    """
    Check the names of launch arguments: ros2 launch ignores unknown ones.

    Parameters
    ----------
    given
        Command line of ros2 launch, with arguments such as ``scene_seed:=3``.
    known
        Names that the launch file declares.

    Raises
    ------
    ValueError
        If a name is unknown.

    """
    names = sorted(known)
    for argument in given:
        name, is_argument, _ = argument.partition(':=')
        if is_argument and name not in names:
            close = get_close_matches(name, names, 1) or names
            raise ValueError(
                f'{name!r} is no launch argument; got {argument}. Known: {", ".join(close)}'
            )


def namespace_prefix(namespace: str) -> str:
    """Return '' or '/robot1' for a namespace; raise ValueError if it is invalid."""
    name = namespace.strip('/')
    if not name:
        return ''
    try:
        validate_namespace(f'/{name}')
    except InvalidNamespaceException as error:
        text = ' '.join(str(error).split())
        raise ValueError(
            f'namespace must consist of letters, digits and _; got {namespace!r} ({text}). '
            'Example: namespace:=robot1'
        ) from None
    return f'/{name}'


def scene_parameters(seed: str, include: str) -> dict[str, Any]:
    """
    Return the parameters of the scene; empty arguments select the parameter file.

    Raises
    ------
    ValueError
        If the seed is no valid number, or the scene cannot contain the objects.

    """
    parameters: dict[str, Any] = {}
    if seed.strip():
        is_number = seed.strip().isascii() and seed.strip().isdigit()
        if not is_number or int(seed) > _MAX_SEED:
            raise ValueError(
                f'scene_seed must be an integer, 0 .. {_MAX_SEED}; got {seed!r}. '
                'Example: scene_seed:=7'
            )
        parameters['scene_seed'] = int(seed)
    if names := [name.strip() for name in include.split(',') if name.strip()]:
        try:
            sample_scene(parameters.get('scene_seed', 1), names)
        except ValueError as error:
            raise ValueError(
                f"scene_include: {error}. Example: scene_include:='blue sphere,green bowl'"
            ) from None
        parameters['scene_include'] = names
    return parameters


def robot_file(robot: str, *, use_sim: bool) -> Path | None:
    """
    Return the parameter file of a robot: a shipped one by name, or a path; None without a robot.

    Raises
    ------
    ValueError
        If the robot is unknown, or the simulated robot would run beside it.

    """
    if not robot:
        return None
    if use_sim:
        raise ValueError(
            f'a robot and the simulated robot must not run at the same time; got robot {robot!r}. '
            'Add use_sim:=false (vla_composed: --no-sim), or simulated:=true (--simulated) for a '
            'simulated robot of that name'
        )
    known = robot_files()
    path = known.get(robot, Path(robot))
    if not path.is_file():
        raise ValueError(
            f'robot must be one of {", ".join(known)} or the path of a parameter file; got '
            f'{robot!r}. Correct it'
        )
    return path


def robot_parameter_files(
    robot: str, *, use_sim: bool, is_simulated: bool, bring_up: bool = False
) -> list[Path]:
    """
    Return the parameter files of a robot, later ones override earlier ones; none without a robot.

    Parameters
    ----------
    robot
        Name or path of a robot.
    use_sim
        Whether the simulator runs.
    is_simulated
        Whether the robot is simulated instead of the built-in arm.
    bring_up
        Whether check_robot takes the place of camera, language node and policy.

    Raises
    ------
    ValueError
        If the arguments do not fit together, or the robot is unknown.

    """
    if bring_up:
        if not robot:
            raise ValueError('bring_up needs the argument robot; got none. Add robot:=...')
        files = robot_parameter_files(robot, use_sim=use_sim, is_simulated=is_simulated)
        return [*files, bring_up_file()]
    if not is_simulated:
        path = robot_file(robot, use_sim=use_sim)
        return [] if path is None else [path]
    known = simulated_robot_files()
    if not use_sim:
        raise ValueError(
            'a simulated robot needs the simulator; got simulated:=true and use_sim:=false. '
            'Remove one of them'
        )
    if robot not in known:
        raise ValueError(
            f'a simulated robot must be one of {", ".join(known)}; got {robot!r}. Correct robot, '
            'or remove simulated for the built-in arm'
        )
    return [robot_files()[robot], known[robot]]


def check_params_file(path: Path, namespace: str, nodes: Iterable[str]) -> None:
    """
    Check that the nodes receive and know what a parameter file sets for them.

    Parameters
    ----------
    path
        Parameter file.
    namespace
        Namespace of all nodes.
    nodes
        Names of the nodes that are started, without namespace.

    Raises
    ------
    ValueError
        If the file is invalid, has a key that misses its node, or sets an unknown parameter.

    """
    file, known = read_parameter_file(path), known_parameters()
    for name in nodes:
        node = f'{namespace_prefix(namespace)}/{name}'
        check_node_keys(file, node)
        received = {p for values in file.nodes.values() for p in values if file.keys_of(node, p)}
        check_known([file], node, known[name], sorted(received))


def known_parameters() -> Mapping[str, set[str]]:
    """Return the names of all parameters of each node, which the default file contains."""
    keys = read_parameter_file(default_params_file()).nodes
    common = {*keys['/**'], *RCLPY_PARAMETERS}
    return {key.rpartition('/')[2]: common | set(values) for key, values in keys.items()}
