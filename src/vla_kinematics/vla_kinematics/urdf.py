# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
URDF as a MuJoCo model of its links and joints.

Inertia and visual geometry are left out, and collision geometry unless it is asked for:
kinematics does not need it, and meshes are often missing on the computer that runs the bridge.
"""

from collections.abc import Callable
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
import math
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import mujoco

_KEPT = ('parent', 'child', 'origin', 'axis', 'limit')
_MOVABLE = ('revolute', 'continuous', 'prismatic')


@dataclass(frozen=True)
class JointLimit:
    """
    Limits of a joint: radians for a revolute joint, metres for a prismatic one.

    Parameters
    ----------
    lower, upper
        Range of positions; infinite for a continuous joint.
    speed
        Maximum speed per second.

    """

    lower: float
    upper: float
    speed: float


@dataclass(frozen=True)
class Urdf:
    """Links and joints of a robot description."""

    root: Element
    joints: dict[str, Element]
    links: tuple[str, ...]

    def limit(self, joint: str) -> JointLimit:
        """
        Return the limits of a movable joint.

        Raises
        ------
        ValueError
            If limits are missing or invalid.

        """
        element = self.joints[joint]
        found = element.find('limit')
        values = {} if found is None else dict(found.attrib)
        numbers = {name: _number(joint, name, values) for name in values if name != 'effort'}
        if not numbers.get('velocity', 0.0) > 0:
            raise ValueError(
                f'the joint {joint} needs <limit velocity="..."/> above 0 in the URDF; got '
                f'{values.get("velocity", "none")}. Add the maximum speed of the joint'
            )
        if element.get('type') == 'continuous':
            return JointLimit(-math.inf, math.inf, numbers['velocity'])
        lower, upper = numbers.get('lower', 0.0), numbers.get('upper', 0.0)
        if not lower < upper:
            raise ValueError(
                f'the joint {joint} needs lower < upper in the <limit> of the URDF; got {lower:g} '
                f'and {upper:g}. Correct the limits'
            )
        return JointLimit(lower, upper, numbers['velocity'])

    def check_link(self, link: str) -> None:
        """Raise ValueError if there is no such link; the text gives the closest names."""
        check_name(link, self.links, 'link')


def check_name(name: str, known: Iterable[str], kind: str) -> None:
    """Raise ValueError if a link or joint is unknown; the text gives the closest names."""
    names = list(known)
    if name not in names:
        close = get_close_matches(name, names, 5, 0.3) or names[:5]
        raise ValueError(
            f'the robot description has no {kind} {name!r}. Closest: {", ".join(close)}. '
            f'Correct the name in the configuration of the robot'
        )


def parse_urdf(text: str) -> Urdf:
    """
    Parse a robot description.

    Raises
    ------
    ValueError
        If it is not a URDF, or has no movable joint.

    """
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(f'the robot description must be XML: {error}. Check its source') from None
    if root.tag != 'robot':
        raise ValueError(
            f'the robot description must be a URDF with the root <robot>; got <{root.tag}>. '
            'Convert it to URDF'
        )
    joints = {joint.get('name', ''): joint for joint in root.findall('joint')}
    if not any(joint.get('type') in _MOVABLE for joint in joints.values()):
        is_xacro = 'xacro' in text
        remedy = (
            'It contains xacro commands: expand it first, xacro robot.urdf.xacro > robot.urdf'
            if is_xacro
            else 'Use the description of the whole arm'
        )
        raise ValueError(
            f'a URDF needs at least one revolute, continuous or prismatic joint; got none. '
            f'{remedy}'
        )
    links = tuple(link.get('name', '') for link in root.findall('link'))
    return Urdf(root, joints, links)


def build_spec(urdf: Urdf, find_mesh: Callable[[str], str] | None = None) -> mujoco.MjSpec:
    """
    Return the specification of the links and joints, each link a body.

    Parameters
    ----------
    urdf
        Robot description.
    find_mesh
        Returns the path of a mesh file; None leaves the collision geometry out.

    Raises
    ------
    ValueError
        If MuJoCo refuses the description, or a mesh is missing.

    """
    robot = ElementTree.Element('robot', name='robot')
    options = ElementTree.SubElement(robot, 'mujoco')
    ElementTree.SubElement(
        options,
        'compiler',
        fusestatic='false',
        boundmass='0.01',
        boundinertia='0.0001',
        strippath='false',
        inertiafromgeom='false',
        # It would remove geometry that only explicit pairs are compared with.
        discardvisual='false',
    )
    for link in urdf.root.findall('link'):
        copy = ElementTree.SubElement(robot, 'link', name=link.get('name', ''))
        if find_mesh is not None:
            # A list: `extend` replaces the error of a generator with one of its own.
            copy.extend([_collision(part, find_mesh) for part in link.findall('collision')])
    for name, joint in urdf.joints.items():
        copy = ElementTree.SubElement(robot, 'joint', name=name, type=joint.get('type', ''))
        copy.extend(part for part in joint if part.tag in _KEPT)
    try:
        return mujoco.MjSpec.from_string(ElementTree.tostring(robot, encoding='unicode'))
    except ValueError as error:
        raise ValueError(
            f'the robot description must be a valid URDF; MuJoCo says: {error}. Correct the URDF'
        ) from None


def _collision(element: Element, find_mesh: Callable[[str], str]) -> Element:
    copy = deepcopy(element)
    copy.attrib.pop('name', None)
    for mesh in copy.iter('mesh'):
        mesh.set('filename', find_mesh(mesh.get('filename', '')))
    return copy


def _number(joint: str, name: str, values: dict[str, str]) -> float:
    try:
        number = float(values[name])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(
            f'the limit {name} of the joint {joint} must be a finite number; got '
            f'{values[name]!r}. Correct the URDF'
        )
    return number
