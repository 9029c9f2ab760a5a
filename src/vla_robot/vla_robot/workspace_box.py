# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Compute the workspace of safety_node that an arm reaches with the tool down."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace
from pathlib import Path
import re
import sys
from typing import Any

import numpy as np
import rclpy
from vla_common.parameter_file import read_parameter_file
from vla_common.parameter_file import with_tuples
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import per_joint
from vla_kinematics.arm_settings import read_urdf
from vla_kinematics.collision_model import CollisionModel
from vla_kinematics.collision_model import CollisionSpec
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.largest_box import count_failures
from vla_kinematics.largest_box import largest_box
from vla_kinematics.largest_box import WorkspaceBox
from vla_kinematics.mesh_files import MeshFinder
from vla_kinematics.reach_map import grid_axes
from vla_kinematics.reach_map import map_reach
from vla_kinematics.reach_map import PoseChecker
from vla_kinematics.reach_map import PoseLimits
from vla_kinematics.reach_map import ReachMap
from vla_robot.ros.robot_observer import RobotObserver
from vla_robot.ros.settings import BridgeSettings

_WAIT_S, _SAMPLES = 5.0, 500
_BRIDGE, _SAFETY = '/**/robot_bridge', '/**/safety_node'
#: Solutions as in the safety gate, which stops at these errors.
_TOLERANCE = (2e-4, 1e-3)


@dataclass(frozen=True)
class CheckedLimits:
    """Parameters of safety_node that the tool uses; the defaults are those of the node."""

    check_collisions: bool = True
    keep_out_m: tuple[float, ...] = (-0.20, -0.15, 0.0, 0.15, 0.15, 0.80)
    mesh_directories: tuple[str, ...] = ()
    min_joint_margin_rad: float = 0.02
    min_link_clearance_m: float = 0.01
    min_singular_value: float = 0.05
    tool_half_width_m: float = 0.05
    tool_length_m: float = 0.10


def make_checker(urdf_text: str, bridge: BridgeSettings, safety: CheckedLimits) -> PoseChecker:
    """Return the check of poses of an arm, by the rules of the safety gate."""
    model = ArmModel(urdf_text, bridge.arm())
    posture = per_joint(bridge.posture, len(model.joint_names))
    kinematics = InverseKinematics(
        model, posture, bridge.posture_gain, tolerance=_TOLERANCE, max_lean_rad=bridge.max_lean_rad
    )
    collisions = None
    if safety.check_collisions:
        boxes = np.reshape(np.array(safety.keep_out_m, dtype=np.float64), (-1, 2, 3))
        base = model.base.position_m
        # As in the gate: the box that the base stands in is not an obstacle of the links.
        inside = ((boxes[:, 0] <= base) & (base <= boxes[:, 1])).all(axis=1)
        spec = CollisionSpec(
            safety.min_link_clearance_m,
            boxes[~inside],
            safety.tool_half_width_m,
            safety.tool_length_m,
        )
        collisions = CollisionModel(urdf_text, model, spec, MeshFinder(safety.mesh_directories))
    limits = PoseLimits(
        min_joint_margin_rad=safety.min_joint_margin_rad,
        min_singular_value=safety.min_singular_value,
    )
    return PoseChecker(model, kinematics, collisions, limits)


def start_joints(model: ArmModel, posture: Sequence[float]) -> np.ndarray:
    """Return the posture, or without one the middle of the range of the joints, (n,)."""
    joints = per_joint(posture, len(model.joint_names))
    if joints.any():
        return joints
    low, high = np.maximum(model.lower, -np.pi), np.minimum(model.upper, np.pi)
    middle: np.ndarray = (low + high) / 2
    return middle


def report(reach: ReachMap, box: WorkspaceBox, failures: int, samples: int) -> str:
    """Return the shares of the volume, and the parameters of safety_node."""
    lines = [
        f'{100 * reach.usable.mean():.1f} % of the positions are usable at all '
        f'{len(reach.yaws_rad)} yaws; poses by reason:'
    ]
    lines += [
        f'  {100 * share:5.1f} % {reason.name.lower().replace("_", " ")}'
        for reason, share in reach.shares().items()
        if share
    ]
    size = np.round(box.high_m - box.low_m, 3).tolist()
    lines += [
        f'largest box, {size} m; {failures} of {samples} random poses in it are not usable',
        f'    workspace_min_m: {_corner(box.low_m)}',
        f'    workspace_max_m: {_corner(box.high_m)}',
    ]
    return '\n'.join(lines)


def write_box(path: Path, box: WorkspaceBox) -> None:
    """
    Replace the workspace in a robot file; all else stays as it is.

    Raises
    ------
    ValueError
        If the file has no such lines.

    """
    text = path.read_text(encoding='utf-8')
    for name, corner in (('workspace_min_m', box.low_m), ('workspace_max_m', box.high_m)):
        text, count = re.subn(
            rf'^(\s*{name}:).*$', rf'\1 {_corner(corner)}', text, flags=re.MULTILINE
        )
        if count != 1:
            raise ValueError(
                f'{path} must have one line {name}: [x, y, z] in the section of safety_node to '
                f'write it; got {count}. Add the line, or copy the values'
            )
    path.write_text(text, encoding='utf-8')


def _corner(values: np.ndarray) -> str:
    return f'[{", ".join(f"{value:.3f}" for value in values + 0.0)}]'


def read_robot(path: Path) -> tuple[BridgeSettings, CheckedLimits]:
    """
    Return the parameters of a robot file.

    Raises
    ------
    ValueError
        If it has no section of robot_bridge.

    """
    nodes = read_parameter_file(path).nodes
    if _BRIDGE not in nodes:
        raise ValueError(f'{path} must have the key {_BRIDGE!r}; it has not. Use a robot file')
    known = {field.name for field in fields(CheckedLimits)}
    safety = {k: v for k, v in nodes.get(_SAFETY, {}).items() if k in known}
    return BridgeSettings(**with_tuples(nodes[_BRIDGE])), CheckedLimits(**with_tuples(safety))


def _read_description(options: argparse.Namespace, urdf_file: str, ros_args: list[str]) -> str:
    if path := options.urdf or urdf_file:
        return read_urdf(path)
    rclpy.init(args=ros_args)
    observer = RobotObserver()
    try:
        text = observer.wait_for_description(_WAIT_S)
    finally:
        observer.close()
        rclpy.try_shutdown()
    if not text:
        raise ValueError(
            f'a URDF is needed; none arrived on robot_description in {_WAIT_S:g} s. Start the '
            'robot driver, or give --urdf'
        )
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    corner: dict[str, Any] = {'type': float, 'nargs': 3, 'metavar': ('X', 'Y', 'Z')}
    add('--robot', type=Path, required=True, help='file of the robot, as in config/robots')
    add('--urdf', default='', help='URDF; default: urdf_file, or the topic robot_description')
    add('--min-m', default=(0.20, -0.45, 0.01), help='lower corner of the volume', **corner)
    add('--max-m', default=(0.80, 0.45, 0.50), help='its upper corner', **corner)
    add('--top-m', type=float, default=0.31, help='height that the box must include')
    add('--step-m', type=float, default=0.04, help='distance of the grid positions')
    add('--yaw-rad', type=float, default=0.8, help='largest yaw of grasps, to both sides')
    add('--base-xyz-m', help='base to try in place of that of the file', **corner)
    add('--mesh-directory', default='', help='folder that contains the package of the meshes')
    add('--picture', type=Path, default=Path('log/workspace_box.png'))
    add('--write', action='store_true', help='write the workspace into the file of the robot')
    return parser


def run(options: argparse.Namespace, ros_args: list[str]) -> str:
    """Compute the box, draw the picture and return the report."""
    bridge, safety = read_robot(options.robot)
    if options.base_xyz_m:
        bridge = replace(bridge, base_xyz_m=tuple(options.base_xyz_m))
    if options.mesh_directory:
        safety = replace(
            safety, mesh_directories=(*safety.mesh_directories, options.mesh_directory)
        )
    urdf_text = _read_description(options, bridge.urdf_file, ros_args)
    checker = make_checker(urdf_text, bridge, safety)
    axes = grid_axes(options.min_m, options.max_m, options.step_m)
    yaws = np.linspace(-options.yaw_rad, options.yaw_rad, 5)
    reach = map_reach(checker, axes, yaws, start_joints(checker.model, bridge.posture))
    # Not imported at the top: the report needs no matplotlib.
    from vla_robot.reach_picture import draw_reach

    draw_reach(options.picture, reach, None)
    box = largest_box(reach, options.top_m)
    draw_reach(options.picture, reach, box)
    failures = count_failures(reach, checker, box, _SAMPLES)
    if options.write:
        write_box(options.robot, box)
    return f'{report(reach, box, failures, _SAMPLES)}\npicture: {options.picture}'


def main(args: Sequence[str] | None = None) -> int:
    """Print the workspace; return 2 if there is none or a parameter is wrong."""
    options, ros_args = _parser().parse_known_args(args)
    try:
        print(run(options, ros_args))
    except (TypeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
