# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Limits and joint checks of the safety gate for a simulated arm."""

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any
from typing import Final

from vla_common.parameter_file import read_parameter_file
from vla_common.parameter_file import with_tuples
from vla_safety.robot.joint_limits import JointLimits
from vla_safety.robot.robot_model import RobotModel
from vla_safety.types.limits import Limits
from vla_sim.physics.robot_arm import BUILTIN_NAME
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.urdf import arm_urdf

_ROBOTS: Final = Path('config/robots')
_NODE: Final = '/**/safety_node'
_CORNERS: Final = ('workspace_min_m', 'workspace_max_m')


def robot_limits(robot: str, folder: Path = _ROBOTS) -> Limits:
    """
    Return the limits of the file of the robot; the others are the default ones.

    Raises
    ------
    ValueError
        If there is no such file, or it has no workspace.

    """
    if robot == BUILTIN_NAME:
        return Limits()
    values = _safety_parameters(robot, folder)
    if missing := [name for name in _CORNERS if name not in values]:
        raise ValueError(
            f'{folder / robot}.yaml must have {", ".join(_CORNERS)} of safety_node; '
            f'{", ".join(missing)} is missing. Add it'
        )
    return Limits(**_fields(Limits, values))


@lru_cache(maxsize=1)
def robot_model(robot: str, folder: Path = _ROBOTS) -> RobotModel | None:
    """
    Return what the joint checks of the node use for an arm; None if its file asks for none.

    Raises
    ------
    ValueError
        If the file and the simulated arm do not fit together.

    """
    if robot == BUILTIN_NAME:
        return None
    limits = JointLimits(**_fields(JointLimits, _safety_parameters(robot, folder)))
    if not limits.is_used:
        return None
    urdf_text = arm_urdf(robot_arm(robot))
    return RobotModel(urdf_text, limits, robot_limits(robot, folder), CONTROL_PERIOD_S)


def _fields(settings: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are fields of settings."""
    names = {field.name for field in fields(settings)}
    return with_tuples({name: value for name, value in values.items() if name in names})


def _safety_parameters(robot: str, folder: Path) -> dict[str, Any]:
    """Return the parameters of the files of the robot and of its simulation, as launched."""
    values = dict(read_parameter_file(folder / f'{robot}.yaml').nodes.get(_NODE, {}))
    simulated = folder / 'simulated' / f'{robot}.yaml'
    if simulated.is_file():
        values |= read_parameter_file(simulated).nodes.get(_NODE, {})
    return values
