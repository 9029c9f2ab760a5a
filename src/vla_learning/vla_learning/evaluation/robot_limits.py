# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Limits of the safety gate for a simulated arm."""

from pathlib import Path
from typing import Final

from vla_common.parameter_file import read_parameter_file
from vla_safety.types.limits import Limits
from vla_sim.physics.robot_arm import BUILTIN_NAME

_ROBOTS: Final = Path('config/robots')
_NODE: Final = '/**/safety_node'
_CORNERS: Final = ('workspace_min_m', 'workspace_max_m')


def robot_limits(robot: str, folder: Path = _ROBOTS) -> Limits:
    """
    Return the default limits, with the workspace of the file of the robot.

    Raises
    ------
    ValueError
        If there is no such file, or it has no workspace.

    """
    if robot == BUILTIN_NAME:
        return Limits()
    path = folder / f'{robot}.yaml'
    values = read_parameter_file(path).nodes.get(_NODE, {})
    if missing := [name for name in _CORNERS if name not in values]:
        raise ValueError(
            f'{path} must have {", ".join(_CORNERS)} of safety_node; {", ".join(missing)} is '
            'missing. Add it'
        )
    low, high = (tuple(map(float, values[name])) for name in _CORNERS)
    return Limits(workspace_min_m=low, workspace_max_m=high)
